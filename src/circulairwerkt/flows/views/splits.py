"""The fair split of an agreement: what each party earns alone and together, and how they may share it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Agreement
from circulairwerkt.flows import perms, services
from circulairwerkt.flows.models import FairSplit
from circulairwerkt.flows.split_form import SplitForm, initial_of
from circulairwerkt.flows.splits import telling


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: Request, pk: int, agreement_pk: int) -> HttpResponse:
    """Show the split to the coordinator and the parties; the coordinator types the values."""
    rows = Agreement.objects.select_related("case__hub", "giver", "processor", "taker")
    agreement: Agreement = get_object_or_404(
        rows.prefetch_related("shares__organisation"), pk=agreement_pk, case_id=pk
    )
    require(perms.may_see_split(request.actor, agreement))
    may_work = perms.may_work_split(request.actor, agreement)
    known = FairSplit.objects.filter(agreement=agreement).first()
    players = telling.players_of(agreement)
    start = initial_of(known.worths, players, known.version) if known else {"version": 0}
    form = SplitForm(request.POST if request.method == "POST" else None, players=players, initial=start)
    status = 200
    if request.method == "POST":
        require(may_work)
        status = 422
        if form.is_valid():
            try:
                services.save_split(
                    actor=request.actor,
                    agreement=agreement,
                    seen_version=form.cleaned_data["version"],
                    worths=form.worths(),
                )
            except EditConflict as clash:
                words = _(
                    "Iemand anders bewaarde dit intussen. Hier staat wat jij typte: bewaar het opnieuw."
                )
                form.add_error(None, words)
                # what was typed stays; the next press writes over what is seen by then
                typed = request.POST.copy()
                typed["version"] = str(getattr(clash.current, "version", 0))
                form.data = typed
                status = 409
            else:
                messages.success(request, _("Bewaard. Alleen de coördinator en de partijen zien dit."))
                return redirect("flows:split", pk=pk, agreement_pk=agreement_pk)
    context = {
        "agreement": agreement,
        "case": agreement.case,
        "told": telling.told(known, agreement) if known else None,
        "form": form if may_work else None,
        "may_see_case": request.actor.may("cases.see", hub_id=agreement.case.hub_id),
        "is_large": len(players) > 4,
    }
    return render(request, "flows/split.html", context, status=status)
