"""The Hugging Face hub and the host of its files on loopback, as two servers that can misbehave.

What they answer follows what the hub answers to a request for a large file: a redirect that names
commit, size and sha256, to an address on another host, which honours ranges.
"""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPO = "someone/Tiny-GGUF"
FILE = "tiny-q4.gguf"


@dataclass
class Request:
    """A request as it came."""

    method: str
    path: str
    range: str | None
    headers: dict[str, str]


@dataclass
class Behaviour:
    """What the two servers do; by default, all that they should."""

    content: bytes
    """What is served as the file."""
    told_sha256: str = ""
    """What the hub says that the sha256 is; empty: that of the content."""
    told_size: int = 0
    """What the hub says that the size is; 0: that of the content."""
    commit: str = COMMIT
    """The commit that the hub says that it answers for."""
    refuse: tuple[int, str] | None = None
    """Status and X-Error-Code with which the hub refuses."""
    bare: bool = False
    """Whether the hub tells neither size nor sha256, as for small files."""
    sends_on: str = ""
    """Where the hub sends every question on to, as a mirror may."""
    slow: float = 0.0
    """Seconds that the hub waits before it answers."""
    cut_after: list[int] = field(default_factory=list)
    """For each answer of the file in turn: close the connection after so many bytes."""
    file_status: int = 200
    """What the file's host answers with, 200 being all right."""
    move_to: str = ""
    """Where the file's host sends the request on to."""


class Hub:
    """The two servers while they run; `asked` are the requests of each."""

    def __init__(self, content: bytes) -> None:
        self.behaviour = Behaviour(content)
        self.asked: list[Request] = []
        self.files_asked: list[Request] = []
        self._files = _Server(self, _Files)
        self._hub = _Server(self, _HubPages)
        self._threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            for server in (self._hub, self._files)
        ]

    @property
    def host(self) -> str:
        """The hub's host."""
        return f"127.0.0.1:{self._hub.server_port}"

    @property
    def endpoint(self) -> str:
        """The hub's address, for HF_ENDPOINT."""
        return f"http://{self.host}"

    @property
    def files_host(self) -> str:
        """The host that files lie on."""
        return f"127.0.0.1:{self._files.server_port}"

    @property
    def ranges(self) -> list[str | None]:
        """The ranges that were asked of the file, in turn."""
        return [request.range for request in self.files_asked]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server, thread in zip((self._hub, self._files), self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, hub: Hub, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.hub = hub

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is expected here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def answer(
        self, status: int, headers: dict[str, str], body: bytes = b"", cut: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:cut])
        self.close_connection = cut is not None

    def seen(self) -> Request:
        return Request(self.command, self.path, self.headers["Range"], dict(self.headers))

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class _HubPages(_Handler):
    def do_HEAD(self) -> None:
        hub = self.server.hub
        behaviour = hub.behaviour
        hub.asked.append(self.seen())
        time.sleep(behaviour.slow)
        if behaviour.refuse is not None:
            status, code = behaviour.refuse
            self.answer(status, {"X-Error-Code": code} if code else {})
            return
        if behaviour.sends_on:
            self.answer(302, {"Location": behaviour.sends_on})
            return
        repo, _, rest = self.path.strip("/").partition("/resolve/")
        revision, _, name = rest.partition("/")
        if repo != REPO:
            self.answer(401, {"X-Error-Code": "RepoNotFound"})
        elif revision not in (COMMIT, "main"):
            self.answer(404, {"X-Error-Code": "RevisionNotFound"})
        elif name != FILE:
            self.answer(404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
        elif behaviour.bare:
            self.answer(200, {"X-Repo-Commit": COMMIT, "ETag": '"5d2f4a"'}, behaviour.content)
        else:
            told = behaviour.told_sha256 or hashlib.sha256(behaviour.content).hexdigest()
            size = behaviour.told_size or len(behaviour.content)
            headers = {
                "X-Repo-Commit": behaviour.commit,
                "X-Linked-Size": str(size),
                "X-Linked-Etag": f'"{told}"',
                "Location": f"http://{hub.files_host}/repos/{told}?X-Amz-Signature=abc",
            }
            self.answer(302, headers)


class _Files(_Handler):
    def do_GET(self) -> None:
        hub = self.server.hub
        behaviour = hub.behaviour
        hub.files_asked.append(self.seen())
        if behaviour.move_to:
            self.answer(302, {"Location": behaviour.move_to})
            return
        if behaviour.file_status != 200:
            self.answer(behaviour.file_status, {})
            return
        body, status, headers = behaviour.content, 200, {}
        if wanted := self.headers["Range"]:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, status = body[start:], 206
        cut = behaviour.cut_after.pop(0) if behaviour.cut_after else None
        self.answer(status, headers, body, cut)
