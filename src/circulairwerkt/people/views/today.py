"""A coach's day, and the groups that work at other firms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circulairwerkt.base.edits import edit
from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import enclaves, perms, queries, services
from circulairwerkt.people import today as days
from circulairwerkt.people.forms.enclaves import EnclaveForm
from circulairwerkt.people.forms.growth import QuickNoteForm
from circulairwerkt.people.models import Enclave, PersonFile
from circulairwerkt.people.views.files import closed, organisation_of

_RULES = {"rules": enclaves.ASKED, "source": enclaves.SOURCE, "read_on": enclaves.READ_ON}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: Request, slug: str) -> HttpResponse:
    """Whom one sees today, what is due and what waits; a note in a minute."""
    organisation = organisation_of(request, slug)
    people = [
        file
        for file in queries.files_of(request.actor.person_id, organisation)
        if file.objected_at is None and file.ended_on is None
    ]
    form = QuickNoteForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        file = next(each for each in people if str(each.pk) == told.pop("person"))
        try:
            services.note(actor=request.actor, file=file, **told)
        except ValidationError as error:
            refused(form, error)
            # What is not kept is not shown again either.
            form.data = {**dict(form.data.items()), "text": ""}
        except services.Closed:
            return closed(request, file)
        else:
            messages.success(request, _("Genoteerd. De persoon kan het lezen."))
            return redirect("people:today", slug=slug)
    return _shown(request, organisation, people, form)


def _shown(
    request: Request, organisation: Organisation, people: list[PersonFile], form: QuickNoteForm
) -> HttpResponse:
    day = timezone.localdate()
    told = days.of_coach(request.actor.person_id, organisation, day)
    # The names to choose from are read too.
    read = list({file.pk: file for file in (*people, *told.files())}.values())
    if read:
        services.read_list(actor=request.actor, organisation=organisation, files=read)
    context = {
        "organisation": organisation,
        "today": told,
        "people": people,
        "form": form,
        "waiting": queries.what_waits(request.actor.person_id, organisation),
        "sends_groups": perms.may_send_group(request.actor, organisation),
        **_RULES,
    }
    return render(request, "people/today.html", context, status=form.status)


@never_cache
def new_enclave(request: Request, slug: str) -> HttpResponse:
    """Note a group that will work at another firm."""
    organisation: Organisation = get_object_or_404(Organisation, slug=slug)
    require(perms.may_send_group(request.actor, organisation))
    return _edited(request, queries.new_enclave(organisation))


def _enclave(request: Request, pk: int) -> Enclave:
    found: Enclave = get_object_or_404(Enclave.objects.select_related("organisation", "coach"), pk=pk)
    require(perms.may_send_group(request.actor, found.organisation))
    return found


@never_cache
def change_enclave(request: Request, pk: int) -> HttpResponse:
    """Set right what is noted of a group."""
    return _edited(request, _enclave(request, pk))


def _edited(request: Request, row: Enclave) -> HttpResponse:
    def save(form: Any) -> None:
        services.save_enclave(
            actor=request.actor, row=form.row, seen_version=form.seen_version, values=form.values()
        )

    slug = row.organisation.slug
    return edit(
        request,
        row=row,
        form_class=EnclaveForm,
        save=save,
        template="people/enclave_form.html",
        context={"organisation": row.organisation, "row": row, **_RULES},
        done_url=reverse("people:today", args=[slug]),
        done_text=_("Bewaard."),
        add_url=reverse("people:new_enclave", args=[slug]),
    )


@require_POST
def remove_enclave(request: Request, pk: int) -> HttpResponse:
    """Take away what was noted by mistake."""
    found = _enclave(request, pk)
    services.remove_enclave(actor=request.actor, row=found)
    messages.success(request, _("Weggehaald."))
    return redirect("people:today", slug=found.organisation.slug)
