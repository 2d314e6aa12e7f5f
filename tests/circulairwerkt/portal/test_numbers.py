"""Each number on the page of a hub's day opens a list of exactly that many rows."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Exit, Stage
from circulairwerkt.hubs.models import Hub, Invitation
from circulairwerkt.organisations.models import Claim, Kind
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
#: A row of each list, by the address that a number leads to.
ROWS = {
    "dossiers/lijst/": r'<a href="/dossiers/\d+/"',
    "/vragen/": r'<li class="row-between">',
    "post/": r'<li class="card stack"><h2>',
    "partners/": r'href="/organisaties/[\w-]+/beheer/soort/"',
    "/aanvragen/": r'<a class="button" href="[^"]*/aanvragen/\d+/"',
    "mensen/": r'action="[^"]*/uitnodigingen/\d+/intrekken/"',
}


def _fill(hub: Hub, other: Hub, times: int) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    for at, count in ((hub, times), (other, 2)):
        for number in range(count):
            factories.question(at)
            factories.case(at)
            factories.case(at, moved_at=long_ago)
            for way_out in (Exit.ON_HOLD, Exit.STOPPED, Exit.REFERRED):
                factories.case(at, exit=way_out, exit_since=long_ago, stage=Stage.CASE)
            firm = factories.organisation(kind=Kind.ENTERPRISE, is_kind_certain=False)
            factories.partnership(firm, at)
            factories.partnership(factories.organisation(), at)
            Claim._base_manager.create(organisation=firm, user=factories.person(), hub=at)
            OutgoingMail.objects.create(
                kind="personal", state="given_up", to="a@example.org", subject="x", hub=at,
                message_id=f"<{at.pk}-{number}@x>", next_try_at=long_ago,
            )  # fmt: skip
            Invitation.objects.create(
                hub=at, email="b@example.org", role="member", token_digest=f"{at.pk}-{number}",
                expires_at=timezone.now() + timedelta(days=3),
            )  # fmt: skip
    factories.question(hub, answered_at=timezone.now())


def test_each_number_opens_as_many_rows() -> None:
    hub, other = factories.hub(slug="zuid"), factories.hub()
    user = factories.member(hub)
    factories.HubMembership.objects.create(
        user=user, hub=other, role="coordinator", valid_from=factories.LONG_AGO
    )
    with everywhere("rows of two hubs"):
        _fill(hub, other, 9)
    client = Client()
    client.force_login(user)
    page = client.get("/werkplek/zuid/").content.decode()
    numbers = re.findall(r'<a href="([^"]+)"[^>]*><strong>(\d+)</strong>', page)
    numbers += re.findall(r'href="([^"]+)">Toon alle (\d+)', page)
    numbers += [
        (url, found)
        for found, url in re.findall(
            r'<h3>\D*(\d+)\D[^<]*</h3>.*?<a class="button[^"]*" href="([^"]+)"', page, re.DOTALL
        )
    ]
    assert len(numbers) == 5 + 2 + 4, numbers
    for url, number in numbers:
        assert _rows(client, unescape(url)) == int(number) > 0, url


def _rows(client: Client, url: str) -> int:
    pattern = next(row for ending, row in ROWS.items() if url.partition("?")[0].endswith(ending))
    count, at = 0, 1
    while True:
        answer = client.get(url)
        if answer.status_code == 404:
            return count
        text = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        count += len(re.findall(pattern, text))
        if 'rel="next"' not in text:
            return count
        at += 1
        url = re.sub(r"&page=\d+$", "", url) + f"&page={at}" if "?" in url else f"{url}?page={at}"
