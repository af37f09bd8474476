"""Opens an Excel, Word or CSV file as tables, within limits: what is too large, locked or damaged gets one sentence."""

import csv
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO, StringIO
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from domain.reading import Misfit
from exchange.grid import Grid
from exchange.mapping import CsvForm

LARGEST = 10 * 2**20
"""Bytes of a file; a plan of 5,000 rows has less than one tenth of it."""

UNPACKED = 100 * 2**20
"""Bytes of all its parts, once they are unpacked."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Tables:
    """The tables of a file by name, in order; `hidden` are those that a person does not see. `digest`: of the file."""

    digest: str
    named: Mapping[str, Callable[[], Grid]]
    hidden: frozenset[str] = frozenset()

    def table(self, sheet: str | None, number: int) -> Grid:
        """That of the name, or the one of the number (from 1) among those that are shown. Raises Misfit."""
        shown = [name for name in self.named if name not in self.hidden]
        if sheet is None:
            if number > len(shown):
                raise Misfit(f"There is no table {number}: the file has {len(shown)}.")
            sheet = shown[number - 1]
        if sheet in self.hidden:
            raise Misfit(f"The sheet {sheet} is hidden: show it, see that it is meant, and import again.")
        if sheet not in self.named:
            raise Misfit(f"There is no sheet {sheet}; the file has {', '.join(shown) or 'none'}.")
        return self.named[sheet]()


def open_tables(path: Path, form: CsvForm) -> Tables:
    """The file's tables. Raises Misfit."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Misfit(f"{path} has {size / 2**20:.0f} MB, and at most {LARGEST / 2**20:.0f} are read: {_SMALLER}.")
        data = path.read_bytes()
    except OSError as error:
        raise Misfit(f"{path} cannot be read: {error.strerror}.") from error
    digest = sha256(data).hexdigest()
    match path.suffix.lower():
        case ".csv":
            return Tables(digest, {path.stem: lambda: _csv(path, data, form)})
        case ".xlsx":
            from exchange.from_excel import sheets  # noqa: PLC0415 (each kind of file has a library of its own)

            return Tables(digest, *sheets(path, _unpacked(path, data)))
        case ".docx":
            from exchange.from_word import tables  # noqa: PLC0415

            return Tables(digest, tables(path, _unpacked(path, data)))
        case ".xls" | ".doc" as old:
            raise Misfit(f"{path} is of an old form: save it as {old}x, and import that.")
        case _:
            raise Misfit(f"{path} is not read: give an .xlsx, a .docx or a .csv file.")


UNREADABLE = (BadZipFile, EOFError, LZMAError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
"""What zipfile and what it unpacks with raise for an archive from outside: a way of packing that it does not know is a
NotImplementedError, a locked part a RuntimeError, and damage goes by the names of zlib, lzma and bz2 (an OSError)."""

_SMALLER = "take out pictures, and whatever is not of the plan"


def _unpacked(path: Path, data: bytes) -> BytesIO:
    """The same archive with its parts stored as they are, so that none is larger than was counted. Raises Misfit."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Misfit(f"{path} is protected with a password: save it without one.")
        raise Misfit(f"{path} is of an old form under a new name: save it as {path.suffix.lower()}, and import that.")
    stored = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as packed, ZipFile(stored, "w") as plain:
            parts = packed.infolist()
            if (size := sum(part.file_size for part in parts)) > UNPACKED:
                said = f"{size / 2**20:.0f} MB once it is unpacked, and at most {UNPACKED / 2**20:.0f} are read"
                raise Misfit(f"{path} has {said}: {_SMALLER}.")
            for part in parts:
                with packed.open(part) as content:
                    plain.writestr(part.filename, content.read(part.file_size + 1))
    except UNREADABLE as error:
        raise Misfit(
            f"{path} is damaged, or no {path.suffix.lower()} file: open it, save it anew, and try again."
        ) from error
    stored.seek(0)
    return stored


def _csv(path: Path, data: bytes, form: CsvForm) -> Grid:
    try:
        text = data.decode("utf-8-sig" if re.fullmatch(r"(?i)utf-?8", form.encoding) else form.encoding)
    except (UnicodeError, LookupError) as error:
        raise Misfit(
            f"{path} is not {form.encoding} text: say in the mapping under `csv` which `encoding` it has."
        ) from error
    try:
        rows: Sequence[Sequence[str]] = list(
            csv.reader(StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
        )
    except csv.Error as error:
        raise Misfit(f"{path} is not CSV with the delimiter {form.delimiter} ({error}).") from error
    return Grid(path.stem, 1, [[cell or None for cell in row] for row in rows])
