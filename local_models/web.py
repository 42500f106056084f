"""HTTP by pip's settings, to hosts that were agreed to and to no other."""

import base64
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from importlib import import_module
from os import environ
from typing import IO
from urllib.parse import urlsplit

from selfaudit.core.errors import ModelError
from selfaudit.local_models.pip_settings import PipSettings, host_of, without_password


class OtherHostError(ModelError):
    """A server sends the request on to a host that nobody agreed to; `host` names it."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"The download is sent on to {host}, which was not agreed to.",
            hint=f"Agree to {host} as well to go on.",
        )
        self.host = host


PIP_ADVICE = "Look at pip's index settings: `pip config list`."
"""What to try when an index refuses a request."""


class StatusError(ModelError):
    """A server that answered with an error; `status` is HTTP's."""

    def __init__(self, host: str, status: int, advice: str = PIP_ADVICE) -> None:
        hint = advice if status < 500 else "Try later."
        super().__init__(f"{host} answered with HTTP status {status}.", hint=hint)
        self.status = status


def proxy_for(settings: PipSettings, url: str) -> str:
    """The proxy, without user and password, that is asked in place of an address's host.

    Empty if there is none: neither pip nor the environment names one, or `NO_PROXY` excepts it.
    """
    parts = urlsplit(url)
    if not host_of(url) or urllib.request.proxy_bypass(parts.netloc.rpartition("@")[2]):
        return ""
    proxy = settings.proxy or urllib.request.getproxies().get(parts.scheme, "")
    address = proxy if "://" in proxy else f"//{proxy}"
    return urlsplit(address).netloc.rpartition("@")[2]


class Web:
    """Opens addresses on agreed hosts with the proxy and certificates that pip is set to.

    `advice` is what to try when one of them refuses a request.
    """

    def __init__(
        self, settings: PipSettings, hosts: Collection[str], advice: str = PIP_ADVICE
    ) -> None:
        self._settings = settings
        self._hosts = frozenset(hosts)
        self._advice = advice

    def open(self, url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
        """Send a GET. Raises OtherHostError before connecting elsewhere, and ModelError."""
        host = host_of(url)
        if host not in self._hosts:
            raise OtherHostError(host)
        proxy = proxy_for(self._settings, url)
        request = urllib.request.Request(without_password(url), headers=headers or {})  # noqa: S310
        if credentials := self._settings.credentials(host):
            token = base64.b64encode(":".join(credentials).encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {token}")
        try:
            response: HTTPResponse = self._opener(host).open(
                request, timeout=self._settings.timeout
            )
        except urllib.error.HTTPError as error:
            error.close()
            asks = proxy and error.code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
            asked = f"The proxy {proxy}" if asks else host
            raise StatusError(asked, error.code, self._advice) from error
        except (OSError, HTTPException) as error:
            raise connection_error(error, host, proxy) from error
        return response

    def _opener(self, host: str) -> urllib.request.OpenerDirector:
        proxy = self._settings.proxy
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None),
            urllib.request.HTTPSHandler(context=tls_context(self._settings, host)),
            _AgreedRedirects(self._hosts),
        ]
        return urllib.request.build_opener(*handlers)


def tls_context(settings: PipSettings, host: str) -> ssl.SSLContext:
    """The certificates that pip is set to trust for a host. Raises ModelError."""
    given = settings.cert or environ.get("REQUESTS_CA_BUNDLE") or environ.get("CURL_CA_BUNDLE")
    try:
        context = ssl.create_default_context(cafile=given or None)
        if not given:
            # Python's own list is empty on some systems; pip brings one.
            with suppress(ImportError):
                context.load_verify_locations(import_module("pip._vendor.certifi").where())
        if settings.client_cert:
            context.load_cert_chain(settings.client_cert)
    except OSError as error:
        raise ModelError(
            "The certificates that pip is set to cannot be read.",
            hint="Look at `cert` in `pip config list`.",
        ) from error
    if host in settings.trusted_hosts or host.partition(":")[0] in settings.trusted_hosts:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class _AgreedRedirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if host_of(newurl) not in self._hosts:
            fp.close()
            raise OtherHostError(host_of(newurl) or newurl.partition(":")[0])
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def connection_error(error: OSError | HTTPException, host: str, proxy: str = "") -> ModelError:
    """The sentence for a connection that failed; `proxy` is the one that was asked, if any."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return ModelError(
            f"The certificate of {host} was not accepted.",
            hint="If your network inspects traffic, set its certificate: `pip config set "
            "global.cert FILE`.",
        )
    if proxy and isinstance(reason, socket.gaierror | ConnectionRefusedError):
        # Only the proxy was looked up and called.
        name = f"The proxy {proxy}"
    else:
        name = f"{host} through the proxy {proxy}" if proxy else host
    hint = "Check the connection, or pip's proxy setting."
    if isinstance(reason, socket.gaierror):
        return ModelError(f"{name} could not be found.", hint=hint)
    if isinstance(reason, TimeoutError):
        return ModelError(f"{name} did not answer in time.", hint="Try again.")
    if proxy and str(reason).startswith("Tunnel connection failed"):
        return ModelError(f"The proxy {proxy} did not connect to {host} ({reason}).", hint=hint)
    return ModelError(f"{name} could not be reached ({type(reason).__name__}).", hint=hint)
