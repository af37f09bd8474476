"""A witness signs a log's checkpoints while that log only grows, and refuses a forked one."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.seal.note import LOG, WITNESS, Checkpoint, Note, Signer
from ledger.seal.tree import CompactRange, Node, consistency, leaf_hash
from ledger.seal.witness import Witness, asked

ORIGIN = "minutebook/0123abcd"
LOGS = Signer(ORIGIN, LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
AUDIT = Signer("audit.example", WITNESS, Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))


class Log:
    """A log of lines, as far as a witness can know it."""

    def __init__(self, *lines: str) -> None:
        self._range, self._nodes = CompactRange(), dict[tuple[int, int], bytes]()
        for index, line in enumerate(lines):
            for height, found in self._range.add(leaf_hash(line.encode())):
                self._nodes[height, index >> height] = found

    @property
    def node(self) -> Node:
        return lambda height, n: self._nodes[height, n]

    @property
    def note(self) -> Note:
        return Note(Checkpoint(ORIGIN, self._range.size, self._range.root, 1, bytes(32)).text).signed(LOGS)

    def since(self, old: int, note: Note | None = None) -> str:
        return asked(old, consistency(old, self._range.size, self.node), note or self.note)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path, AUDIT, [LOGS.key])


SHORT, LONGER, FORKED = Log("a", "b", "c"), Log("a", "b", "c", "d", "e"), Log("a", "x", "c", "d", "e")


def test_it_signs_what_grows_and_says_how_far_it_has_seen(witness: Witness) -> None:
    assert witness.latest(ORIGIN) is None
    first = witness.add(SHORT.since(0), time=5)
    assert first.status == 200
    note = Note.read(f"{SHORT.note.text}\n{first.text}")
    [(key, signature)] = note.signed_by([AUDIT.key])
    assert (key, signature.time) == (AUDIT.key, 5)
    assert witness.add(LONGER.since(0), time=6) == (409, "3\n")
    assert witness.add(LONGER.since(3), time=7).status == 200
    kept = witness.latest(ORIGIN)
    assert kept is not None
    assert [key.name for key, _ in kept.signed_by([LOGS.key, AUDIT.key])] == [ORIGIN, "audit.example"]
    assert witness.add(LONGER.since(5), time=8).status == 200


def test_it_refuses_a_forked_tree_and_one_that_shrank(witness: Witness) -> None:
    witness.add(SHORT.since(0), time=5)
    assert witness.add(FORKED.since(3), time=6).status == 422
    assert witness.add(Log("a", "x", "c").since(3), time=6).status == 422
    assert witness.add(asked(3, [], Log("a").note), time=6).status == 400
    assert witness.add(Log("a").since(0), time=6) == (409, "3\n")
    assert witness.latest(ORIGIN) is not None


def test_it_signs_one_checkpoint_over_so_many_lines_and_not_a_second(witness: Witness) -> None:
    witness.add(SHORT.since(0), time=5)
    said = Checkpoint.read(SHORT.note.text)
    other = Note(Checkpoint(ORIGIN, said.size, said.root, 1, b"x" * 32).text).signed(LOGS)
    assert witness.add(SHORT.since(3, other), time=6) == (422, "Another checkpoint over 3 lines was seen here.")


def test_it_hears_only_logs_that_it_knows(tmp_path: Path) -> None:
    other = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate())
    stranger = Signer("another/log", LOG, Ed25519PrivateKey.generate())
    assert Witness(tmp_path, AUDIT, [stranger.key]).add(SHORT.since(0), time=5).status == 404
    assert Witness(tmp_path, AUDIT, [other.key]).add(SHORT.since(0), time=5).status == 403
    altered = str(SHORT.note).replace("\n3\n", "\n4\n")
    assert Witness(tmp_path, AUDIT, [LOGS.key]).add(f"old 0\n\n{altered}", time=5).status == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 0\n",
        "old -1\n\n",
        "old 00\n\n",
        "older 0\n\n",
        f"old 0\n\n{SHORT.note.text}",
        f"old 0\nAAAA\n\n{SHORT.note}",
        f"old 0\n???\n\n{SHORT.note}",
        "old 0\n" + "A" * 43 + "=\n" * 64 + f"\n{SHORT.note}",
    ],
)
def test_what_is_not_in_form_is_told(witness: Witness, body: str) -> None:
    answer = witness.add(body, time=5)
    assert answer.status == 400
    assert answer.text.endswith(".")


def test_of_nothing_seen_no_proof_is_taken(witness: Witness) -> None:
    assert witness.add(asked(0, [bytes(32)], SHORT.note), time=5).status == 422
