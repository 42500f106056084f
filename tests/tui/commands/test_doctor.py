"""`selfaudit doctor`: each check can fail, and says what to do."""

import os
import shutil
import socket
import subprocess
import sys

import pytest
from builders import add_history, conversation, open_store
from gguf_files import gguf_bytes, write
from printed import lines

from selfaudit.core.paths import Home
from selfaudit.tui.doctor.check import State
from selfaudit.tui.doctor.models import _adapter
from selfaudit.tui.doctor.network import Listener
from selfaudit.tui.doctor.terminal import terminal
from selfaudit.tui.models_wiring import library


def checked(selfaudit, code=0):
    (found,) = lines(selfaudit("doctor", "--json", code=code))
    assert found["ok"] == (code == 0)
    for check in found["checks"]:
        assert check["ok"] == (check["state"] != "fail")
        assert check["finding"]
        # What is not as it should be comes with what to do.
        assert bool(check["advice"]) == (check["state"] != "ok"), check
    return {check["name"]: check for check in found["checks"]}


def test_everything_is_named_on_an_empty_home(selfaudit):
    found = checked(selfaudit)
    assert {"python", "machine", "selfaudit", "llama.cpp", "models", "terminal", "network"} <= set(
        found
    )
    assert found["models"]["state"] == "warn"
    assert "It loads" in found["llama.cpp"]["finding"]
    text = selfaudit("doctor").stdout
    assert "WARNING models: No model is here yet." in text
    assert "`selfaudit models pull`" in text


def test_a_home_in_order(selfaudit, tmp_path):
    store = open_store(tmp_path)
    add_history(store, conversation("one", "I keep bees and I bake bread."))
    store.close()
    selfaudit("models", "add", write(tmp_path / "tiny.gguf"))
    found = checked(selfaudit)
    for name in ("home", "store", "permissions", "disk", "integrity", "model", "memory"):
        assert found[name]["state"] == "ok", found[name]
    assert "sha256 is what it should be" in found["model"]["finding"]
    assert "needs about" in found["memory"]["finding"]


def test_a_model_that_cannot_be_timed_is_a_warning_and_no_model_is_timed_unasked(
    selfaudit, tmp_path
):
    selfaudit("models", "add", write(tmp_path / "tiny.gguf"))
    assert "speed" not in checked(selfaudit)
    (found,) = lines(selfaudit("doctor", "--bench", "--json"))
    (speed,) = [check for check in found["checks"] if check["name"] == "speed"]
    assert speed["state"] == "warn"
    assert "tiny was not timed" in speed["finding"]


