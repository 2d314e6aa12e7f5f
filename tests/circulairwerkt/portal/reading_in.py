"""Reading a file in as a coordinator does: uploaded, columns as proposed, checked, made, taken back."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from circulairwerkt.base import imports
from circulairwerkt.base.models import Import
from tests.circulairwerkt.queue import work


def checked(client: Client, slug: str, kind: str, text: str) -> Import:
    """Upload a file, take the columns as proposed, and have the rows checked."""
    path = f"/werkplek/{slug}/inlezen/"
    file = SimpleUploadedFile("lijst.csv", text.encode())
    assert client.post(path, {"kind": kind, "file": file}).status_code == 302
    batch = Import.objects.latest("pk")
    assert client.post(f"{path}{batch.pk}/", batch.mapping).status_code == 302
    return _after_work(batch, Import.State.CHECKED)


def read_in(client: Client, slug: str, batch: Import) -> Import:
    """Have the rows made."""
    client.post(f"/werkplek/{slug}/inlezen/{batch.pk}/start/")
    return _after_work(batch, Import.State.DONE)


def taken_back(client: Client, slug: str, batch: Import) -> Import:
    """Have everything taken back."""
    client.post(f"/werkplek/{slug}/inlezen/{batch.pk}/terug/")
    return _after_work(batch, Import.State.UNDONE)


def _after_work(batch: Import, state: str) -> Import:
    work()
    batch.refresh_from_db()
    assert batch.state == state, batch.job.error if batch.job else ""
    return batch


def wanted(kind: str, **cells: str) -> imports.Wanted:
    """A row as it was understood when its file was checked."""
    (values,) = imports.kinds()[kind].understand([cells])
    assert not isinstance(values, imports.RowRefused), values.problems
    return imports.Wanted(values)
