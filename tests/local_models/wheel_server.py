"""A package index on loopback that can misbehave in the ways that real ones do."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from selfaudit.core.models.run import Profile
from selfaudit.local_models.known_model import KnownModel, WheelMember

GGUF = b"GGUF" + bytes(range(256)) * 2000


def make_wheel(content: bytes = GGUF) -> bytes:
    info = "tiny_model-1.0.dist-info"
    members = {
        "tiny_model/__init__.py": b"",
        "tiny_model/tiny.gguf": content,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            # A fixed date, so that the wheel is the same whenever it is made.
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def make_model(wheel: bytes, content: bytes = GGUF) -> KnownModel:
    return KnownModel(
        name="tiny",
        title="Tiny",
        origin="here",
        licence="Apache-2.0",
        file_name="tiny.gguf",
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        parameters=1,
        context=512,
        cache_bytes=4,
        languages=("en",),
        chat_format=None,
        profile=Profile.FLAT,
        source=WheelMember(
            project="Tiny_Model",
            version="1.0",
            file_name="tiny_model-1.0-py3-none-any.whl",
            member="tiny_model/tiny.gguf",
            bytes=len(wheel),
            sha256=hashlib.sha256(wheel).hexdigest(),
        ),
    )


@dataclass
class Behaviour:
    wheel: bytes
    """What is served as the wheel."""
    ranges: bool = True
    """Whether a Range is honoured."""
    cut_after: list[int] = field(default_factory=list)
    """For each answer in turn: close the connection after so many bytes; then answer in full."""
    json: bool = True
    """Whether the index speaks JSON, or else HTML."""
    redirect: str = ""
    """Where the wheel is redirected to."""
    status: int = 200
    """What the index answers with."""
    elsewhere: int = 404
    """What any other page answers with."""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """Paths and Range headers of requests so far."""
    authorization: list[str | None] = field(default_factory=list)


class WheelServer(ThreadingHTTPServer):
    """Serves /simple/tiny-model/ and /files/...whl by its behaviour."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour = behaviour

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def index(self) -> str:
        return f"http://{self.host}/simple"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is expected here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: WheelServer

    def do_GET(self) -> None:
        behaviour = self.server.behaviour
        behaviour.asked.append((self.path, self.headers["Range"]))
        behaviour.authorization.append(self.headers["Authorization"])
        if self.path == "/simple/tiny-model/":
            self._index(behaviour)
        elif not self.path.startswith("/files/"):
            self._answer(behaviour.elsewhere, b"", {})
        elif behaviour.redirect:
            self._answer(302, b"", {"Location": behaviour.redirect})
        else:
            self._file(behaviour)

    def _index(self, behaviour: Behaviour) -> None:
        name = "tiny_model-1.0-py3-none-any.whl"
        if behaviour.json:
            kind = "application/vnd.pypi.simple.v1+json"
            body = f'{{"files": [{{"filename": "{name}", "url": "../../files/{name}"}}]}}'
        else:
            kind = "text/html"
            body = f'<a href="/files/other-2.whl">x</a><a href="/files/{name}#sha256=0">y</a>'
        self._answer(behaviour.status, body.encode(), {"Content-Type": kind})

    def _file(self, behaviour: Behaviour) -> None:
        body, status, headers = behaviour.wheel, 200, {}
        wanted = self.headers["Range"]
        if wanted and behaviour.ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(body):
                self._answer(416, b"", {})
                return
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, status = body[start:], 206
        cut = behaviour.cut_after.pop(0) if behaviour.cut_after else None
        self._answer(status, body, headers, cut)

    def _answer(
        self, status: int, body: bytes, headers: dict[str, str], cut: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        self.close_connection = cut is not None

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
