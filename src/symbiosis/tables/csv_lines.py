"""The lines of a CSV file: seen in blocks, and when something is odd, sorted one by one.

A first look runs over the bytes without cutting them: it finds over-long lines, bytes that are not UTF-8, NUL
characters, blank lines and quotation marks that hold a line end. Only when it finds one of these are lines
taken apart singly, so that one bad line costs one row and nothing else.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt

from symbiosis.errors import Problem, ProblemCode
from symbiosis.tables.grid import MAX_LINE_BYTES, MAX_LINE_TEXT, Tick

BLOCK_BYTES: Final = 8 * 1024 * 1024
MAX_SKIP_BYTES: Final = 64 * 1024 * 1024
"""How far an over-long line is followed, without keeping it, to find the next one."""

BOM: Final = codecs.BOM_UTF8

Indices = npt.NDArray[np.intp]


def looks_odd(stream: BinaryIO, tick: Tick | None = None) -> bool:
    """True when any line needs a closer look; reads on from where `stream` stands, in blocks."""
    look = _FirstLook()
    while block := stream.read(BLOCK_BYTES):
        if tick:
            tick(len(block))
        if look.odd(block):
            return True
    return look.odd_at_end()


class _FirstLook:
    """Looks at the bytes of one block after another; remembers what hangs over a block's end."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._open_line = 0
        self._marks = 0
        self._blank_seen = False

    def odd(self, block: bytes) -> bool:
        """True when this block holds a line that needs a closer look."""
        if b"\0" in block or block.count(b"\r") != block.count(b"\r\n") + block.endswith(b"\r"):
            return True
        if self._not_utf8(block):
            return True
        data = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(data == 0x0A)
        return self._odd_lines(block, ends) or self._odd_marks(np.flatnonzero(data == 0x22), ends)

    def odd_at_end(self) -> bool:
        """True when what was left at the end of the file needs a closer look."""
        return self._not_utf8(b"", final=True) or self._marks % 2 == 1 or self._open_line > MAX_LINE_BYTES

    def _not_utf8(self, block: bytes, *, final: bool = False) -> bool:
        try:
            self._decoder.decode(block, final)
        except UnicodeDecodeError:
            return True
        return False

    def _odd_lines(self, block: bytes, ends: Indices) -> bool:
        """Over-long lines, and blank ones with something below them: those would shift the count of rows."""
        if not len(ends):
            self._open_line += len(block)
            return self._open_line > MAX_LINE_BYTES or self._blank_seen
        lengths = np.diff(ends, prepend=-1 - self._open_line) - 1
        self._open_line = len(block) - 1 - int(ends[-1])
        if lengths.max() > MAX_LINE_BYTES or self._blank_seen:
            return True
        for place in np.flatnonzero(lengths <= 1):
            if block[max(0, ends[place] - lengths[place]) : ends[place]].strip(b"\r"):
                continue
            self._blank_seen = True
            return bool(block[ends[place] :].strip(b"\r\n"))
        return False

    def _odd_marks(self, marks: Indices, ends: Indices) -> bool:
        """A line that ends between two quotation marks: a cell may run on into the next line."""
        within = (np.searchsorted(marks, ends) + self._marks) % 2
        self._marks += len(marks)
        return bool(within.any())


@dataclass(slots=True)
class Sorted:
    """Records that can be cut into cells, and problems for those that cannot."""

    records: list[bytes] = field(default_factory=list)
    row_number: list[int] = field(default_factory=list)
    line_number: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: int = 0
    multi_line: bool = False
    """True when a quoted cell holds a line end."""


def sorted_records(path: Path, *, delimiter: str, cells: int) -> Sorted:
    """Every record of the file below its header, the bad ones left out with a problem each."""
    found = Sorted()
    cutter = _Cutter(delimiter.encode(), cells, path.name)
    row = 0
    with path.open("rb") as stream:
        lines = _Lines(stream)
        next(lines, None)
        for line, content in lines:
            if content is not None and cutter.well_formed(content):
                row += 1
                found.records.append(content)
                found.row_number.append(row)
                found.line_number.append(line)
                continue
            if content is not None and not content.strip():
                continue
            row += 1
            record = None if content is None else lines.completed(content, delimiter.encode())
            if content is None:
                problem: Problem | None = cutter.problem(ProblemCode.LINE_TOO_LONG, row, line, MAX_LINE_TEXT)
            else:
                problem = cutter.look(record, row, line)
            if problem is None and record is not None:
                found.multi_line |= b"\n" in record
                found.records.append(record)
                found.row_number.append(row)
                found.line_number.append(line)
            elif problem is not None:
                found.problems.append(problem)
                found.lost += 1
        if lines.gave_up:
            details = {"limit": f"{MAX_SKIP_BYTES // 2**20} MiB"}
            found.problems.append(
                Problem(ProblemCode.REST_NOT_READ, file=path.name, line=lines.number, details=details)
            )
    return found


