"""A book read while the rules are asked again."""

from given import REGISTER

from audit.retesting import Objection, Retest, Said
from domain.authority.state import Register
from ledger.ledger import Ledger
from ledger.verify import Reader, pages


def read(book: Ledger, parts: int = 1, register: Register = REGISTER) -> list[Said]:
    """What is said by each part that reads the book."""
    said = []
    for part in range(parts):
        reader = Reader(book.texts, book.store, part, parts, listener := Retest(register, True, part, parts))
        for page in pages(book.store, book.head()):
            reader.page(page)
        said += [listener.said(), listener.end(reader.streams())]
    return said


def objections(book: Ledger, parts: int = 1, register: Register = REGISTER) -> list[Objection]:
    return sorted((o for said in read(book, parts, register) for o in said.found), key=lambda each: each.position)
