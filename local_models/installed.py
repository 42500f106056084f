"""Models on this machine: a folder of GGUF files, each with a small JSON file of what is known."""

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from selfaudit.core.errors import ModelError
from selfaudit.core.languages.names import language_code
from selfaudit.core.models.run import ModelIdentity, Profile
from selfaudit.local_models import catalog
from selfaudit.local_models.adapter import Adapter, adapter_in, packaged
from selfaudit.local_models.files import file_error, name_of, sha256_of, write_private
from selfaudit.local_models.gguf import GgufHeader, read_header
from selfaudit.local_models.made_from import form_of, made_from_file, read_made_from
from selfaudit.local_models.origin import origin_file, read_origin
from selfaudit.local_models.text import well_formed

RECORDS_FROM = 1_000_000_000
"""Weights from which on a model is asked for records with fields instead of plain facts."""

_CHATML_NOTE = b"chatml"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model file and what is known of it.

    `bytes` is its size, `parameters` its count of weights, `context` the window in tokens that it
    was trained with (0 if unknown), `chat_template` the sha256 of its own template. `languages`
    are codes of what it was made for, empty if unknown; `cache_bytes` is what one token of the
    window takes in memory, 0 if unknown. `adapter` is what it extracts with, if anything.
    `made_from` is the sha256 of the file that this one was requantised from, "" for others: what is
    known of that one holds for its weights too.
    """

    path: Path
    name: str
    title: str
    sha256: str
    bytes: int
    parameters: int
    context: int
    chat_template: str
    profile: Profile
    languages: tuple[str, ...] = ()
    licence: str = ""
    cache_bytes: int = 0
    adapter: Adapter | None = None
    made_from: str = ""

    def with_adapter(self, path: Path) -> "InstalledModel":
        """The same model, taught by the adapter in a file. Raises ModelError where it is none."""
        return replace(self, adapter=adapter_in(path), profile=Profile.TAUGHT)

    def without_adapter(self) -> "InstalledModel":
        """The same model as it is by itself."""
        return replace(
            self, adapter=None, profile=_untaught(self.made_from or self.sha256, self.parameters)
        )

    def identity(self, context: int) -> ModelIdentity:
        """Which weights these are, run with a window of `context` tokens."""
        return ModelIdentity(
            sha256=self.sha256,
            name=self.name,
            parameters=self.parameters,
            context=context,
            chat_template=self.chat_template,
            profile=self.profile,
            adapter=None if self.adapter is None else self.adapter.sha256,
        )


class _Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is remembered of a file for as long as its size and time stay the same."""

    bytes: int
    modified_ns: int
    sha256: str
    title: str
    parameters: int
    context: int
    chat_template: str
    languages: tuple[str, ...]
    licence: str
    cache_bytes: int


