"""Two books over HTTP: one has its checkpoints signed by the other, which refuses it once it was forked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from callers import answers, at_the_door, enter, free_port, new_office, problem
from samples import open_the_plan, receive_the_report

from api.app import create_app
from api.serve import serve
from audit.cosigning import cosigned
from domain.reading import Misfit
from ledger.seal.note import Key, Note, Unsealed
from ledger.stores import Unavailable
from wiring import Office


@pytest.fixture
def council(tmp_path: Path) -> Office:
    office = new_office(tmp_path / "council")
    enter(office, open_the_plan)
    office.keeper().checkpoint()
    return office


@pytest.fixture
def audit(tmp_path: Path, council: Office) -> Office:
    office = new_office(tmp_path / "audit")
    key = council.keeper().signer.key
    (tmp_path / "audit" / "witness.yaml").write_text(f"name: audit.example\nlogs: ['{key}']\n", encoding="utf-8")
    return office


def key_of(office: Office) -> Key:
    witness = office.witness()
    assert witness is not None
    return witness.key


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[str]:
    port, stop = free_port(), asyncio.Event()
    serving = asyncio.create_task(serve(create_app(office), "127.0.0.1", port, stop))
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as known:
            await answers(known)
        yield f"http://127.0.0.1:{port}/witness"
    finally:
        stop.set()
        await serving


async def test_a_second_minutebook_signs_what_grows_and_refuses_a_fork(council: Office, audit: Office) -> None:
    key = key_of(audit)
    async with served(audit) as url:
        for _ in range(2):
            note = await asyncio.to_thread(cosigned, council.keeper(), url, key)
            assert [k.name for k, _ in note.signed_by([council.keeper().signer.key, key])][1] == "audit.example"
            assert council.keeper().seal.checkpoint() == note
            enter(council, receive_the_report)
        with pytest.raises(Unsealed, match=r"does not sign the checkpoint over \d+ lines \(422\)"):
            await asyncio.to_thread(cosigned, fork(council).keeper(), url, key)


def fork(council: Office) -> Office:
    """The same book, key and all, of which somebody wrote another history."""
    folder = council.settings.folder.parent / "forked"
    office = new_office(folder)
    enter(office, open_the_plan.model_copy(update={"title": "Another plan"}), receive_the_report)
    (folder / "seal.key").write_bytes((council.settings.folder / "seal.key").read_bytes())
    return Office(**{**vars(office), "book": council.book})


async def test_a_key_that_did_not_sign_is_not_believed(council: Office, audit: Office) -> None:
    async with served(audit) as url:
        other = Key("audit.example", key_of(audit).kind, bytes(32))
        with pytest.raises(Unsealed, match=r"The answer is not signed by audit\.example"):
            await asyncio.to_thread(cosigned, council.keeper(), url, other)


async def test_a_witness_that_is_none_or_not_there_is_told(council: Office, tmp_path: Path) -> None:
    key = council.keeper().signer.key
    with pytest.raises(Unavailable, match="does not answer"):
        await asyncio.to_thread(cosigned, council.keeper(), f"http://127.0.0.1:{free_port()}/witness", key)
    with pytest.raises(Misfit, match="no address of a witness"):
        cosigned(council.keeper(), "file:///etc/passwd", key)
    none = new_office(tmp_path / "none")
    async with at_the_door(none) as known:
        problem(await known.post("/witness/add-checkpoint", content=b"old 0\n"), 404, "unknown-path")


async def test_its_latest_checkpoint_is_shown_to_who_holds_a_token(council: Office, audit: Office) -> None:
    keeper = council.keeper()
    witness = audit.witness()
    assert witness is not None
    note = keeper.checkpoint()
    witness.add(f"old 0\n\n{note}", time=5)
    async with at_the_door(audit) as known:
        answer = await known.get(f"/witness/{sha256(keeper.origin.encode()).hexdigest()}/checkpoint")
        assert Note.read(answer.text).text == note.text
        problem(await known.get(f"/witness/{'0' * 64}/checkpoint"), 404, "unknown-path")
