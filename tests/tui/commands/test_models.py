"""`selfaudit models` as a script meets it, with a hub of the test's own on loopback."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest
from builders import add_history, conversation, open_store
from gguf_files import gguf_bytes, write
from hub_server import COMMIT, FILE, REPO, Hub
from printed import lines

from selfaudit.local_models.catalog import DEFAULT

NAME = f"{REPO}/{FILE}"
CONTENT = gguf_bytes(
    {"general.architecture": "llama", "general.languages": ["en"]}, {"w": (60_000,)}
)
DUTCH = [
    "Ik ben vorig jaar naar Utrecht verhuisd en zoek nog een huisarts.",
    "Kun je me helpen met een brief aan mijn verhuurder?",
    "Wat kan ik vanavond koken met prei en aardappelen?",
]
ENGLISH = [
    "I moved to Lisbon in the spring and I am looking for a doctor.",
    "Can you help me write a letter to my landlord?",
    "What could I cook tonight with leeks and potatoes?",
]


@pytest.fixture
def hub(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Hub(CONTENT) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.endpoint)
        yield running


@pytest.fixture
def models(tmp_path):
    return tmp_path / "home" / "models"


def names(folder):
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_nobody_is_asked_before_the_person_agreed(selfaudit, hub, models):
    done = selfaudit("models", "pull", NAME, code=1)
    assert f"from {hub.host}" in done.stderr
    assert "licence unknown" in done.stderr
    assert "--yes" in done.stderr
    done = selfaudit("models", "pull", "qwen3-4b", code=1)
    assert "Qwen3 4B Instruct 2507 (Q4_K_M) (Apache-2.0)" in done.stderr
    assert f"2497 MB from {hub.host}" in done.stderr
    assert (hub.asked, hub.files_asked, names(models)) == ([], [], set())


def test_a_file_of_the_hub_is_fetched_and_both_hosts_are_named(selfaudit, hub, models):
    done = selfaudit("models", "pull", NAME, "--yes")
    assert f"from {hub.host}" in done.stderr
    assert f"lies on {hub.files_host}. It would come from there." in done.stderr
    assert "its sha256 is as the hub gives it" in done.stdout
    (shown,) = [one for one in lines(selfaudit("models", "list", "--json")) if one["installed"]]
    assert shown["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert shown["hub"] == {
        "repo": REPO,
        "path": FILE,
        "revision": COMMIT,
        "hash_from": "hub",
    }
    (whole,) = lines(selfaudit("models", "verify", "tiny-q4", "--json"))
    assert whole["verified"]
    selfaudit("models", "remove", "tiny-q4")
    assert names(models) == set()


def test_a_connection_that_is_cut_ends_in_a_sentence_and_goes_on(selfaudit, hub, models):
    hub.behaviour.cut_after = [50_000, 0]
    done = selfaudit("models", "pull", NAME, "--yes", code=1)
    assert "ended after 0.1 of 0.2 MB" in done.stderr
    assert "goes on where it stopped" in done.stderr
    assert names(models) == {f"{FILE}.part"}
    assert "unfinished download" in selfaudit("doctor").stdout
    selfaudit("models", "pull", NAME, "--yes")
    assert hub.ranges[-1] == "bytes=50000-"
    assert names(models) >= {FILE}


def test_wrong_bytes_are_told_and_nothing_is_kept(selfaudit, hub, models):
    hub.behaviour.told_sha256 = "0" * 64
    done = selfaudit("models", "pull", NAME, "--yes", code=1)
    assert "its sha256 differs" in done.stderr
    assert names(models) == set()


def test_a_file_of_the_catalogue_that_is_not_what_it_was_is_refused(selfaudit, hub, models):
    hub.behaviour.refuse = (404, "RevisionNotFound")
    done = selfaudit("models", "pull", "qwen2.5-0.5b", "--yes", "--json", code=1)
    (answer,) = lines(done)
    assert "no revision 9217f5db79a29953eb74d5343926648285ec7e67" in answer["error"]["message"]
    assert names(models) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of its own")
def test_a_disk_that_is_too_small(tmp_path, hub):
    """A real file system of 150 kB, in a mount namespace of the test's own."""
    home = tmp_path / "small"
    home.mkdir()
    mount = f"mount -t tmpfs -o size=150k none {home}"
    unshare = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c"]
    if shutil.which("unshare") is None or subprocess.run([*unshare, mount], check=False).returncode:
        pytest.skip("no mount namespace can be made here")
    words = f"{sys.executable} -m selfaudit.tui.main --home {home} models pull {NAME} --yes"
    done = subprocess.run(
        [*unshare, f"{mount} && {{ {words}; echo code $?; ls -A {home}/models; }}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "MB are needed and" in done.stderr
    assert "Make room" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.split() == ["code", "1"]
    assert hub.files_asked == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\3\4 this is a zip", "is not a GGUF file"),
        (CONTENT[:-1000], "is damaged or was cut short"),
        (b"GGUF" + bytes(3), "is damaged or was cut short"),
    ],
    ids=["zip", "cut", "short"],
)
def test_files_that_are_no_models_are_told_and_not_added(
    selfaudit, tmp_path, models, content, message
):
    path = tmp_path / "some.gguf"
    path.write_bytes(content)
    assert message in selfaudit("models", "add", path, code=1).stderr
    assert (
        message in selfaudit("--home", tmp_path / "home", "extract", "--model", path, code=1).stderr
    )
    assert names(models) <= {"elsewhere"}


