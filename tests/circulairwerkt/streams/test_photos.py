"""Photos: made anew without hidden data, refused in words, served only to who may see the card."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import Base

from circulairwerkt.base import pictures
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.streams import services
from circulairwerkt.streams.models import Photo
from tests.circulairwerkt import factories as make


def _sent(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **how: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **how)
    return out.getvalue()


def _made(data: bytes) -> pictures.Picture:
    return pictures.made_anew(BytesIO(data), len(data))


def test_hidden_data_go_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Artist] = "Jan Peeters"
    made = _made(_sent(exif=exif))
    assert (made.width, made.height) == (20, 40), "turned as the camera said"
    assert b"Peeters" not in made.data
    with Image.open(BytesIO(made.data)) as again:
        assert again.format == "JPEG"
        assert not dict(again.getexif())


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("WEBP", "RGB")])
def test_every_known_kind_becomes_a_plain_picture(kind: str, mode: str) -> None:
    assert _made(_sent(kind, mode=mode)).width == 40


def test_a_large_one_is_made_smaller() -> None:
    made = _made(_sent(size=(4000, 1000)))
    assert (made.width, made.height) == (1600, 400)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"geen foto",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\x00" * 50,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"PK\x03\x04" + b"\x00" * 40,
        _sent()[:200],
    ],
)
def test_what_is_no_photo_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValidationError, match="geen foto"):
        _made(data)


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = _sent("PNG", size=(12_000, 8_000), mode="1")
    assert len(bomb) < 100_000, "small on the way, 96 million pixels unfolded"
    with pytest.raises(ValidationError, match="beeldpunten"):
        _made(bomb)


def test_one_that_is_too_heavy_is_refused() -> None:
    with pytest.raises(ValidationError, match="te groot"):
        pictures.made_anew(BytesIO(_sent()), pictures.MOST_BYTES + 1)


@pytest.mark.django_db
def test_a_seventh_photo_is_refused_and_a_removed_file_goes(django_capture_on_commit_callbacks: Any) -> None:
    card = make.card(make.hub())
    photos = [services.add_photo(actor=SYSTEM, card=card, sent=BytesIO(_sent()), size=99) for _ in range(6)]
    with pytest.raises(ValidationError, match="zes"):
        services.add_photo(actor=SYSTEM, card=card, sent=BytesIO(_sent()), size=99)
    name = photos[0].file
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_photo(actor=SYSTEM, photo=photos[0])
    assert not default_storage.exists(name)


@pytest.mark.django_db
def test_a_photo_is_served_to_who_may_see_it_alone() -> None:
    hub, other = make.hub(), make.hub()
    card = make.card(hub, visibility="network")
    inside, outside = Client(), Client()
    inside.force_login(make.member(hub))
    outside.force_login(make.member(other))
    add = reverse("streams:add_photo", args=[card.pk])
    sent = SimpleUploadedFile("../../weg.php", _sent(), content_type="text/html")
    assert inside.post(add, {"foto": sent, "alt": "dozen"}).status_code == 302
    photo = Photo.objects.get()
    assert photo.file.startswith("streams/")
    assert "weg" not in photo.file
    address = reverse("streams:picture", args=[photo.pk])
    served = inside.get(address)
    assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
    assert _made(b"".join(served.streaming_content)).width == 40
    assert outside.get(address).status_code == 404, "a photo may show the firm: closed until it is opened"
    assert Client().get(address).status_code == 404
    inside.post(reverse("streams:change_photo", args=[photo.pk]), {"alt": "dozen", "is_open": "on"})
    opened = outside.get(address)
    assert opened.status_code == 200
    assert b"".join(opened.streaming_content)
    assert Client().get(address).status_code == 404, "the card is open to hubs, not to everybody"
    wrong = inside.post(add, {"foto": SimpleUploadedFile("x.jpg", b"geen foto")})
    assert wrong.status_code == 422
    assert "geen foto" in wrong.content.decode()
