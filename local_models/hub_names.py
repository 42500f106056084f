"""Names on the Hugging Face hub: commits, hashes, and files as a person writes them."""

import re

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Profile
from selfaudit.local_models.known_model import HubFile, KnownModel

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_FILE = re.compile(
    rf"(?P<repo>{_PART}/{_PART})/(?P<path>(?:{_PART}/){{0,3}}{_PART}\.gguf)"
    rf"(?:@(?P<revision>[A-Za-z0-9][A-Za-z0-9._-]{{0,95}}))?"
)
_SPLIT = re.compile(r"-\d{5}-of-\d{5}\.gguf$")


def is_commit(revision: str) -> bool:
    """Whether a revision is a commit, which never changes, rather than a branch or tag."""
    return re.fullmatch(r"[0-9a-f]{40}", revision) is not None


def is_sha256(text: str) -> bool:
    """Whether a text is a sha256 in lower-case hexadecimal."""
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def hub_file(text: str) -> HubFile | None:
    """Understand OWNER/REPOSITORY/FILE.gguf, with @REVISION or without; None for other texts.

    Without a revision it is that of the branch "main" when it is fetched.
    """
    found = _FILE.fullmatch(text)
    if found is None or ".." in text:
        return None
    return HubFile(found["repo"], found["path"], found["revision"] or "main")


def unlisted(file: HubFile) -> KnownModel:
    """A model of the hub that is in no catalogue: only the hub can say its size and sha256.

    Raises ModelError for one file of several that only together are a model.
    """
    name = file.path.rpartition("/")[2]
    if _SPLIT.search(name):
        raise ModelError(
            f"{name} is one of several files that only together are a model.",
            hint="Choose a file that is whole; most repositories have one.",
        )
    return KnownModel(
        name=name.removesuffix(".gguf"),
        title=f"{name} of {file.repo}",
        origin=f"https://huggingface.co/{file.repo}",
        licence="",
        file_name=name,
        bytes=0,
        sha256="",
        parameters=0,
        context=0,
        cache_bytes=0,
        languages=(),
        chat_format=None,
        profile=Profile.FLAT,
        source=file,
    )
