"""Every page that a guided person reads about himself, filled: what is noted, who looked, what he can ask."""

import re
from datetime import time

from django.test import Client
from django.utils import timezone

from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.people import services
from circulairwerkt.people.links import follow_up_address, own_token
from circulairwerkt.people.models import Adjustment, FollowUp, Note, PersonFile, Purpose
from circulairwerkt.people.models.growth import months_after
from tests.circulairwerkt.people.guiding import guiding_enterprise, member_of, signed_in, who
from tests.circulairwerkt.people.marked import her_file

#: What is noted of each sort, in words of the list.
NOTED = {
    "step": "kleding sorteren",
    "competence": "kleding sorteren",
    "training": "werk met kleding",
    "wish": "koken",
    "meeting": "samen lezen",
}


def _posted(client: Client, path: str, **sent: str) -> str:
    return client.post(path, sent, follow=True).content.decode()


def _without_code(page: str) -> str:
    return re.sub(r'<p class="amount">.*?</p>', "", page)


def _ask(months: int, file: PersonFile) -> str:
    """Return the path of the question after so many months, asked."""
    row = FollowUp.objects.get(months=months, transition__file=file)
    services.ask_how_it_goes(actor=SYSTEM, today=row.due_on)
    return "/" + follow_up_address(FollowUp.objects.get(pk=row.pk), "nl").split("/", 3)[3]


def own_pages() -> dict[str, str]:
    """Return the pages by name; who is looked at is the marked person."""
    enterprise = guiding_enterprise()
    coach = member_of(enterprise)
    actor, file, today = who(coach), her_file(enterprise, coach), timezone.localdate()
    for kind in Note.Kind.values:
        services.note(actor=actor, file=file, kind=kind, text=NOTED[kind], on=today, at=time(9, 30))
    services.adjust(actor=actor, file=file, needs=set(Adjustment.Need.values), has_agreed=True)
    for purpose in (Purpose.GUIDING, Purpose.REPLACING, Purpose.FOLLOWING_UP, Purpose.TAKING_ALONG):
        services.read_file(actor=actor, file=file, purpose=purpose)
    services.take_over(actor=actor, file=file)
    client, desk = Client(), signed_in(coach)
    found = {
        "code": _without_code(desk.post(f"/mensen/{file.pk}/code/").content.decode()),
        "enter": client.get("/mijn-pad/").content.decode(),
        "enter, wrong": _posted(client, "/mijn-pad/", code="AAAA"),
    }
    file.refresh_from_db()
    mine = f"/mijn-pad/{own_token(file)}/"
    empty = her_file(guiding_enterprise(), None)
    found["own, empty"] = client.get(f"/mijn-pad/{own_token(empty)}/").content.decode()
    found["plan, empty"] = client.get(f"/mijn-pad/{own_token(empty)}/plan/").content.decode()
    found["passport, empty"] = client.get(f"/mijn-pad/{own_token(empty)}/paspoort/").content.decode()
    way = services.begin_transition(actor=actor, file=file)
    for stage in ("internship", "offered", "started"):
        services.move_transition(actor=actor, transition=way, to=stage, on=today)
    for part in ("", "wijzig/", "plan/", "paspoort/"):
        found[part or "own"] = client.get(mine + part).content.decode()
    found["wijzig, wrong"] = _posted(client, f"{mine}wijzig/", first_name="", version="1")
    for name in ("klopt-niet", "geen-toestemming", "bezwaar", "geen-bezwaar", "wissen", "toch-houden"):
        note = str(Note.objects.order_by("pk")[0].pk)
        found[name] = _posted(client, f"{mine}keuze/", keuze=name, notitie=note)
    asked = _ask(3, file)
    found["question"] = client.get(asked).content.decode()
    found["question, refused"] = _posted(client, asked, works="same")
    found["answered"] = _posted(client, asked, works="same", feels="well")
    found["answered, badly"] = _posted(client, _ask(6, file), works="no", feels="badly")
    late = _ask(12, file)
    services.ask_how_it_goes(actor=SYSTEM, today=months_after(today, 16))
    found["too late"] = client.get(late).content.decode()
    services.end_file(actor=actor, file=file, on=today)
    services.object_to(actor=NOBODY, file=file)
    return found
