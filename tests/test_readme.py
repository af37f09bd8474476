"""The README's first screen is true: its commands run as they stand, and say what it shows."""

import shlex
from pathlib import Path

from minutebook import minutebook

README = Path(__file__).parents[1] / "README.md"


def session() -> list[tuple[list[str], list[str]]]:
    """Each command of the first screen, with the lines that it shows."""
    block = README.read_text(encoding="utf-8").split("```console\n")[1].split("```")[0]
    steps: list[tuple[list[str], list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((shlex.split(line.removeprefix("$ ")), []))
        else:
            steps[-1][1].append(line)
    return steps


def test_the_first_screen_runs_and_says_what_it_shows(tmp_path: Path) -> None:
    commands = [(words[1:], shown) for words, shown in session() if words[0] == ".venv/bin/minutebook"]
    assert len(commands) >= 5
    for words, shown in commands:
        said = minutebook(tmp_path, *words)
        assert said.code == 0, said.err
        printed = said.out.splitlines()
        assert [line for line in shown if line not in printed] == []
    assert commands[-1][1] == ["The trail is whole."]
