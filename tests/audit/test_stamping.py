"""A checkpoint is stamped by an authority over HTTP, kept, carried by bundles, and checked by openssl."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from shutil import copytree
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from minutebook import Said
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
from tsa import Authority as Own
from tsa import served

from audit.bundle import VERIFIER
from audit.stamping import Authority, stamped
from cli import run
from domain.reading import Misfit
from ledger.seal.note import LOG, Note, Signer, Unsealed
from ledger.stores import Unavailable

LOGS = Signer("minutebook/5f3a91c2", LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
NOTE = Note("minutebook/5f3a91c2\n1\nroot\n").signed(LOGS)
OPEN = ("do", "open-plan", "--plan", "p", "--by", "dso-01", "--as", "democratic-services-officer", "title=A plan")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Own:
    return Own(tmp_path_factory.mktemp("authority") / "own")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Own:
    return Own(tmp_path_factory.mktemp("authority") / "foreign")


AUDITOR = ("--by", "iau-01", "--as", "internal-auditor", "--for", "Ofsted")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, own: Own) -> Path:
    """A book with a plan, whose checkpoint was stamped; the bundle is bundle.zip in its folder."""
    folder = tmp_path_factory.mktemp("book")
    assert minutebook(folder, *OPEN, "authority=gloucestershire").code == 0
    with served(own.answer) as url:
        done = configured(folder, url, own.ca, "-o", str(folder / "kept.tsr"))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The checkpoint over 3 lines existed by 20")
    assert minutebook(folder, "audit", "bundle", "p", *AUDITOR, "-o", str(folder / "bundle.zip")).code == 0
    return folder


def minutebook(folder: Path, *words: str) -> Said:
    """The command, in this process: what it loads is loaded once."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(out), redirect_stderr(err):
        environment.setenv("MINUTEBOOK_DATA", str(folder))
        code = run(list(words))
    return Said(code, out.getvalue(), err.getvalue())


def configured(folder: Path, url: str, certificates: Path, *words: str) -> Said:
    (folder / "timestamp.yaml").write_text(f"url: {url}\ncertificates: {certificates}\n", encoding="utf-8")
    return minutebook(folder, "audit", "timestamp", *words)


