import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    LanguageModel,
    Priority,
    Restarted,
    Scored,
    ScoreRequest,
    Token,
)
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.options import EngineOptions
from selfaudit.local_models.protocol import Generate, Load, Started, frame, read_from_child

MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
WriteGguf = Callable[..., Path]
BACKGROUND, INTERACTIVE = Priority.BACKGROUND, Priority.INTERACTIVE
PATIENCE = 60.0
Ends = Callable[[LanguageModel, list[str]], dict[str, Ended]]
Until = Callable[[Callable[[], bool]], None]
OPTIONS = EngineOptions(context=512, threads=1)


@pytest.fixture
def model(real_model: InstalledModel, tmp_path: Path) -> Iterator[LocalModel]:
    model = LocalModel(real_model, log=tmp_path / "log" / "model.log", options=OPTIONS)
    yield model
    model.close()


def _lives(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _children() -> set[int]:
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for path in children for pid in path.read_text().split()}


@pytest.mark.real_model
@pytest.mark.slow
def test_killed_twenty_times_every_request_still_ends(
    ends: Ends, model: LocalModel, make_request: MakeRequest
) -> None:
    prompt = "Tell a long story:"
    wanted = ends(model, model.submit([make_request("x", prompt, max_tokens=40)], BACKGROUND))
    assert isinstance(wanted["x"], Finished)
    pids = set()
    for round_ in range(20):
        ids = [f"{round_}-a", f"{round_}-b"]
        model.submit([make_request(id, prompt, max_tokens=40) for id in ids], INTERACTIVE)
        events = model.events(ids, PATIENCE)
        assert isinstance(next(events), Token)
        pid = model.child_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        pids.add(pid)
        rest = list(events)
        assert any(isinstance(e, Restarted) and "SIGKILL" in e.reason for e in rest)
        texts = {event.id: event.text for event in rest if isinstance(event, Finished)}
        assert texts == dict.fromkeys(ids, wanted["x"].text)
    pids.add(model.child_pid or 0)
    assert len(pids) == 21
    model.close()
    assert not any(map(_lives, pids))
    assert not pids & _children()


@pytest.mark.real_model
def test_a_request_that_the_process_dies_of_fails_and_the_rest_go_on(
    model: LocalModel, make_request: MakeRequest
) -> None:
    ids = model.submit([make_request("deadly", "Once", max_tokens=400)], INTERACTIVE)
    model.submit([make_request("harmless", "Hi", max_tokens=3)], BACKGROUND)
    events = model.events([*ids, "harmless"], PATIENCE)
    ends: dict[str, Finished | Failed] = {}
    killed: set[int] = set()
    for event in events:
        pid = model.child_pid
        if isinstance(event, Token) and pid is not None and pid not in killed:
            killed.add(pid)
            # Gone already, if the event was from before the last time.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        elif isinstance(event, Finished | Failed):
            ends[event.id] = event
    assert len(killed) == 2
    assert ends["deadly"] == Failed("deadly", "the model's process ended twice on this request")
    assert isinstance(ends["harmless"], Finished)


@pytest.mark.real_model
def test_scores_and_vectors_are_answered_by_the_next_process(
    ends: Ends, model: LocalModel, make_request: MakeRequest, make_score: MakeScore
) -> None:
    score, vector = make_score("score"), EmbedRequest("vector", "I have two cats.")
    alone = ends(model, model.submit([score, vector], BACKGROUND))
    model.submit([make_request("text", "Once", max_tokens=100)], INTERACTIVE)
    ids = ["text", *model.submit([score, vector], BACKGROUND)]
    events = model.events(ids, PATIENCE)
    assert isinstance(next(events), Token)
    pid = model.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    rest = list(events)
    assert any(isinstance(event, Restarted) for event in rest)
    got = {event.id: event for event in rest if isinstance(event, Ended)}
    assert set(got) == set(ids)
    weighed, expected = got["score"], alone["score"]
    assert isinstance(weighed, Scored)
    assert isinstance(expected, Scored)
    assert weighed.probabilities == expected.probabilities
    assert isinstance(got["vector"], Embedded)
    assert isinstance(alone["vector"], Embedded)
    assert got["vector"].vector == alone["vector"].vector


@pytest.mark.real_model
def test_a_process_that_hangs_is_ended(
    real_model: InstalledModel, make_request: MakeRequest
) -> None:
    options = EngineOptions(context=512, threads=1, request_timeout=5.0)
    model = LocalModel(real_model, options=options)
    ids = model.submit([make_request("a", "Once", max_tokens=20)], INTERACTIVE)
    events = model.events(ids, PATIENCE)
    assert isinstance(next(events), Token)
    assert model.child_pid is not None
    os.kill(model.child_pid, signal.SIGSTOP)
    rest = list(events)
    assert any(isinstance(e, Restarted) and "too long" in e.reason for e in rest)
    assert isinstance(rest[-1], Finished)
    model.close()


