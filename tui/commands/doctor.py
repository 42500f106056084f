"""selfaudit doctor: is everything as it should be on this machine?"""

import click

from selfaudit.tui.commands.context import current_home, home_option, json_option
from selfaudit.tui.commands.output import hint, print_json, say

_SIGNS = {"ok": "ok     ", "warn": "WARNING", "fail": "PROBLEM"}


@click.command("doctor")
@click.option(
    "--bench", is_flag=True, help="Time each installed model, for about half a minute each."
)
@json_option
@home_option
def doctor_command(bench: bool, as_json: bool) -> None:
    """Check installation, models, permissions, disk, store, terminal, and that no network is used.

    With --bench each installed model reads a few of your messages, of which nothing is kept, to say
    how long it would take for all of them. Changes nothing of yours. Ends with code 1 when
    something is a problem; warnings leave it at 0.
    """
    from selfaudit.tui.doctor.check import State
    from selfaudit.tui.doctor.checks import checks

    found = []
    for check in checks(current_home(), bench=bench):
        found.append(check)
        if not as_json:
            say(f"{_SIGNS[check.state]} {check.name}: {hint(check.finding)}")
            if check.state is not State.OK:
                say(f"        {hint(check.advice)}")
    ok = all(check.state is not State.FAIL for check in found)
    if as_json:
        print_json({"checks": [check.as_json() for check in found], "ok": ok})
    if not ok:
        raise SystemExit(1)