def checked(bundle: Path, *words: str, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-I", str(VERIFIER), str(bundle), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=False, env={"PATH": path})


def test_the_bundle_carries_the_timestamp_and_openssl_checks_it(book: Path, own: Own) -> None:
    with ZipFile(book / "bundle.zip") as packed:
        assert packed.read("checkpoint.tsr") == (book / "kept.tsr").read_bytes()
        assert b" checkpoint.tsr\n" in packed.read("bundle.txt")
    done = checked(book / "bundle.zip", "--timestamp-ca", str(own.ca))
    assert (done.returncode, done.stderr) == (0, "")
    assert "8. The checkpoint existed by " in done.stdout
    assert done.stdout.endswith("\nEverything holds, if that key is the council's.\n")


def test_a_timestamp_that_is_not_checked_is_never_passed_over(book: Path, own: Own) -> None:
    unasked = checked(book / "bundle.zip")
    assert unasked.returncode == 0
    assert "checkpoint.tsr was NOT CHECKED: give its authority's certificates" in unasked.stdout
    assert unasked.stdout.endswith("\nEverything that was checked holds, if that key is the council's.\n")
    without = checked(book / "bundle.zip", "--timestamp-ca", str(own.ca), path="/nowhere")
    assert without.returncode == 2
    said = "NOT CHECKED: The timestamp in checkpoint.tsr needs the program openssl, which is not on this machine."
    assert without.stdout.splitlines()[-1] == said


def test_a_timestamp_of_another_authority_does_not_hold(book: Path, foreign: Own) -> None:
    done = checked(book / "bundle.zip", "--timestamp-ca", str(foreign.ca))
    assert done.returncode == 3
    said = f"DOES NOT HOLD: checkpoint.tsr is no timestamp of checkpoint.txt under the certificates in {foreign.ca}."
    assert done.stdout.splitlines()[-1] == said


def test_a_timestamp_that_is_asked_for_must_be_there(book: Path, own: Own, tmp_path: Path) -> None:
    """A later checkpoint is another file, which nobody stamped."""
    words = ("--by", "mo-01", "--as", "monitoring-officer", "--reason", "the yearly change")
    assert minutebook(book, "audit", "key", "--rotate", *words).code == 0
    bundle = tmp_path / "later.zip"
    assert minutebook(book, "audit", "bundle", "p", *AUDITOR, "-o", str(bundle)).code == 0
    done = checked(bundle, "--timestamp-ca", str(own.ca))
    assert (done.returncode, "There is no checkpoint.tsr" in done.stdout) == (3, True)


def test_a_checkpoint_that_was_kept_is_stamped_later(book: Path, own: Own, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    assert minutebook(book, "audit", "checkpoint", "-o", str(kept)).code == 0
    with served(own.answer) as url:
        done = configured(book, url, own.ca, "--checkpoint", str(kept), "-o", str(tmp_path / "kept.tsr"))
    assert (done.code, done.err) == (0, "")
    asked = ["openssl", "ts", "-verify", "-data", str(kept), "-in", f"{tmp_path}/kept.tsr", "-CAfile", str(own.ca)]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_what_openssl_answers_is_what_is_kept_with_its_time(own: Own) -> None:
    with served(own.answer) as url:
        stamp = stamped(NOTE, Authority(url, own.ca.read_bytes()))
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=1)


def of_other_bytes(own: Own) -> Callable[[bytes], bytes]:
    other = TimestampRequestBuilder().data(b"other").hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()
    return lambda _: own.answer(other)


def of_an_earlier_request(own: Own) -> Callable[[bytes], bytes]:
    """The same digest, and another request's nonce: an answer that somebody played back."""
    earlier = TimestampRequestBuilder().data(str(NOTE).encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    return lambda _: own.answer(earlier.as_bytes())


REJECTED = bytes.fromhex("3016 3014 020102 300b0c096e6f7420746f646179 03020780")
"""A TimeStampResp with status 2 (rejection), the words “not today”, and a failure of the first kind."""


@pytest.mark.parametrize(
    ("answers", "error", "said"),
    [
        (of_other_bytes, Unsealed, "is of something else than was asked: it is not kept"),
        (of_an_earlier_request, Unsealed, "is of something else than was asked: it is not kept"),
        (lambda _: lambda _: REJECTED, Unavailable, "refuses: not today."),
        (lambda own: lambda _: own.answer(b"no request"), Unavailable, "refuses: "),
        (lambda _: lambda _: 503, Unavailable, "refuses: HTTP status 503"),
        (lambda _: lambda _: b"<p>Welcome</p>", Unavailable, "is no timestamp: is the address right"),
    ],
)
def test_an_answer_that_is_not_a_timestamp_of_it_is_told_in_one_sentence(
    own: Own, answers: Callable[[Own], Callable[[bytes], bytes | int]], error: type[Exception], said: str
) -> None:
    with served(answers(own)) as url, pytest.raises(error, match=said):
        stamped(NOTE, Authority(url, own.ca.read_bytes()))


def test_a_foreign_signer_is_not_believed(own: Own, foreign: Own) -> None:
    with served(foreign.answer) as url, pytest.raises(Unsealed, match="is not signed under the certificates that"):
        stamped(NOTE, Authority(url, own.ca.read_bytes()))


def test_an_authority_that_is_not_there_or_none_is_told(own: Own) -> None:
    with served(lambda _: b"") as url:
        pass
    with pytest.raises(Unavailable, match="does not answer"):
        stamped(NOTE, Authority(url, own.ca.read_bytes()))
    with pytest.raises(Misfit, match="no address of a timestamp authority"):
        stamped(NOTE, Authority("file:///etc/passwd", own.ca.read_bytes()))
    with pytest.raises(Misfit, match="not in PEM"):
        stamped(NOTE, Authority("https://tsa.example", b"none"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "No timestamp authority is configured: write "),
        ("url: https://tsa.example\n", "certificates"),
        ("url: https://tsa.example\ncertificates: none.pem\n", "cannot be read: No such file or directory."),
    ],
)
def test_a_missing_setting_is_named_and_the_exit_code_is_2(
    book: Path, tmp_path: Path, written: str | None, said: str
) -> None:
    folder = copytree(book, tmp_path / "book")
    (folder / "timestamp.yaml").unlink(missing_ok=True)
    if written:
        (folder / "timestamp.yaml").write_text(written, encoding="utf-8")
    done = minutebook(folder, "audit", "timestamp")
    assert (done.code, said in done.err, done.err.count("\n")) == (2, True, 1)
