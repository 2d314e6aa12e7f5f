"""Photos sent with a question: refused in words, kept when something else is wrong, seen by two sides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from circulairwerkt.base import from_people, scope
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.cases.models import Question, QuestionPhoto
from circulairwerkt.cases.queries import token_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.portal.sent_photos import named
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 60


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Any:
    cache.clear()
    monkeypatch.setattr(from_people, "LEAST_SECONDS", 0)
    with scope.everywhere("a test"):
        yield


@pytest.fixture
def hub(town: Callable[[str], Municipality]) -> Hub:
    return make.hub("De hub", seat=town("Lokeren"))


def file(name: str = "doos.jpg", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or make.picture(size=(40, 20)), content_type="image/jpeg")


def send(client: Client, **values: Any) -> Any:
    sent = {"plaats": "Lokeren", "zin": "twee paletten karton", "contact": "an@example.org"}
    return client.post("/antwoord/vraag/", {**sent, "getoond": fresh_stamp(), **values})


@pytest.mark.usefixtures("hub")
def test_a_mistake_elsewhere_loses_no_photo(client: Client) -> None:
    wrong = send(client, contact="an@", fotos=[file(), file("raam.png", make.picture("PNG"))])
    assert wrong.status_code == 422
    assert "2 foto&#x27;s zijn bewaard" in wrong.content.decode() or "2 foto's" in wrong.content.decode()
    kept = named([photo.pk for photo in QuestionPhoto.objects.order_by("pk")])
    assert send(client, bewaard=kept).status_code == 302
    assert Question.objects.get().photos.count() == 2
    assert send(client, bewaard=kept, zin="hout").status_code == 302, "a key used twice takes nothing away"
    assert Question.objects.latest("pk").photos.count() == 0


@pytest.mark.usefixtures("hub")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("iphone.heic", HEIC, "HEIC-foto"),
        ("logo.svg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "tekening"),
        ("brief.jpg", b"geen foto", "geen foto die we kunnen lezen"),
    ],
)
def test_what_is_no_photo_is_named_and_the_others_are_kept(
    client: Client, name: str, data: bytes, words: str
) -> None:
    wrong = send(client, fotos=[file(), file(name, data)])
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert f"{name}: " in text
    assert words in text
    assert QuestionPhoto.objects.filter(question=None).count() == 1
    assert not Question.objects.exists()


def test_only_the_two_sides_see_them(client: Client, hub: Hub) -> None:
    send(client, fotos=[file()])
    question = Question.objects.get()
    photo = question.photos.get()
    mine = reverse("portal:my_question_photo", args=[token_of(question), photo.pk])
    theirs = reverse("cases:question_photo", args=[question.pk, photo.pk])
    other = make.question(hub)
    assert client.get(mine)["Content-Type"] == "image/jpeg"
    assert (
        client.get(reverse("portal:my_question_photo", args=[token_of(other), photo.pk])).status_code == 404
    )
    assert client.get(theirs).status_code == 302, "asked to sign in"
    inside, outside = Client(), Client()
    inside.force_login(make.member(hub))
    outside.force_login(make.member(make.hub()))
    served = inside.get(theirs)
    assert served.status_code == 200
    assert b"".join(served.streaming_content)
    assert outside.get(theirs).status_code == 404
    page = inside.get(reverse("cases:question", args=[question.pk])).content.decode()
    assert f'src="{theirs}"' in page
    link = reverse("portal:my_question", args=[token_of(question)])
    assert f'src="{mine}"' in client.get(link).content.decode()


@pytest.mark.usefixtures("hub")
def test_more_photos_come_later_and_one_can_go(client: Client) -> None:
    send(client, fotos=[file()])
    question = Question.objects.get()
    add = reverse("portal:my_question_add", args=[token_of(question)])
    assert client.post(add, {"text": "", "fotos": [file()]}).status_code == 302
    full = client.post(add, {"text": "nog meer", "fotos": [file(), file(), file()]})
    assert full.status_code == 422
    assert "Hoogstens vier" in full.content.decode()
    first = question.photos.order_by("pk").first()
    assert first is not None
    client.post(reverse("portal:my_question_remove_photo", args=[token_of(question), first.pk]))
    assert question.photos.count() == 1
    assert client.post(add, {"text": ""}).status_code == 422