@pytest.mark.real_model
def test_the_log_is_private_and_holds_no_prompt(
    ends: Ends,
    until: Until,
    model: LocalModel,
    make_request: MakeRequest,
    make_score: MakeScore,
    tmp_path: Path,
) -> None:
    secret = "zebrafinch"
    requests = [
        make_request("a", f"I keep a {secret}.", max_tokens=4),
        make_request("b", f"{secret} " * 2000),
        make_request("c", secret, grammar=f'root ::= "{secret}" ('),
        make_request("d", secret, prefix=f"<|im_start|>{secret}", chat=True, max_tokens=4),
        make_score("e", secret, prefix=f"<|im_start|>{secret}", answers=(secret, f"{secret}s")),
        make_score("f", secret, shared=secret),
        EmbedRequest("g", f"{secret} " * 2000),
    ]
    ends = ends(model, model.submit(requests, BACKGROUND))
    kinds = [Finished, Failed, Failed, Finished, Failed, Scored, Embedded]
    assert [type(ends[id]) for id in "abcdefg"] == kinds
    log = tmp_path / "log" / "model.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert secret not in log.read_text()
    pid = model.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGSEGV)
    until(lambda: not _lives(pid))
    assert secret not in log.read_text()
    assert secret not in str(ends["b"]) + str(ends["c"]) + str(ends["e"])
    assert secret not in Path(f"/proc/{os.getpid()}/cmdline").read_text()


@pytest.mark.real_model
def test_ctrl_c_in_the_terminal_is_for_the_parent(
    model: LocalModel, make_request: MakeRequest
) -> None:
    ids = model.submit([make_request("a", "Once upon", max_tokens=100)], INTERACTIVE)
    events = model.events(ids, PATIENCE)
    assert isinstance(next(events), Token)
    pid = model.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    assert not any(isinstance(event, Restarted) for event in events)
    assert model.child_pid == pid


@pytest.mark.real_model
def test_a_process_that_dies_idle_is_started_when_it_is_needed(
    ends: Ends, until: Until, model: LocalModel, make_request: MakeRequest
) -> None:
    request = make_request("a", "Hello", max_tokens=3)
    first = ends(model, model.submit([request], BACKGROUND))
    pid = model.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: model.child_pid is None)
    again = ends(model, model.submit([request], BACKGROUND))
    assert isinstance(first["a"], Finished)
    assert isinstance(again["a"], Finished)
    assert again["a"].text == first["a"].text
    assert model.child_pid != pid


@pytest.mark.real_model
def test_the_process_outlives_the_thread_that_first_needed_it(
    model: LocalModel, make_request: MakeRequest
) -> None:
    """On Linux a parent's death is that of the thread which started the process."""
    request = make_request("a", "Once upon a time", max_tokens=100)
    thread = threading.Thread(target=model.submit, args=([request], BACKGROUND))
    thread.start()
    thread.join()
    events = list(model.events(["a"], PATIENCE))
    assert [type(event) for event in events] == [Finished]


@pytest.mark.real_model
def test_a_closed_pipe_ends_the_process_in_the_midst_of_work(
    model_file: Path, make_request: MakeRequest
) -> None:
    """What holds where the kernel does not end a process with its parent."""
    command = [sys.executable, "-m", "selfaudit.local_models.worker", str(os.getpid())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(frame(Load(str(model_file), 8192, 1, 8192, 0)))
        long = make_request("a", "one two three " * 2000, max_tokens=1)
        process.stdin.write(frame(Generate(long, BACKGROUND)))
        process.stdin.flush()
        while not isinstance(read_from_child(process.stdout.read), Started):
            pass
        # One batch of 6000 tokens: it would compute for half a minute.
        begun = time.monotonic()
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - begun < 5


PARENT = """
import json, sys
from pathlib import Path
from selfaudit.core.models.run import Sampling
from selfaudit.core.ports import GenerateRequest, Priority, Token
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary

model = LocalModel(ModelLibrary(Path(sys.argv[2])).resolve(sys.argv[1]))
sampling = Sampling(max_tokens=2000)
request = GenerateRequest("a", "", "1 2 3 4 5 6", sampling, 1)
for event in model.events(model.submit([request], Priority.INTERACTIVE)):
    if isinstance(event, Token):
        print(json.dumps(model.child_pid), flush=True)
"""


@pytest.mark.real_model
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_process_ends_with_its_parent(
    until: Until,
    number: signal.Signals,
    model_file: Path,
    real_model: InstalledModel,
    tmp_path: Path,
) -> None:
    assert real_model.path == model_file.resolve()
    command = [sys.executable, "-c", PARENT, str(model_file), str(tmp_path / "models")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = json.loads(parent.stdout.readline())
        assert _lives(pid)
        parent.send_signal(number)
        parent.stdout.close()
        parent.wait(PATIENCE)
    until(lambda: not _lives(pid))
