"""docs/verifying.md is true: it publishes the digest of verify.py, and explains every file that a bundle may hold."""

import re
from hashlib import sha256
from pathlib import Path

from audit.bundle import VERIFIER

PAGE = (Path(__file__).parents[2] / "docs/verifying.md").read_text(encoding="utf-8")


def test_the_page_publishes_the_digest_of_the_verifier() -> None:
    digest = sha256(VERIFIER.read_bytes()).hexdigest()
    assert f"   {digest}\n" in PAGE, (
        f"verify.py was changed: publish its digest in docs/verifying.md, which is {digest}"
    )
    assert re.findall(r"\b[0-9a-f]{64}\b", PAGE) == [digest]


def test_the_page_explains_every_file_that_the_verifier_reads() -> None:
    named = set(re.findall(r"\"([a-z-]+\.(?:txt|json|jsonl))\"", VERIFIER.read_text(encoding="utf-8")))
    explained = set(re.findall(r"`([\w.-]+)`", PAGE.split("## What is in a bundle")[1].split("\n\n")[1]))
    assert {"bundle.txt", "lines.jsonl", "claim.json"} <= named
    assert named <= explained
