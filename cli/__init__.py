"""The `minutebook` command. Each command's module is loaded only when it is called."""

import os
import sys
import traceback
from importlib.metadata import version
from io import TextIOWrapper

from cyclopts import App

from cli.endings import INSIDE, ending

app = App(
    name="minutebook",
    help="The minute book of an improvement plan: what a council promised Ofsted, in order and provable.",
    version=lambda: version("minutebook"),
    version_flags=["--version"],
    help_format="plaintext",
)
plan = App(name="plan", help="Read plans: as they stand, or as they were known or true at any moment.")
authority = App(name="authority", help="Read authorities: constitution, posts and delegations; `do` records them.")
token = App(name="token", help="Tokens for callers over HTTP.")

app.command("cli.playing:demo")
app.command("cli.playing:play")
app.command("cli.simulating:simulate")
app.command("cli.running:up")
app.command("cli.writing:do")
app.command("cli.exchanging:import_plan", name="import")
app.command("cli.exchanging:export_plan", name="export")
app.command("cli.catalogue:commands")
app.command("cli.catalogue:kinds")
app.command("cli.clock:clock")
app.command("cli.routes:route")
app.command("cli.calendar:calendar")
app.command("cli.audit:audit")
app.command("cli.events:events")
app.command("cli.retention:retention")
app.command("cli.tending:rebuild")
app.command("cli.tending:retry")
app.command("cli.tending:verify")
app.command("cli.tending:doctor")
for shown in ("diff", "blame"):
    plan.command(f"cli.changes:{shown}")
for shown in ("listed", "show", "trail", "waiting", "coverage", "deadlines"):
    plan.command(f"cli.plans:{shown}", name="list" if shown == "listed" else shown)
authority.command("cli.authorities:show")
authority.command("cli.authorities:told", name="trail")
plan.command("cli.comparing:compare", name="compare")
plan.command("cli.packs:pack_for", name="pack")
for kept in ("add", "listed", "revoke"):
    token.command(f"cli.tokens:{kept}", name="list" if kept == "listed" else kept)
plan.command("cli.feasibility:feasibility")
app.command(plan)
app.command(authority)
app.command(token)


def run(words: list[str]) -> int:
    """Carry out one command line; its exit code (docs/running.md): 0 ok, 1 refused, 2 usage, 3 verification failed,
    4 unavailable, 5 infeasible, 6 deadlock.
    """
    try:
        code = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stdout = None  # whoever read us has gone; there is nobody to flush to
        return 0
    except Exception as error:
        told = ending(error)
        if told is None:
            traceback.print_exc()
            return INSIDE
        said, status = told
        print(said, file=sys.stderr)
        return status
    return code if isinstance(code, int) else 0


def main() -> None:
    """The console script. What it writes is for its owner's eyes alone: a report may be under embargo."""
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
