"""Asks the Hugging Face hub about one file, by huggingface_hub, which is imported only here.

Before that its telemetry is turned off; it is given no token, and says nothing of this machine.
"""

import os
import socket
import ssl
from collections.abc import Collection
from typing import TYPE_CHECKING

from selfaudit.core.errors import ModelError
from selfaudit.local_models.known_model import HubFile
from selfaudit.local_models.pip_settings import PipSettings, host_of
from selfaudit.local_models.web import OtherHostError, StatusError, proxy_for, tls_context

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import HfFileMetadata

_QUIET = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}
_BY_HAND = (
    "Fetch the file in another way and use `selfaudit models add PATH`, or choose another model."
)


def metadata(
    file: HubFile, endpoint: str, settings: PipSettings, agent: str, hosts: Collection[str]
) -> tuple[str, "HfFileMetadata"]:
    """The file's address on the hub, and what the hub tells of it. Raises ModelError.

    One HEAD request, by the proxy and certificates that pip is set to. Raises OtherHostError
    before it would go on to a host that is not one of `hosts`.
    """
    os.environ.update(_QUIET)
    import httpx2
    from huggingface_hub import errors, get_hf_file_metadata, hf_hub_url, set_client_factory

    if os.environ.get("HF_HUB_OFFLINE", "").lower() in ("1", "on", "yes", "true"):
        raise ModelError(
            "The variable HF_HUB_OFFLINE is set, which forbids asking the hub.",
            hint="Unset it to fetch a model.",
        )
    host = host_of(endpoint)
    set_client_factory(lambda: _client(settings, host, frozenset(hosts)))
    url = hf_hub_url(file.repo, file.path, revision=file.revision, endpoint=endpoint)
    where = f"{file.path} of {file.repo}"
    try:
        found = get_hf_file_metadata(
            url,
            token=False,
            timeout=settings.timeout,
            headers={"user-agent": agent},
            endpoint=endpoint,
        )
    except errors.GatedRepoError as error:
        raise ModelError(
            f"{file.repo} is given only to people who have agreed to its terms on {host}.",
            hint=f"selfaudit sends no name and no token. {_BY_HAND}",
        ) from error
    except errors.RevisionNotFoundError as error:
        raise ModelError(
            f"{file.repo} has no revision {file.revision} on {host}.", hint=_BY_HAND
        ) from error
    except errors.RemoteEntryNotFoundError as error:
        raise ModelError(f"There is no {where} on {host}.", hint="Look at its name.") from error
    except errors.RepositoryNotFoundError as error:
        raise ModelError(
            f"There is no {file.repo} on {host}, or it is not open to everyone.",
            hint=f"Look at its name. {_BY_HAND}",
        ) from error
    except errors.HfHubHTTPError as error:
        raise StatusError(host, error.response.status_code, _BY_HAND) from error
    except httpx2.HTTPError as error:
        raise _unreachable(error, host, proxy_for(settings, endpoint)) from error
    return url, found


def _client(settings: PipSettings, host: str, hosts: frozenset[str]) -> "httpx2.Client":
    """A client that asks these hosts and no other."""
    import httpx2

    def only_these(request: httpx2.Request) -> None:
        asked = host_of(str(request.url))
        if asked not in hosts:
            raise OtherHostError(asked)

    proxy = settings.proxy
    return httpx2.Client(
        event_hooks={"request": [only_these]},
        verify=tls_context(settings, host),
        proxy=(proxy if "://" in proxy else f"http://{proxy}") if proxy else None,
        timeout=settings.timeout,
    )


def _unreachable(error: "httpx2.HTTPError", host: str, proxy: str) -> ModelError:
    """The sentence for a hub that could not be asked."""
    import httpx2

    through = f" through the proxy {proxy}" if proxy else ""
    hint = "Check the connection, or pip's proxy setting."
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx2.TimeoutException):
        return ModelError(f"{host}{through} did not answer in time.", hint="Try again.")
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return ModelError(
            f"The certificate of {host} was not accepted.",
            hint="If your network inspects traffic, set its certificate: `pip config set "
            "global.cert FILE`.",
        )
    if any(isinstance(one, socket.gaierror) for one in causes):
        return ModelError(f"{host}{through} could not be found.", hint=hint)
    return ModelError(f"{host}{through} could not be reached ({type(error).__name__}).", hint=hint)
