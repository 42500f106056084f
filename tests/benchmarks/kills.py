"""Kill -9 at random moments, of the program and of the model's process, and count what is lost.

    SELFAUDIT_TEST_MODEL=... SELFAUDIT_SHARED=... python tests/benchmarks/kills.py 100
    ... python tests/benchmarks/kills.py 50 --everywhere [NAME]...

The program runs in a pseudo-terminal with the real model, extracting while cards are judged. An
answer counts as acknowledged once the screen shows the question that follows it. Prints figures.

With `--everywhere` instead about 17 times so many kills of every command that stores or writes
something, and 3 times so many of the program at everything else that is done on its screens;
with names, only of those that have one of them in theirs.
"""

import itertools
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parents[1] / "quality"))

import json
import subprocess

from persona_history import export
from terminal import Terminal, children_of, is_running, selfaudit

CONVERSATIONS = 220
CARD = "in this set"
FIRST_QUESTION = "true of you now?"
SECOND_QUESTION = "Should an assistant remember this?"
BESIDE = ("would a stranger be", "still hold in a year?")
PATIENCE = 90.0


def prepare(home: Path) -> None:
    """A history of crowd dialogues, the default model, and enough attributes to begin."""
    path = home.parent / "history.json"
    path.write_text(json.dumps(export(Path(os.environ["SELFAUDIT_SHARED"]), CONVERSATIONS)))
    environment = {**os.environ, "SELFAUDIT_HOME": str(home)}
    for arguments in (("import", path), ("models", "add", os.environ["SELFAUDIT_TEST_MODEL"])):
        subprocess.run(selfaudit(*arguments), env=environment, check=True, stdout=sys.stderr)


def number(home: Path, sql: str) -> int:
    """One number out of the store, read beside the program."""
    with closing(sqlite3.connect(home / "selfaudit.db", timeout=30)) as connection:
        return int(connection.execute(sql).fetchone()[0])


def begin_cards(terminal: Terminal) -> None:
    """From the start of the program to a card."""
    terminal.wait_for("selfaudit", seconds=PATIENCE)
    end = time.monotonic() + 10.0
    # Who typed takes a number, the first practice card an answer; all else takes Enter.
    for key in itertools.cycle("\r1\rn"):
        if CARD in terminal.text or time.monotonic() > end:
            return
        terminal.send(key)
        terminal.read(0.4)


def judge_until(terminal: Terminal, end: float, pick: random.Random) -> int:
    """Press keys until a moment; return how many answers the screen has acknowledged."""
    acknowledged = 0
    while time.monotonic() < end:
        terminal.read(0.02)
        if CARD not in terminal.text:
            terminal.send("\r")
            terminal.read(0.2)
        elif any(question in terminal.text for question in BESIDE):
            terminal.send("y")
            terminal.read(0.2)
        elif SECOND_QUESTION in terminal.text:
            acknowledged += answered(terminal, pick.choice("12345"), FIRST_QUESTION, end)
        elif FIRST_QUESTION in terminal.text:
            acknowledged += answered(terminal, "y", SECOND_QUESTION, end)
    return acknowledged


def answered(terminal: Terminal, key: str, following: str, end: float) -> bool:
    """Press a key; whether the question that follows, or the end of a set, came in time."""
    terminal.send(key)
    pressed = time.monotonic()
    while time.monotonic() < min(end, pressed + 1.0):
        terminal.read(0.02)
        if following in terminal.text or CARD not in terminal.text:
            return True
    return False


def kill_program(home: Path, pick: random.Random) -> tuple[int, int, int]:
    """One kill of the program: answers acknowledged, answers lost, processes left behind."""
    before = number(home, "SELECT count(*) FROM judgment")
    with Terminal(selfaudit(), home) as terminal:
        begin_cards(terminal)
        acknowledged = judge_until(terminal, time.monotonic() + pick.uniform(0.0, 4.0), pick)
        children = children_of(terminal.pid)
        terminal.kill()
    stored = number(home, "SELECT count(*) FROM judgment") - before
    end = time.monotonic() + 5
    while any(map(is_running, children)) and time.monotonic() < end:
        time.sleep(0.05)
    return acknowledged, max(0, acknowledged - stored), sum(map(is_running, children))