@pytest.mark.real_model
def test_a_model_is_timed_on_what_it_has_not_read(selfaudit, tmp_path):
    model = os.environ.get("SELFAUDIT_TEST_MODEL")
    if not model:
        pytest.skip("SELFAUDIT_TEST_MODEL names no GGUF file")
    store = open_store(tmp_path)
    add_history(store, conversation("one", *(f"I keep {n} bees and a dog." for n in range(6))))
    store.close()
    selfaudit("models", "add", model)
    (found,) = lines(selfaudit("doctor", "--bench", "--json"))
    (speed,) = [check for check in found["checks"] if check["name"] == "speed"]
    assert speed["state"] == "ok"
    figures = speed["figures"]
    assert figures["windows"] == 6
    assert figures["reading"] > figures["writing"] > 0
    assert figures["minutes"] > 0
    (status,) = lines(selfaudit("status", "--json"))
    assert status["extraction"]["windows"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
@pytest.mark.parametrize(
    ("path", "name"),
    [("", "home"), ("selfaudit.db", "store"), ("models/tiny.gguf", "permissions")],
)
def test_permissions_that_are_too_wide(selfaudit, tmp_path, path, name):
    open_store(tmp_path).close()
    selfaudit("models", "add", write(tmp_path / "tiny.gguf"))
    target = tmp_path / "home" / path
    target.chmod(0o755)
    found = checked(selfaudit, code=1)
    assert {one for one, check in found.items() if check["state"] == "fail"} == {name}
    assert "has mode 0755" in found[name]["finding"]
    command = found[name]["advice"].split("`")[1]
    subprocess.run(["bash", "-c", command], check=True)
    checked(selfaudit)


def test_a_model_that_changed_and_a_file_that_is_none(selfaudit, tmp_path):
    selfaudit("models", "add", write(tmp_path / "tiny.gguf"))
    folder = tmp_path / "home" / "models"
    status = (folder / "tiny.gguf").stat()
    data = (folder / "tiny.gguf").read_bytes()
    (folder / "tiny.gguf").write_bytes(data[:-1] + b"\1")
    # With its old time, as a disk that loses a bit leaves it.
    os.utime(folder / "tiny.gguf", ns=(status.st_atime_ns, status.st_mtime_ns))
    (folder / "cut.gguf").write_bytes(data[:-500])
    (folder / "cut.gguf").chmod(0o600)
    done = selfaudit("doctor", code=1).stdout
    assert "PROBLEM model: tiny.gguf has changed since it was installed." in done
    assert "PROBLEM model: cut.gguf is damaged or was cut short." in done


def test_a_damaged_store_is_told(selfaudit, tmp_path):
    store = open_store(tmp_path)
    add_history(store, *(conversation(f"c{n}", f"I keep {n} bees. " * 50) for n in range(60)))
    store.close()
    path = tmp_path / "home" / "selfaudit.db"
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = b"\xff" * 3000
    path.write_bytes(data)
    found = checked(selfaudit, code=1)
    assert found["integrity"]["state"] == "fail"
    assert "restore" in found["integrity"]["advice"]


def test_what_a_terminal_lacks():
    def states(environment, size=(100, 30)):
        return {check.name: check for check in terminal(environment, size=size)}

    good = states({"TERM": "xterm-256color", "COLORTERM": "truecolor"})
    assert good["terminal size"].state is State.OK
    assert "16 million colours" in good["terminal kind"].finding
    assert "between" not in good
    small = states({"TERM": "xterm"}, (79, 24))
    assert small["terminal size"].state is State.WARN
    assert "80 by 24" in small["terminal size"].advice
    assert states({"TERM": "xterm"}, (80, 23))["terminal size"].state is State.WARN
    assert states({"TERM": "xterm"}, (80, 24))["terminal size"].state is State.OK
    for environment in ({"TERM": "dumb"}, {}):
        assert states(environment)["terminal kind"].state is State.WARN
        assert "selfaudit next" in states(environment)["terminal kind"].advice
    assert "NO_COLOR" in states({"TERM": "xterm", "NO_COLOR": "1"})["terminal kind"].finding
    inside = states({"TERM": "tmux-256color", "TMUX": "x", "SSH_CONNECTION": "y"})
    assert "tmux and ssh" in inside["between"].finding
    assert "screen" in states({"TERM": "screen"})["between"].finding


def test_without_a_terminal_nothing_of_it_is_checked(selfaudit):
    assert "no terminal here" in checked(selfaudit)["terminal"]["finding"]


def test_a_connection_would_be_noticed():
    listener = Listener()
    (quiet, *_) = listener.checks()
    assert quiet.state is State.OK
    with socket.socket() as one, pytest.raises(OSError, match="refused"):
        one.connect(("127.0.0.1", 1))
    (loud, *_) = listener.checks()
    assert loud.state is State.FAIL
    assert "1 times" in loud.finding


def test_a_socket_on_this_machine_is_no_connection(tmp_path):
    listener = Listener()
    with socket.socket(socket.AF_UNIX) as one, pytest.raises(OSError, match="No such file"):
        one.connect(str(tmp_path / "none"))
    assert listener.attempts == []


def test_it_all_holds_where_there_is_no_route_out(tmp_path):
    """In a network namespace that has no interface but a loopback that is down."""
    prefix = ["unshare", "--user", "--map-root-user", "--net"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("no network namespace can be made here")
    words = [sys.executable, "-m", "selfaudit.tui.main", "--home", tmp_path / "home"]
    for arguments in (("doctor",), ("models", "recommend"), ("status",)):
        done = subprocess.run(
            [*prefix, *words, *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_an_adapter_is_looked_at_with_its_model(tmp_path):
    file = tmp_path / "made-up.gguf"
    file.write_bytes(gguf_bytes({"general.type": "adapter", "adapter.type": "lora"}, {"w": (8,)}))
    home = Home(tmp_path / "home")
    home.prepare()
    model = library(home).add(write(tmp_path / "tiny.gguf"))
    taught = model.with_adapter(file)
    assert list(_adapter(model)) == []
    (whole,) = _adapter(taught)
    assert (whole.state, whole.name) == (State.OK, "adapter")
    file.write_bytes(file.read_bytes()[:-1] + b"\1")
    (damaged,) = _adapter(taught)
    assert damaged.state is State.FAIL
    assert "--no-adapter" in damaged.advice
