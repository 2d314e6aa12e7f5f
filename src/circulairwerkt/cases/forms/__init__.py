"""Forms of questions and cases."""

from circulairwerkt.cases.forms.questions import AnswerForm as AnswerForm
from circulairwerkt.cases.forms.questions import LiftDangerForm as LiftDangerForm
from circulairwerkt.cases.forms.questions import RemarkForm as RemarkForm