@pytest.mark.parametrize("words", [("extract",), ("extract", "--any-size")])
def test_a_model_that_llama_cpp_does_not_know_ends_in_one_sentence(selfaudit, tmp_path, words):
    store = open_store(tmp_path)
    add_history(store, conversation("one", "I keep bees on my roof and I bake my own bread."))
    store.close()
    path = write(tmp_path / "new.gguf", architecture="hyperbrain9")
    done = selfaudit(*words, "--model", path, code=1)
    assert "new is of a kind (hyperbrain9) that the installed llama.cpp" in done.stderr
    assert "does not know" in done.stderr
    assert "windows failed" not in done.stdout
    *_, error = lines(selfaudit(*words, "--model", path, "--json", code=1))
    assert "hyperbrain9" in error["error"]["message"]


def test_any_gguf_brings_its_own_template_and_languages(selfaudit, tmp_path):
    path = write(tmp_path / "mine.gguf")
    (added,) = lines(selfaudit("models", "add", path, "--json"))
    assert (added["title"], added["context"], added["languages"]) == ("Tiny", 512, [])
    assert added["licence"] is None
    assert added["hub"] is None
    assert "languages unknown" in selfaudit("models", "list").stdout


@pytest.mark.real_model
@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space")
def test_a_model_too_large_for_the_memory_is_told_before_it_is_loaded(selfaudit, tmp_path):
    model = os.environ.get("SELFAUDIT_TEST_MODEL")
    if not model:
        pytest.skip("SELFAUDIT_TEST_MODEL names no GGUF file")
    selfaudit("models", "add", model)
    store = open_store(tmp_path)
    add_history(store, conversation("one", *ENGLISH))
    store.close()
    environment = {
        **os.environ,
        "SELFAUDIT_HOME": str(tmp_path / "home"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = f"{sys.executable} -m selfaudit.tui.main extract --json"

    def run(*options):
        # Enough for Python and what it loads, and less than the model needs.
        words = f"ulimit -v 340000; exec {command} {' '.join(options)}"
        return subprocess.run(
            ["bash", "-c", words], capture_output=True, text=True, check=False, env=environment
        )

    done = run()
    assert done.returncode == 1, done.stderr
    error = json.loads(done.stdout.splitlines()[-1])["error"]
    assert error["title"] == "The model does not fit"
    assert "is too large for this machine's memory: it needs about 453 MB, and " in error["message"]
    assert "can be had" in error["message"]
    assert "--any-size" in error["hint"]
    # All the same: whether it then loads is for the system to say, and no longer for us.
    done = run("--any-size")
    assert "does not fit" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_recommending_says_why_and_opens_no_connection(selfaudit, hub):
    (found,) = lines(selfaudit("models", "recommend", "--json"))
    assert found["speeds"] == "rule of thumb"
    assert found["cores"] >= 1
    assert found["memory"]["total"] >= found["memory"]["available"]
    (best,) = [model for model in found["models"] if model["recommended"]]
    assert best["name"] == found["recommended"]
    assert all(model["why"] and model["writing"] > 0 for model in found["models"])
    text = selfaudit("models", "recommend").stdout
    assert "rule of thumb, not measured" in text
    assert "Never run by us." in text
    assert f"selfaudit models pull {best['name']}" in text
    assert "could be timed" in selfaudit("models", "recommend", "--measure", code=1).stderr
    assert hub.asked == []


def test_a_model_that_was_not_made_for_the_history_is_told(selfaudit, tmp_path):
    store = open_store(tmp_path)
    add_history(
        store,
        *(conversation(f"d{n}", f"{DUTCH[n % 3]} {n}") for n in range(6)),
        *(conversation(f"e{n}", f"{ENGLISH[n % 3]} {n}") for n in range(14)),
    )
    store.close()
    text = selfaudit("status").stdout
    assert "English 70%, Dutch 30% (of 20 messages" in text
    assert "6 of 20 of your messages are in Dutch." in text
    assert "SmolLM2 135M Instruct (Q4_1) was made for English" in text
    (status,) = lines(selfaudit("status", "--json"))
    assert status["languages"]["languages"] == {"en": 14, "nl": 6}
    (found,) = lines(selfaudit("models", "recommend", "--json"))
    assert found["languages"] == ["en", "nl"]
    (best,) = [model for model in found["models"] if model["recommended"]]
    assert "nl" in best["languages"] or best["unserved"] == ["nl"]
    (checked,) = lines(selfaudit("doctor", "--json"))
    (check,) = [one for one in checked["checks"] if one["name"] == "languages"]
    assert check["state"] == "warn"
    # Of a model whose file does not say what it was made for, that is said.
    selfaudit("models", "add", write(tmp_path / "mine.gguf"))
    assert "It is not known which languages Tiny was made for" in selfaudit("status").stdout


def test_an_import_tells_the_languages(selfaudit, tmp_path):
    texts = [*DUTCH * 4, *ENGLISH]
    path = tmp_path / "messages.jsonl"
    path.write_text(
        "\n".join(
            json.dumps({"messages": [{"role": "user", "content": f"{text} {n}"}]})
            for n, text in enumerate(texts)
        )
    )
    (done,) = lines(selfaudit("import", path, "--json"))
    assert done["languages"]["languages"] == {"nl": 12, "en": 3}
    again = selfaudit("import", path).stdout
    assert "Dutch 80%, English 20%" in again
    assert "12 of 15 of your messages are in Dutch." in again


def test_the_list_says_which_model_extracts_with_an_adapter(selfaudit, tmp_path):
    rows = lines(selfaudit("models", "list", "--json"))
    default = next(row for row in rows if row["name"] == DEFAULT.name)
    other = next(row for row in rows if row["name"] == "qwen2.5-0.5b")
    assert default["adapter"] == (DEFAULT.adapter.sha256 if DEFAULT.adapter else None)
    assert default["profile"] == ("taught" if DEFAULT.adapter else "flat")
    assert (other["adapter"], other["profile"]) == (None, "flat")
    said = selfaudit("models", "list").stdout.splitlines()
    marked = [line.split()[0] for line in said if "(with an adapter)" in line]
    assert marked == ([DEFAULT.name] if DEFAULT.adapter else [])