def kill_children(home: Path, kills: int, pick: random.Random) -> tuple[int, int, int, int]:
    """Kill the model's process under the program: kills, acknowledged, lost, left behind.

    A model that was killed twice while it loaded is given up, as it should be; the program is
    then started again.
    """
    before = number(home, "SELECT count(*) FROM judgment")
    acknowledged = done = 0
    seen: set[int] = set()
    while done < kills:
        with Terminal(selfaudit(), home) as terminal:
            begin_cards(terminal)
            alive = time.monotonic()
            while done < kills and time.monotonic() < alive + 5.0:
                moment = time.monotonic() + pick.uniform(0.2, 3.0)
                acknowledged += judge_until(terminal, moment, pick)
                for child in children_of(terminal.pid):
                    if is_running(child):
                        alive = time.monotonic()
                        seen.add(child)
                        os.kill(child, signal.SIGKILL)
                        done += 1
            seen |= children_of(terminal.pid)
            leave(terminal)
    stored = number(home, "SELECT count(*) FROM judgment") - before
    return done, acknowledged, max(0, acknowledged - stored), sum(map(is_running, seen))


def leave(terminal: Terminal) -> None:
    """Press q until the program has ended."""
    for _ in range(10):
        terminal.send("q")
        terminal.read(0.5)
        if not is_running(terminal.pid):
            return
    terminal.wait_for_end()


def main(kills: int) -> None:
    """Print the figures for so many kills of each kind."""
    pick = random.Random(5)
    folder = Path(tempfile.mkdtemp(prefix="selfaudit-kills-"))
    home = folder / "home"
    prepare(home)
    started = time.monotonic()
    with Terminal(selfaudit("extract"), home) as terminal:
        while number(home, "SELECT count(*) FROM attribute") < 150:
            terminal.read(0.5)
    totals = [0, 0, 0]
    for _ in range(kills):
        totals = [a + b for a, b in zip(totals, kill_program(home, pick), strict=True)]
    print(
        f"program: {kills} kills, {totals[0]} answers acknowledged, {totals[1]} lost, "
        f"{totals[2]} processes left behind"
    )
    done, acknowledged, lost, left = kill_children(home, kills, pick)
    print(
        f"model's process: {done} kills, {acknowledged} answers acknowledged, {lost} lost, "
        f"{left} processes left behind"
    )
    windows = number(home, "SELECT count(*) FROM work")
    runs = number(home, "SELECT count(*) FROM run")
    twice = number(
        home,
        "SELECT count(*) FROM (SELECT message, count(DISTINCT work) AS n FROM work_message"
        " GROUP BY message, (SELECT run.model FROM work JOIN run ON run.id = work.run"
        " WHERE work.key = work_message.work) HAVING n > 1)",
    )
    whole = number(home, "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'")
    print(
        f"{windows} windows finished over {runs} runs; messages of one window that were finished "
        f"twice: {twice}; store whole: {bool(whole)}; {time.monotonic() - started:.0f} s in all"
    )
    shutil.rmtree(folder)


def everywhere(kills: int, names: list[str]) -> None:
    """Print a table of what came of kills of every command and on every screen."""
    from bases import Bases
    from kill_cases import cases
    from kill_commands import Case, conversations_of, kill_case, load_everything, run
    from kill_screens import journeys, kill_journey

    load_everything()
    pick = random.Random(5)
    with tempfile.TemporaryDirectory(prefix="selfaudit-kills-") as made:
        folder = Path(made)
        shared = Path(os.environ["SELFAUDIT_SHARED"])
        bases = Bases(folder, Path(os.environ["SELFAUDIT_TEST_MODEL"]), shared)
        tallies = []
        imported = bases.fresh("empty")
        run(imported, ["import", bases.export, "--yes", "--json"])
        kept = {"conversations": conversations_of(imported)}
        print(f"{'':<26}{'kills':>6}{'ended':>6}{'told':>6}{'left':>5}{'files':>6}{'problems':>9}")
        for one, share in (*cases(bases, with_model=True), *journeys(bases)):
            if names and not any(name in one.name for name in names):
                continue
            number = max(1, round(kills * share))
            if isinstance(one, Case):
                tally = kill_case(one, bases, number, pick)
            else:
                tally = kill_journey(one, bases, kept, max(1, round(0.4 * number)), pick)
            tallies.append(tally)
            print(
                f"{one.name:<26}{tally.kills:>6}{tally.ends:>6}{tally.acknowledged:>6}"
                f"{tally.left_behind:>5}{tally.leftovers:>6}{len(tally.problems):>9}",
                *tally.problems[:2],
                flush=True,
            )
        print(
            f"{sum(tally.kills for tally in tallies)} kills, "
            f"{sum(len(tally.problems) for tally in tallies)} problems, "
            f"{sum(tally.left_behind for tally in tallies)} processes left behind, "
            f"{sum(tally.leftovers for tally in tallies)} unfinished files left beside what was "
            f"asked for; load {os.getloadavg()}"
        )


if __name__ == "__main__":
    if "--everywhere" in sys.argv:
        everywhere(int(sys.argv[1]), sys.argv[3:])
    else:
        main(int(sys.argv[1]))
