"""Where selfaudit keeps things: one home, readable by its owner alone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from selfaudit.core.errors import StoreError

HOME_VARIABLE = "SELFAUDIT_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything of one person: store, models, logs."""

    root: Path

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.root / "selfaudit.db"

    @property
    def models(self) -> Path:
        """The folder of fetched and added models."""
        return self.root / "models"

    @property
    def logs(self) -> Path:
        """The folder of logs, which never hold text from an export."""
        return self.root / "logs"

    def prepare(self) -> None:
        """Make the folders, 0700. Raises StoreError where that is not possible.

        A folder that holds other things is refused: its permissions are not ours to change.
        """
        try:
            if self.root.is_dir() and not self.store.exists() and any(self._strangers()):
                raise StoreError(
                    f"The folder {self.root} holds other things than selfaudit's.",
                    hint="Choose an empty or a new folder with --home DIR.",
                )
            for folder in (self.root, self.models, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
        except OSError as error:
            raise StoreError(
                f"The folder {self.root} cannot be used: {error.strerror}.",
                hint="Choose another with --home DIR or the variable SELFAUDIT_HOME.",
            ) from error

    def _strangers(self) -> Iterator[Path]:
        ours = {self.models.name, self.logs.name, "extraction.lock", "preparation.lock"}
        return (
            path
            for path in self.root.iterdir()
            if path.name not in ours and not path.name.startswith(self.store.name)
        )


def find_home(chosen: Path | None = None) -> Home:
    """The home that was chosen, else that of SELFAUDIT_HOME, else the platform's data folder."""
    if chosen is not None:
        return Home(chosen.expanduser().absolute())
    from_environment = os.environ.get(HOME_VARIABLE)
    if from_environment:
        return Home(Path(from_environment).expanduser().absolute())
    return Home(platformdirs.user_data_path("selfaudit", appauthor=False))
