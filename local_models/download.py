"""A download that goes on where it stopped, and that is verified."""

import shutil
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO

from selfaudit.core.errors import ModelError
from selfaudit.local_models.files import file_error, open_private, sha256_of
from selfaudit.local_models.lock import only_writer
from selfaudit.local_models.pip_settings import host_of
from selfaudit.local_models.web import StatusError, Web, connection_error

Progress = Callable[[int, int], None]
"""Is told how many bytes are here, of how many."""

_CHUNK = 256 * 1024
_ATTEMPTS = 3
_RANGE_NOT_SATISFIABLE = 416
_PARTIAL = 206


class _CutError(Exception):
    """The connection ended before the file did."""


def need_space(folder: Path, size: int) -> None:
    """Raise ModelError when a folder's disk has less than `size` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise ModelError(
            f"{size / 1e6:.0f} MB are needed and {free / 1e6:.0f} MB are free.",
            hint="Make room and try again.",
        )


def download(web: Web, url: str, part: Path, size: int, sha256: str, on_progress: Progress) -> None:
    """Download a file of a known size and hash into `part`, going on from what is there.

    A connection that ends early is opened again while that brings anything. Raises ModelError:
    what has arrived is kept for the next time, unless it turns out to be another file. Only one
    download at a time writes a `part`.
    """
    with only_writer(part):
        _download(web, url, part, size, sha256, on_progress)


def _download(
    web: Web, url: str, part: Path, size: int, sha256: str, on_progress: Progress
) -> None:
    resumed = part.is_file() and part.stat().st_size > 0
    _complete(web, url, part, size, on_progress)
    if sha256_of(part) == sha256:
        return
    part.unlink(missing_ok=True)
    if resumed:
        # The beginning may have been of another file, or of one that was changed since.
        _complete(web, url, part, size, on_progress)
        if sha256_of(part) == sha256:
            return
        part.unlink(missing_ok=True)
    raise ModelError(
        f"{host_of(url)} sent another file than the one that was expected: its sha256 differs.",
        hint="Try again; if it stays so, your mirror may be damaged or serve something else.",
    )


def _complete(web: Web, url: str, part: Path, size: int, on_progress: Progress) -> None:
    for attempt in range(_ATTEMPTS):
        before = _size(part)
        try:
            _append(web, url, part, size, on_progress)
        except _CutError as error:
            here = _size(part)
            if here <= before or attempt == _ATTEMPTS - 1:
                raise ModelError(
                    f"The connection to {host_of(url)} ended after {here / 1e6:.1f} of "
                    f"{size / 1e6:.1f} MB.",
                    hint="Run it again: it goes on where it stopped.",
                ) from error
        else:
            return


def _append(web: Web, url: str, part: Path, size: int, on_progress: Progress) -> None:
    here = _size(part)
    if here > size:
        part.unlink()
        here = 0
    if here == size:
        return
    try:
        response = web.open(url, {"Range": f"bytes={here}-"} if here else {})
    except StatusError as error:
        if error.status != _RANGE_NOT_SATISFIABLE or not here:
            raise
        part.unlink()
        here, response = 0, web.open(url)
    with response:
        if here and not _continues(response, here):
            part.unlink()
            here = 0
        on_progress(here, size)
        _save(response, host_of(url), part, here, size, on_progress)


def _continues(response: HTTPResponse, here: int) -> bool:
    """Whether the answer begins where we asked it to, rather than at the file's beginning."""
    begins = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return response.status == _PARTIAL and begins.strip() == str(here)


def _save(
    response: HTTPResponse, host: str, part: Path, here: int, size: int, on_progress: Progress
) -> None:
    with _opened(part) as out:
        while here < size:
            try:
                chunk = response.read1(min(_CHUNK, size - here))
            except (ConnectionError, HTTPException) as error:
                raise _CutError from error
            except OSError as error:
                raise connection_error(error, host) from error
            if not chunk:
                raise _CutError
            try:
                out.write(chunk)
                out.flush()
            except OSError as error:
                raise file_error(error, "The download could not be saved") from error
            here += len(chunk)
            on_progress(here, size)


def _opened(part: Path) -> BinaryIO:
    try:
        return open_private(part)
    except OSError as error:
        raise file_error(error, "The download could not be saved") from error


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0
