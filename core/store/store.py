"""The store as one object: what the rest of the program is given."""

from selfaudit.core.paths import Home
from selfaudit.core.store.attributes import Attributes
from selfaudit.core.store.database import Database
from selfaudit.core.store.extraction import Extractions
from selfaudit.core.store.history import History
from selfaudit.core.store.judgments import Judgments


class Store:
    """Everything of one person, in one file. Safe to use from several threads."""

    def __init__(self, home: Home) -> None:
        """Open or make the store. Raises StoreError."""
        home.prepare()
        self.database = Database(home.store)
        self.history = History(self.database)
        self.extractions = Extractions(self.database)
        self.attributes = Attributes(self.database)
        self.judgments = Judgments(self.database)

    def close(self) -> None:
        """Close the file."""
        self.database.close()