class ModelLibrary:
    """The models in one folder. The folder is 0700 and its files 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list_models(self) -> list[InstalledModel]:
        """Every readable model in the folder, by name. Damaged files are left out."""
        models = []
        for path in sorted(self.folder.glob("*.gguf")):
            try:
                models.append(self.describe(path))
            except ModelError:
                continue
        return models

    def resolve(self, name: str | Path | None = None) -> InstalledModel:
        """Find a model by its name, by a catalogue name, or by the path of a file anywhere.

        None is the default model, or else the only one there is; where a faster form was made of
        it, that. Raises ModelError.
        """
        if name is None:
            return self._without_name()
        known = next((m.file_name for m in catalog.KNOWN if m.name == str(name)), None)
        inside = self.folder / (known or f"{Path(name).name.removesuffix('.gguf')}.gguf")
        if Path(name).parent == Path() and inside.is_file():
            return self.describe(inside)
        path = Path(name).expanduser()
        if path.is_file():
            return self.describe(path.resolve())
        installed = ", ".join(model.name for model in self.list_models())
        raise ModelError(
            f"No model called {str(name)!r} is installed.",
            hint=f"Installed: {installed}." if installed else "No model is installed yet.",
        )

    def add(self, path: Path, *, link: bool = False) -> InstalledModel:
        """Take a GGUF file into the folder: a copy, or with `link` a hard link that saves space.

        Raises ModelError when it is no whole GGUF file or there is no room; then nothing is left.
        """
        path = path.expanduser().resolve()
        read_header(path)
        target = self.folder / name_of(path)
        if target.suffix != ".gguf":
            target = target.with_name(target.name + ".gguf")
        if target.exists():
            if target.samefile(path) or sha256_of(target) == sha256_of(path):
                return self.describe(target)
            raise ModelError(f"Another model is already installed as {well_formed(target.stem)}.")
        part = target.with_name(target.name + ".part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            if link:
                os.link(path, part)
            else:
                shutil.copyfile(path, part)
                part.chmod(0o600)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise file_error(error, f"{name_of(path)} could not be installed") from error
        return self.describe(target)

    def verify(self, model: InstalledModel) -> None:
        """Read its file, and its adapter's, whole. Raises ModelError if one is not what it was."""
        read_header(model.path)
        expected = model.sha256
        if self._inside(model.path):
            if origin := read_origin(model.path):
                expected = origin.sha256
            for known in catalog.KNOWN:
                if known.file_name == model.path.name:
                    expected = known.sha256
        if sha256_of(model.path) != expected:
            raise ModelError(
                f"{name_of(model.path)} has changed since it was installed.",
                hint="Remove it and fetch or add it again.",
            )
        if model.adapter is not None:
            model.adapter.check()

    def remove(self, model: InstalledModel) -> None:
        """Delete a model of this folder. Raises ModelError for a file elsewhere."""
        if not self._inside(model.path):
            path = well_formed(str(model.path))
            raise ModelError(f"{path} is not in the models folder and was left alone.")
        try:
            self._sidecar(model.path).unlink(missing_ok=True)
            origin_file(model.path).unlink(missing_ok=True)
            made_from_file(model.path).unlink(missing_ok=True)
            model.path.unlink()
        except OSError as error:
            raise file_error(error, f"{name_of(model.path)} could not be removed") from error

    def describe(self, path: Path) -> InstalledModel:
        """What is known of a file; it is hashed once and again only when it has changed.

        Raises ModelError when it is no whole GGUF file.
        """
        try:
            status = path.stat()
        except OSError as error:
            raise file_error(error, f"{name_of(path)} cannot be read") from error
        sidecar = self._read_sidecar(path)
        stamp = (status.st_size, status.st_mtime_ns)
        if sidecar is None or (sidecar.bytes, sidecar.modified_ns) != stamp:
            sidecar = _examine(path, stamp)
            write_private(self._sidecar(path), msgspec.json.encode(sidecar))
        made = read_made_from(path, sidecar.sha256)
        source = made.source if made else sidecar.sha256
        known = catalog.with_hash(source)
        adapter = packaged(known.adapter) if known and known.adapter else None
        title = known.title if known else sidecar.title or well_formed(path.stem)
        return InstalledModel(
            path=path,
            name=known.name if known and not made else well_formed(path.stem),
            title=f"{title}, as {made.quantisation}" if made else title,
            sha256=sidecar.sha256,
            bytes=sidecar.bytes,
            parameters=sidecar.parameters,
            context=sidecar.context,
            chat_template=sidecar.chat_template,
            profile=Profile.TAUGHT if adapter else _untaught(source, sidecar.parameters),
            languages=known.languages if known else sidecar.languages,
            licence=known.licence if known else sidecar.licence,
            cache_bytes=sidecar.cache_bytes,
            adapter=adapter,
            made_from=made.source if made else "",
        )

    def _without_name(self) -> InstalledModel:
        default = self.folder / catalog.DEFAULT.file_name
        if default.is_file():
            return self._faster(self.describe(default))
        models = self.list_models()
        replaced = {model.made_from for model in models}
        models = [model for model in models if model.sha256 not in replaced]
        if len(models) == 1:
            return models[0]
        if models:
            raise ModelError(
                "Several models are installed and none was named.",
                hint="Installed: " + ", ".join(model.name for model in models) + ".",
            )
        raise ModelError(
            "No model is installed yet.",
            hint=f"Fetch {catalog.DEFAULT.title}, or add a GGUF file of your own.",
        )

    def _faster(self, model: InstalledModel) -> InstalledModel:
        """The form that was made of a model, or itself. No other file is looked at."""
        with suppress(ModelError):
            form = self.describe(form_of(model.path))
            if form.made_from == model.sha256:
                return form
        return model

    def _inside(self, path: Path) -> bool:
        return path.parent.resolve() == self.folder.resolve()

    def _sidecar(self, path: Path) -> Path:
        if self._inside(path):
            return self.folder / f"{path.name}.json"
        key = hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
        return self.folder / "elsewhere" / f"{key}.json"

    def _read_sidecar(self, path: Path) -> _Sidecar | None:
        try:
            return msgspec.json.decode(self._sidecar(path).read_bytes(), type=_Sidecar)
        except (OSError, msgspec.DecodeError):
            return None


def _untaught(sha256: str, parameters: int) -> Profile:
    """What a model is asked for that has no adapter."""
    if known := catalog.with_hash(sha256):
        return known.profile
    return Profile.FLAT if parameters < RECORDS_FROM else Profile.RECORDS


def _examine(path: Path, stamp: tuple[int, int]) -> _Sidecar:
    header: GgufHeader = read_header(path)
    template = header.chat_template.encode()
    return _Sidecar(
        bytes=stamp[0],
        modified_ns=stamp[1],
        sha256=sha256_of(path),
        title=header.name,
        parameters=header.parameters,
        context=header.context,
        # Models without a template of their own are all given the same one.
        chat_template=hashlib.sha256(template or _CHATML_NOTE).hexdigest(),
        languages=tuple(language_code(one) for one in header.languages),
        licence=header.licence,
        cache_bytes=header.cache_bytes,
    )
