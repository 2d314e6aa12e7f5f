"""A person's own page: what stands there about him, who looked and why, and what he may ask. No account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.edits import edit
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.rates import is_too_often
from circulairwerkt.base.requests import Request
from circulairwerkt.people import queries, services
from circulairwerkt.people.forms.files import CodeForm, PersonForm
from circulairwerkt.people.links import file_of, file_of_code, own_token
from circulairwerkt.people.models import Note, PersonFile
from circulairwerkt.people.taking import everything_about

#: What a person may ask with one press, by the word in the form: the service, and what is said then.
_CHOICES = {
    "bezwaar": (services.object_to, gettext_lazy("Genoteerd. Je begeleider ziet je dossier nu niet meer.")),
    "geen-bezwaar": (services.take_back_objection, gettext_lazy("Goed. Je begeleider ziet je dossier weer.")),
    "wissen": (services.ask_deletion, gettext_lazy("Genoteerd. We wissen alles. Tot dan kan je terugkomen.")),
    "geen-toestemming": (services.withdraw_consent, gettext_lazy("Goed. Wat je nodig hebt, is gewist.")),
    "toch-houden": (services.keep_after_all, gettext_lazy("Goed. We wissen niets.")),
}


def own_by(token: str) -> PersonFile:
    """Return the file of a person's own link; to anybody without a right one it does not exist."""
    file = file_of(token)
    if file is None:
        raise Http404
    return file


def private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: it must not leave with a referrer."""
    answer["Referrer-Policy"] = "same-origin"
    return answer


@login_not_required
@never_cache
def enter(request: Request) -> HttpResponse:
    """Ask for the code on paper."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = form.status
    if request.method == "POST" and is_too_often(request, action="people.code", most=10, seconds=600):
        form.add_error("code", _("Je probeerde het vaak. Wacht tien minuten. Of vraag een nieuwe code."))
        status = 429
    elif request.method == "POST" and form.is_valid():
        file = file_of_code(form.cleaned_data["code"])
        if file is not None:
            return redirect("people:own", token=own_token(file))
        form.add_error("code", _("Deze code kennen we niet. Kijk op je papier. Of vraag een nieuwe code."))
        status = 422
    return render(request, "people/enter.html", {"form": form}, status=status)


@login_not_required
@require_safe
@never_cache
def own(request: Request, token: str) -> HttpResponse:
    """Everything that stands there, and who read it."""
    file = services.read_own(actor=NOBODY, file=own_by(token))
    context = {
        "file": file,
        "token": token,
        "looks": queries.looks_at(file)[:100],
        "notes": queries.notes_of(file),
        "adjustments": file.adjustments.all(),
        "transition": queries.transition_of(file),
    }
    return private(render(request, "people/own.html", context))


@login_not_required
@never_cache
def correct(request: Request, token: str) -> HttpResponse:
    """Correct how one is called and reached."""

    def save(form: Any) -> None:
        services.correct_own(
            actor=NOBODY, file=form.row, seen_version=form.seen_version, values=form.values()
        )

    return private(
        edit(
            request,
            row=own_by(token),
            form_class=PersonForm,
            save=save,
            template="people/own_form.html",
            context={"token": token},
            done_url=reverse("people:own", args=[token]),
            done_text=_("Bewaard."),
        )
    )


@login_not_required
@require_POST
def choose(request: Request, token: str) -> HttpResponse:
    """Object, have it deleted, or come back on either."""
    file = own_by(token)
    if request.POST.get("keuze") == "klopt-niet":
        key = request.POST.get("notitie", "")
        if not (key.isascii() and key.isdigit() and len(key) < 15):
            raise Http404
        services.dispute(actor=NOBODY, note=get_object_or_404(Note, pk=int(key), file=file))
        messages.success(request, _("Genoteerd. Je begeleider ziet dat je het er niet mee eens bent."))
        return redirect("people:own", token=token)
    service, words = _CHOICES.get(request.POST.get("keuze", ""), (None, ""))
    if service is None:
        raise Http404
    service(actor=NOBODY, file=file)
    messages.success(request, words)
    return redirect("people:own", token=token)


@login_not_required
@require_safe
@never_cache
def take_out(request: Request, token: str) -> HttpResponse:
    """Everything as a file that other software can read."""
    file = services.read_own(actor=NOBODY, file=own_by(token))
    answer = JsonResponse(everything_about(file), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="mijn-dossier.json"'
    return private(answer)