class _Cutter:
    """Tells whether a record can be cut into the right number of good cells."""

    def __init__(self, delimiter: bytes, cells: int, file: str) -> None:
        mark = re.escape(delimiter)
        self._delimiter = delimiter
        self._cells = cells
        self._file = file
        # a cell and what ends it: quoted (with anything stuck behind the closing mark) or plain
        self._cell = re.compile(rb'(?:"(?:[^"]|"")*+"[^%b]*|[^%b]*)(%b|\Z)' % (mark, mark, mark))
        # a whole record without anything odd: the right number of cells, every quotation mark closed
        cell = rb'(?:"[^"\0]*+(?:""[^"\0]*+)*+"|[^"%b\0][^%b\0]*+|)' % (mark, mark)
        self._record = re.compile(rb"(?:%b%b){%d}+%b" % (cell, mark, cells - 1, cell))

    def well_formed(self, line: bytes) -> bool:
        """True for a line that is a good record by itself: the quick way for nearly all lines."""
        if self._record.fullmatch(line) is None or not line:
            return False
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    def problem(self, code: ProblemCode, row: int, line: int, limit: str = "", found: str = "") -> Problem:
        """A problem with one row, naming where it stands."""
        return Problem(code, file=self._file, row=row, line=line, details={"limit": limit, "found": found})

    def look(self, record: bytes | None, row: int, line: int) -> Problem | None:
        """What is wrong with one record, None when nothing is."""
        if record is None:
            return self.problem(ProblemCode.QUOTE_OPEN, row, line)
        found = self._count(record)
        if found != self._cells:
            return self.problem(ProblemCode.ROW_CELLS, row, line, str(self._cells), str(found))
        if b"\0" in record:
            return self.problem(ProblemCode.ROW_NUL, row, line)
        try:
            record.decode("utf-8")
        except UnicodeDecodeError as error:
            around = record[max(0, error.start - 10) : error.start + 10].decode("utf-8", "replace")
            return Problem(ProblemCode.ROW_ENCODING, file=self._file, row=row, line=line, value=around)
        return None

    def _count(self, record: bytes) -> int:
        if b'"' not in record:
            return record.count(self._delimiter) + 1
        count, place = 0, 0
        while True:
            match = self._cell.match(record, place)
            count += 1
            if match is None or not match[1]:
                return count
            place = match.end()


class _Lines(Iterator[tuple[int, bytes | None]]):
    """Lines of a stream with their number from 1; None in place of a line that is too long.

    At most `MAX_LINE_BYTES` of a line are held; the rest of a longer one is read past and forgotten, and past
    `MAX_SKIP_BYTES` the whole file is given up.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: list[tuple[int, bytes | None]] = []
        self._read = 0
        self.number = 0
        self.gave_up = False

    def __next__(self) -> tuple[int, bytes | None]:
        if self._waiting:
            return self._waiting.pop()
        if self.gave_up:
            raise StopIteration
        content = self._stream.readline(MAX_LINE_BYTES + 2)
        if not content:
            raise StopIteration
        self.number += 1
        body = content.rstrip(b"\r\n")
        if len(body) > MAX_LINE_BYTES:
            self._skip_line(content)
            return self.number, None
        if self.number == 1:
            body = body.removeprefix(BOM)
        if b"\r" in body:
            first, *others = body.replace(b"\r\n", b"\n").split(b"\r")
            self._waiting.extend((self.number, part) for part in reversed(others))
            body = first
        return self.number, body

    def _skip_line(self, content: bytes) -> None:
        skipped = len(content)
        while content and not content.endswith(b"\n"):
            if skipped > MAX_SKIP_BYTES:
                self.gave_up = True
                return
            content = self._stream.readline(MAX_LINE_BYTES)
            skipped += len(content)

    def completed(self, content: bytes, delimiter: bytes) -> bytes | None:
        """`content` with the lines that its quoted cells run on into.

        None when a quotation mark never closes, or closes amid other words: the lines looked at are then
        given back, to be rows of their own.
        """
        end = _state_after(content, delimiter, inside=False)
        taken: list[tuple[int, bytes | None]] = []
        parts, size = [content], len(content)
        while end is _End.INSIDE:
            following = next(self, None)
            if following is not None:
                taken.append(following)
            if following is None or following[1] is None or size > MAX_LINE_BYTES:
                end = _End.BROKEN
                break
            parts.append(following[1])
            size += len(following[1]) + 1
            end = _state_after(following[1], delimiter, inside=True)
        if end is _End.BROKEN:
            self._waiting.extend(reversed(taken))
            return None
        return b"\n".join(parts)


class _End(Enum):
    """How a line leaves the cells it holds."""

    CLOSED = 0
    INSIDE = 1
    """A quoted cell runs on into the next line."""
    BROKEN = 2
    """A quoted cell of an earlier line closed, and words stuck to it."""


_TO_CLOSING: Final = re.compile(rb'(?:[^"]|"")*+"')


def _state_after(line: bytes, delimiter: bytes, *, inside: bool) -> _End:
    """How `line` ends when it begins inside a quoted cell, or at the start of a cell."""
    place, from_before = 0, inside
    while True:
        if not inside and line[place : place + 1] == b'"':
            inside, place = True, place + 1
        if inside:
            closing = _TO_CLOSING.match(line, place)
            if closing is None:
                return _End.INSIDE
            inside, place = False, closing.end()
            if from_before and line[place : place + 1] not in (b"", delimiter):
                return _End.BROKEN
            from_before = False
        following = line.find(delimiter, place)
        if following < 0:
            return _End.CLOSED
        place = following + 1
