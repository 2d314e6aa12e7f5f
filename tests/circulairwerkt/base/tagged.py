"""A file as a screen reader meets it: language, title, tags, and the words in the order of the tags."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Tagged:
    """What a tagged file says of itself, and what is read aloud of it."""

    language: str
    title: str
    tags: list[str]
    #: What is said of each figure.
    figures: list[str]
    words: str


def read(content: bytes) -> Tagged:
    """Read a file, and insist that it says to be PDF/UA, tagged, and shown by its title."""
    reader = PdfReader(BytesIO(content))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    pages = {page.indirect_reference.idnum: _texts(page) for page in reader.pages if page.indirect_reference}
    tags, figures, words = [], [], []
    for tag, node, piece in _walk(root["/StructTreeRoot"], 0):
        if piece is not None:
            words.append(pages[piece[0]].get(piece[1], ""))
            continue
        tags.append(tag)
        if tag == "/Figure":
            figures.append(str(node["/Alt"]))
    return Tagged(
        str(root["/Lang"]),
        str(reader.metadata.title),
        tags,
        figures,
        " ".join(" ".join(words).split()),
    )


def in_order(words: str, order: list[str]) -> None:
    """Insist that each of ``order`` is read, one after the other."""
    places = [words.find(each) for each in order]
    assert -1 not in places, words
    assert places == sorted(places), words


def _texts(page: Any) -> dict[int, str]:
    """What stands in each piece of marked content of a page, by its number (MCID)."""
    found: dict[int, str] = {}
    open_ones: list[int | None] = []

    def before(operator: bytes, operands: Any, *_more: Any) -> None:
        if operator in (b"BDC", b"BMC"):
            told = operands[1] if len(operands) > 1 else {}
            open_ones.append(told.get("/MCID") if hasattr(told, "get") else None)
        elif operator == b"EMC":
            open_ones.pop()

    def text(piece: str, *_more: Any) -> None:
        number = next((each for each in reversed(open_ones) if each is not None), None)
        if number is not None:
            found[number] = found.get(number, "") + piece

    page.extract_text(visitor_operand_before=before, visitor_text=text)
    return found


def _walk(node: Any, page: int) -> Iterator[tuple[str, Any, tuple[int, int] | None]]:
    """The elements of the tree of tags with their tag, and pages and numbers of what they hold, as read."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _walk(child, page)
    elif isinstance(node, int):
        yield "", node, (page, int(node))
    elif hasattr(node, "get"):
        page = node.raw_get("/Pg").idnum if "/Pg" in node else page
        if "/MCID" in node:
            yield "", node, (page, int(node["/MCID"]))
        if "/S" in node:
            yield str(node["/S"]), node, None
        if "/K" in node:
            yield from _walk(node["/K"], page)
