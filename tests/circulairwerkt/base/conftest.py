"""A database that other processes see too; one row of each sort that several people keep."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from circulairwerkt.agenda.models import OwnQuestion
from circulairwerkt.base import scope
from circulairwerkt.base.permissions import Role
from circulairwerkt.calls.models import Challenge
from circulairwerkt.hubs.models import HubMembership, ProgrammeInbox
from circulairwerkt.knowledge.models import Issue
from circulairwerkt.organisations.models import Kind, OrganisationMembership, Recognition, Site
from circulairwerkt.people.links import own_token
from circulairwerkt.people.models import Enclave, PersonFile, WorkOffer
from tests.circulairwerkt import factories

START = date(2024, 1, 1)
ROOT = Path(__file__).resolve().parents[3]


def _address(folder: Path) -> str:
    """The test's PostgreSQL, or a file with what the test's SQLite in memory holds now."""
    given = connection.settings_dict
    if connection.vendor == "postgresql":
        return f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    file = folder / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return f"sqlite:///{file}"


@pytest.fixture
def killed(transactional_db: None, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Run the work of a module in processes that are killed at 20 random moments; see ``killing``."""

    def run(module: str, *, longest_ms: int, seed: int, **env: str) -> dict[str, Any]:
        told = subprocess.run(
            [sys.executable, "-m", f"{__package__}.killing", module, "20", str(longest_ms), str(seed)],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
                "DATABASE_URL": _address(tmp_path),
                "CW_DATA_DIR": str(tmp_path),
                **env,
            },
            capture_output=True,
            encoding="utf-8",
            timeout=110,
            check=False,
        )
        assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-4000:]
        found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
        return found

    return run


@pytest.fixture
def pks(db: None) -> dict[str, Any]:
    """One row of each, and their keys."""
    gent = factories.municipality("Gent", nis="44021")
    hub = factories.hub("Hub Gent", slug="gent", seat=gent)
    organisation = factories.organisation("Labeur", slug="labeur", kind=Kind.SOCIAL_ENTERPRISE)
    partnership = factories.partnership(organisation, hub)
    site = Site.objects.create(organisation=organisation, name="Atelier", street="Kaai 0", municipality=gent)
    recognition = Recognition.objects.create(
        organisation=organisation, sort=Recognition.Sort.REUSE_CENTRE, valid_from=START
    )
    membership = HubMembership.objects.create(
        user=factories.person(), hub=hub, role=Role.MEMBER, valid_from=START
    )
    event = factories.event(hub, registration="here")
    question = OwnQuestion.objects.create(event=event, words="Kom je met de trein?")
    ProgrammeInbox.objects.create(name="Onthaal", email="onthaal@example.org")
    factories.article(hub, "Droog karton", slug="droog-karton")
    factories.story(hub, "Van rest naar tas", slug="van-rest-naar-tas", is_by_hand=True)
    with scope.everywhere("a draft of a newsletter"):
        issue = Issue.objects.create(hub=hub, title={"nl": "Nieuws"})
        offer = WorkOffer.objects.create(
            hub=hub, organisation=organisation, municipality=gent, title="Sorteren", sentence="Je sorteert."
        )
    call = factories.call(hub, steps=1)
    guide = factories.person()
    OrganisationMembership.objects.create(user=guide, organisation=organisation, valid_from=START)
    enclave = Enclave.objects.create(organisation=organisation, customer="Fruitveiling", starts_on=START)
    file = PersonFile.objects.create(
        organisation=organisation, coach=guide, first_name="Els", last_name="Peeters"
    )
    coach = factories.coach(hub, municipality=gent)
    return {
        "call": call.pk,
        "step": call.steps.get().pk,
        "challenge": Challenge.objects.create(call=call, title="Pallets").pk,
        "issue": issue.pk,
        "offer": offer.pk,
        "guide": guide.pk,
        "enclave": enclave.pk,
        "own": own_token(file),
        "coach": coach.user_id,
        "coaching": factories.coaching(hub, closing="reached", closed_at=timezone.now()).pk,
        "site": site.pk,
        "recognition": recognition.pk,
        "partnership": partnership.pk,
        "membership": membership.pk,
        "event": event.pk,
        "session": event.sessions.get().pk,
        "question": question.pk,
        "info_point": factories.info_point(hub).pk,
        "training": factories.training(hub).event_id,
    }
