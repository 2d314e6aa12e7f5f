"""A hub's daily work for measuring: cards, needs and cases by the thousands, never for a site in use.

Run by the benchmark with the settings of its own database: `_daily_work.py CARDS CASES SEED`. Prints the keys
of the sessions of a coordinator and of a programme administrator, and the numbers of some rows to open, as
JSON. Rows are not marked as examples, which sums of the programme leave out.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402 - Django starts first
from django.conf import settings  # noqa: E402 - Django starts first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - Django starts first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - Django starts first
from django.utils import timezone  # noqa: E402 - Django starts first

from circulairwerkt.accounts.models import ProgrammeRole, User  # noqa: E402 - Django starts first
from circulairwerkt.base.permissions import Role  # noqa: E402 - Django starts first
from circulairwerkt.base.scope import everywhere  # noqa: E402 - Django starts first
from circulairwerkt.base.visibility import Visibility  # noqa: E402 - Django starts first
from circulairwerkt.cases.models import (  # noqa: E402 - Django starts first
    Agreement,
    AgreementState,
    Case,
    CaseStream,
    Entry,
    Exit,
    Party,
    Stage,
    Task,
    Transfer,
)
from circulairwerkt.hubs.models import Hub, HubMembership, LifeCycle  # noqa: E402 - Django starts first
from circulairwerkt.organisations.models import Site  # noqa: E402 - Django starts first
from circulairwerkt.organisations.names import folded  # noqa: E402 - Django starts first
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need  # noqa: E402 - Django starts first

HUB = "kortrijk"
CHUNK = 1000
THINGS = (
    ("wood_a", "Latjes van beuk", "kg", "week"),
    ("cardboard", "Platte dozen", "kg", "week"),
    ("eps", "Witte schuimblokken", "m3", "month"),
    ("aluminium", "Profielen met een kras", "kg", "month"),
    ("textile_offcuts", "Repen katoen", "kg", "month"),
    ("pallet", "Houten paletten", "piece", "week"),
    ("fresh_produce", "Appels met een vlek", "kg", "week"),
    ("laptop", "Laptops van een school", "piece", "year"),
)
#: What a card could become; of some nobody said.
STRATEGIES = ("R8", "R7", "R3", "")
#: From here on a case has somebody who processes it, and deliveries.
WITH_AGREEMENT = (Stage.TEST_TRAJECTORY, Stage.REALISED, Stage.SCALED_UP)
MOVED_MONTHS = 6
OPENNESS = [Visibility.PARTIES] * 5 + [Visibility.HUB] * 3 + [Visibility.NETWORK] * 2 + [Visibility.PUBLIC]


def main(cards: int, cases: int, seed: int) -> None:
    chance = random.Random(seed)
    hubs = list(Hub.objects.order_by("slug"))
    here = next(hub for hub in hubs if hub.slug == HUB)
    Hub.objects.filter(pk=here.pk).update(life_cycle=LifeCycle.ACTIVE, claimed_on=timezone.localdate())
    person = User.objects.create_user("meting@example.invalid", name="Meting")
    HubMembership.objects.create(
        user=person, hub=here, role=Role.COORDINATOR, valid_from=timezone.localdate()
    )
    with everywhere("filling a database to measure with"):
        sites = list(Site.objects.select_related("organisation", "municipality"))
        # A third of everything lies at the hub that is measured.
        owners = [here] * (len(hubs) // 2) + hubs
        make_rows(MaterialCard, cards, sites, owners, person, chance)
        make_rows(Need, cards // 2, sites, owners, person, chance)
        make_rows(Capability, cards // 20, sites, owners, person, chance)
        make_cases(cases, owners, person, chance)
        make_agreements(person, random.Random(seed))
        some = {
            "case": list(Case.objects.filter(hub=here).values_list("pk", flat=True)[:40]),
            "card": list(MaterialCard.objects.filter(hub=here).values_list("pk", flat=True)[:40]),
        }
        models = (MaterialCard, Need, Capability, Case, Agreement, Transfer)
        counts = {model.__name__: model.objects.count() for model in models}
    sessions = {"session": signed_in(person), "administrator": signed_in(administrator())}
    print(json.dumps({**sessions, "hub": HUB, "counts": counts, **some}))


def make_rows(
    model: type[Listing],
    count: int,
    sites: list[Site],
    hubs: list[Hub],
    person: User,
    chance: random.Random,
) -> None:
    now = timezone.now()
    for start in range(0, count, CHUNK):
        rows = [
            _row(model, chance.choice(sites), chance.choice(hubs), person, now, chance)
            for _number in range(CHUNK)
        ]
        model._base_manager.bulk_create(rows[: count - start])


def _row(
    model: type[Listing], site: Site, hub: Hub, person: User, now: Any, chance: random.Random
) -> Listing:
    material, words, unit, period = chance.choice(THINGS)
    amount = float(chance.randrange(1, 900))
    sentence = f"{words}, {amount:g} per {period}"
    more: dict[str, Any] = {}
    if model is Capability:
        more = {"accepts": [material], "accepts_index": f"|{material}|"}
    elif model is MaterialCard:
        more = {"strategy": STRATEGIES[int(amount) % len(STRATEGIES)]}
    return model(
        hub=hub,
        visibility=chance.choice(OPENNESS),
        organisation=site.organisation,
        site=site,
        municipality=site.municipality,
        lat=site.lat,
        lon=site.lon,
        sentence=sentence,
        search_text=folded(f"{sentence} {site.organisation.name}"),
        material=material,
        quantity=amount,
        unit=unit,
        period=period,
        confirmed_at=now - timedelta(days=chance.randrange(400)),
        created_by=person,
        **more,
    )


def make_cases(count: int, hubs: list[Hub], person: User, chance: random.Random) -> None:
    cards = list(MaterialCard.objects.values_list("pk", "organisation_id")[:5000])
    numbers = dict.fromkeys((hub.pk for hub in hubs), 0)
    for start in range(0, count, CHUNK):
        made = Case._base_manager.bulk_create(
            _cases(min(CHUNK, count - start), hubs, numbers, person, chance)
        )
        Entry.objects.bulk_create(
            Entry(case=case, kind=Entry.Kind.NOTE, text=f"Gebeld over {case.title}.", author=person)
            for case in made
            for _number in range(3)
        )
        Task.objects.bulk_create(
            Task(
                case=case,
                text="Terugbellen",
                due_on=timezone.localdate() + timedelta(days=chance.randrange(-3, 60)),
                for_user=person,
            )
            for case in made
        )
        taken = [(case, *chance.choice(cards)) for case in made]
        Party.objects.bulk_create(
            Party(case=case, organisation_id=whose, role=Party.Role.GIVER) for case, _card, whose in taken
        )
        CaseStream.objects.bulk_create(CaseStream(case=case, card_id=card) for case, card, _whose in taken)


def make_agreements(person: User, chance: random.Random) -> None:
    """Of each case that came that far: who processes a tenth of its card, and what moved since."""
    able = list(Capability.objects.order_by("pk").values_list("pk", "organisation_id"))
    today = timezone.localdate()
    lines = list(
        CaseStream.objects.filter(case__stage__in=WITH_AGREEMENT, card__isnull=False)
        .order_by("pk")
        .select_related("card")
        .only("case_id", "card__organisation_id", "card__quantity", "card__unit", "card__period")
    )
    for start in range(0, len(lines), CHUNK):
        rows = []
        for line in lines[start : start + CHUNK]:
            assert line.card is not None
            capability, processor = chance.choice(able)
            since = today - timedelta(days=chance.randrange(30, 700))
            rows.append(
                Agreement(
                    case_id=line.case_id,
                    what="Verwerken van wat overblijft",
                    giver_id=line.card.organisation_id,
                    processor_id=processor,
                    card_id=line.card_id,
                    capability_id=capability,
                    quantity=Decimal(str(line.card.quantity or 1)) / 10,
                    unit=line.card.unit,
                    period=line.card.period,
                    valid_from=since,
                    state=AgreementState.AGREED,
                    agreed_on=since,
                    made_by=person,
                )
            )
        agreed = Agreement._base_manager.bulk_create(rows)
        Party.objects.bulk_create(
            Party(case_id=row.case_id, organisation_id=row.processor_id, role=Party.Role.PROCESSOR)
            for row in agreed
            if row.processor_id != row.giver_id
        )
        CaseStream.objects.bulk_create(
            CaseStream(case_id=row.case_id, capability_id=row.capability_id) for row in agreed
        )
        Transfer.objects.bulk_create(
            Transfer(
                agreement=row,
                moved_on=today - timedelta(days=30 * month),
                quantity=row.quantity,
                unit=row.unit,
                noted_by=person,
            )
            for row in agreed
            for month in range(MOVED_MONTHS)
        )


def _cases(
    count: int, hubs: list[Hub], numbers: dict[int, int], person: User, chance: random.Random
) -> Iterator[Case]:
    now = timezone.now()
    for _number in range(count):
        hub = chance.choice(hubs)
        numbers[hub.pk] += 1
        words = chance.choice(THINGS)[1]
        yield Case(
            hub=hub,
            number=numbers[hub.pk],
            year=now.year,
            title=f"{words} naar een atelier {numbers[hub.pk]}",
            stage=chance.choice(list(Stage)),
            exit=chance.choice([Exit.NONE] * 8 + [Exit.STOPPED, Exit.ON_HOLD]),
            owner=person,
            moved_at=now - timedelta(days=chance.randrange(200)),
        )


def administrator() -> User:
    """Who answers for the programme, with the second factor that he needs."""
    person = User.objects.create_user("programma@example.invalid", name="Programma")
    ProgrammeRole.objects.create(user=person, role=Role.ADMINISTRATOR, valid_from=timezone.localdate())
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def signed_in(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
