"""Wires fetching: which model is meant, what is asked of the person, where it then comes from.

With `wiring` and `models_wiring`, one of the modules of the interface that reach the engine's
package.
"""

from collections.abc import Callable

from selfaudit.core.errors import ModelError
from selfaudit.core.paths import Home
from selfaudit.local_models import catalog, fetch, hub
from selfaudit.local_models.download import need_space
from selfaudit.local_models.hub_names import hub_file, unlisted
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.known_model import HubFile, KnownModel
from selfaudit.local_models.memory import memory, size_words
from selfaudit.local_models.web import OtherHostError
from selfaudit.tui.models_wiring import library, memory_of_known

Consent = Callable[[str], bool]
"""Asked with a sentence that names what would be fetched and the hosts; True is a yes."""

Progress = Callable[[int, int], None]
"""Told how many bytes are here, of how many."""

PYPI_FILES = {"pypi.org": "files.pythonhosted.org"}
"""Where an index is known to keep its files, so that one question names both hosts."""

_OTHERS = " `selfaudit models recommend` says which others suit."


def known_model(name: str | None) -> KnownModel:
    """A model of the catalogue by name, the default one, or any GGUF file on the hub.

    Raises ModelError for a name that is none of these.
    """
    if name is None:
        return catalog.DEFAULT
    file = hub_file(name)
    return catalog.find(name) if file is None else unlisted(file)


def pull(home: Home, known: KnownModel, consent: Consent, progress: Progress) -> InstalledModel:
    """Fetch a model. No host is asked before the person agreed to it.

    Raises ModelError when the person declines, or when it cannot be fetched whole.
    """
    models = library(home)
    agreed: set[str] = set()

    def agree(*hosts: str, proxy: str = "", size: int = 0) -> None:
        new = tuple(host for host in hosts if host and host not in agreed)
        question = _other_host(known, new, proxy, size) if agreed else _sentence(known, new, proxy)
        if new and not consent(question):
            raise ModelError(
                f"{known.title} is not on this machine and was not fetched.",
                hint="Without a model nothing can be extracted. `selfaudit models pull` fetches "
                "it; `selfaudit models add PATH` takes any GGUF file that you have.",
            )
        agreed.update(new)

    if isinstance(known.source, HubFile):
        need_space(home.models, known.bytes)
        agree(hub.host(), proxy=hub.proxy_host())
        plan = None
        while plan is None:
            try:
                plan = hub.plan(known, also=agreed)
            except OtherHostError as error:
                agree(error.host)
        agree(plan.host, proxy=hub.proxy_host(plan=plan), size=plan.bytes)
        fetch_file = hub.pull
    else:
        local = fetch.plan_local(known)
        if local is None:
            hosts = fetch.index_hosts()
            files = (PYPI_FILES[host] for host in hosts if host in PYPI_FILES)
            agree(*hosts, *files, proxy=fetch.proxy_host())
        plan = local or fetch.plan(known)
        agree(plan.host, proxy=fetch.proxy_host(plan=plan))
        fetch_file = fetch.pull
    while True:
        try:
            return models.describe(fetch_file(known, home.models, progress, plan=plan, also=agreed))
        except OtherHostError as error:
            agree(error.host)


def _sentence(known: KnownModel, hosts: tuple[str, ...], proxy: str) -> str:
    size = known.bytes if isinstance(known.source, HubFile) else known.source.bytes
    much = f"{size / 1e6:.0f} MB" if size else "as large as the hub then says,"
    licence = known.licence or "licence unknown"
    through = f" through the proxy {proxy}" if proxy else ""
    return (
        f"{known.title} ({licence}) is not on this machine. selfaudit would fetch it once, "
        f"{much} from {' and '.join(hosts)}{through}. Nothing of yours is sent."
        f"{_memory_sentence(known)}"
        + (
            " `selfaudit models recommend` says which others suit."
            if known is catalog.DEFAULT
            else ""
        )
    )


def _other_host(known: KnownModel, hosts: tuple[str, ...], proxy: str, size: int) -> str:
    through = f" through the proxy {proxy}" if proxy else ""
    much = f", {size / 1e6:.0f} MB" if size else ""
    return f"{known.title}{much}, lies on {' and '.join(hosts)}{through}. It would come from there."


def _memory_sentence(known: KnownModel) -> str:
    here = memory()
    need = memory_of_known(known)
    if not known.bytes or here.available is None or need <= here.available:
        return ""
    return (
        f" It needs about {size_words(need)} of memory; {size_words(here.available)} can be had "
        "here, so it is too large for this machine as it is now."
    )
