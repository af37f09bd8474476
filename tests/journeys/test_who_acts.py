"""A post-holder is away and the delegate acts, then leaves: at the command line and by import, as officers run them."""

from pathlib import Path

import pytest

from cli import run

CLERK = ("--by", "dso-01", "--as", "democratic-services-officer")
DIRECTOR = "director-of-childrens-services"
OF_THE_AUTHORITY = ("--plan", "authority/gloucestershire", *CLERK)

MAPPING = """
mapping: 1
tables:
  - do: record-finding
    fields:
      finding: {heading: "No"}
      sort: {fixed: weakness}
      text: {heading: Finding}
      document: {fixed: Report}
"""


def test_a_holder_is_away_the_delegate_acts_and_a_stranger_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINUTEBOOK_DATA", str(tmp_path / "book"))
    monkeypatch.delenv("MINUTEBOOK_DATABASE_URL", raising=False)

    def says(*words: str, code: int = 0) -> str:
        assert run(list(words)) == code
        said = capsys.readouterr()
        return said.out + said.err

    def finding(name: str, *who: str, code: int = 0) -> str:
        fields = (f"finding={name}", "sort=weakness", "text=Late.", "document=Report")
        return says("do", "record-finding", "--plan", "anytown-2026", *who, *fields, code=code)

    says("do", "open-plan", "--plan", "anytown-2026", *CLERK, "title=A plan", "authority=gloucestershire")
    for post, holder in (("democratic-services-officer", "dso-01"), (DIRECTOR, "dcs-01")):
        says("do", "hold-post", *OF_THE_AUTHORITY, f"post={post}", f"holder={holder}", "since=2026-01-05")
    period = ("since=2026-01-05", "until=2099-12-31", "because=annual leave")
    lent = (f"post={DIRECTOR}", "holder=dcs-01", "delegate=hoi-01", *period)
    says("do", "delegate-post", *OF_THE_AUTHORITY, "delegation=D1", *lent)

    finding("W1", "--by", "hoi-01", "--as", DIRECTOR, "--on-behalf-of", "dcs-01")
    assert "hoi-01, as Director of Children's Services, recorded weakness W1" in (
        told := says("plan", "trail", "anytown-2026")
    )
    assert ", for dcs-01." in told
    assert "held by dcs-01" in finding("W2", "--by", "nobody-01", "--as", DIRECTOR, code=1)

    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "findings.csv").write_text("No,Finding\nW3,Few.\n", encoding="utf-8")
    file = (str(tmp_path / "findings.csv"), "--mapping", str(tmp_path / "mapping.yaml"))
    refused = says("import", "anytown-2026", *file, "--by", "nobody-01", "--as", DIRECTOR, code=1)
    assert "nobody-01 does not hold the post" in refused
    assert "1 recorded" in says("import", "anytown-2026", *file, "--by", "dcs-01", "--as", DIRECTOR)

    leaves = (f"post={DIRECTOR}", "holder=dcs-01", "until=2026-10-30", "because=appointed elsewhere")
    says("do", "leave-post", *OF_THE_AUTHORITY, *leaves)
    delegate = ("--by", "hoi-01", "--as", DIRECTOR, "--on-behalf-of", "dcs-01")
    assert "held by nobody" in finding("W4", *delegate, code=1)
    shown = says("authority", "show", "gloucestershire")
    assert "VACANT since 2026-10-31" in shown
    assert "dso-01 since 2026-01-05" in shown
    trail = says("authority", "trail", "gloucestershire")
    assert "recorded delegation D1: hoi-01 acts for dcs-01 as the Director of Children's Services" in trail
    assert "the Monitoring Officer is told on 6 November 2026 if nobody does by then" in trail
    assert "dcs-01 since 2026-01-05" in says("authority", "show", "gloucestershire", "--true-at", "2026-06-01")
    assert "did you mean gloucestershire?" in says("authority", "show", "gloucestershir", code=2)
    assert "whole" in says("verify")
