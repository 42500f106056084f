"""The store as one object: what the rest of the program is given."""

from selfaudit.core.paths import Home
from selfaudit.core.store.attributes import Attributes
from selfaudit.core.store.beliefs import Beliefs
from selfaudit.core.store.blocks import Blocks
from selfaudit.core.store.browsing import Browsing
from selfaudit.core.store.budgets import Budgets
from selfaudit.core.store.card_times import CardTimes
from selfaudit.core.store.changes import Changes
from selfaudit.core.store.database import Database
from selfaudit.core.store.erasure import Erasure
from selfaudit.core.store.extraction import Extractions
from selfaudit.core.store.history import History
from selfaudit.core.store.indexing import Indexing
from selfaudit.core.store.items import Items, Responses
from selfaudit.core.store.judgments import Judgments
from selfaudit.core.store.left_out import LeftOut
from selfaudit.core.store.marks import Marks
from selfaudit.core.store.mentions import Mentions
from selfaudit.core.store.packages import Packages
from selfaudit.core.store.pairs import Pairs
from selfaudit.core.store.prompts import Prompts
from selfaudit.core.store.runs import Runs
from selfaudit.core.store.selections import Selections
from selfaudit.core.store.studies import Studies
from selfaudit.core.store.support import Support
from selfaudit.core.store.votes import JudgeVerdicts, Votes
from selfaudit.core.store.wordings import Wordings


class Store:
    """Everything of one person, in one file. Safe to use from several threads."""

    def __init__(self, home: Home) -> None:
        """Open or make the store. Raises StoreError."""
        home.prepare()
        self.database = Database(home.store)
        self.history = History(self.database)
        self.browsing = Browsing(self.database)
        self.indexing = Indexing(self.database)
        self.left_out = LeftOut(self.database)
        self.support = Support(self.database)
        self.changes = Changes(self.database)
        self.runs = Runs(self.database)
        self.extractions = Extractions(self.database)
        self.attributes = Attributes(self.database)
        self.wordings = Wordings(self.database)
        self.judgments = Judgments(self.database)
        self.card_times = CardTimes(self.database)
        self.budgets = Budgets(self.database)
        self.items = Items(self.database)
        self.responses = Responses(self.database)
        self.beliefs = Beliefs(self.database, self.items)
        self.prompts = Prompts(self.database)
        self.blocks = Blocks(self.database)
        self.marks = Marks(self.database)
        self.selections = Selections(self.database)
        self.pairs = Pairs(self.database)
        self.mentions = Mentions(self.database)
        self.votes = Votes(self.database)
        self.verdicts = JudgeVerdicts(self.database)
        self.packages = Packages(self.database)
        self.studies = Studies(self.database)
        self.erasure = Erasure(self.database, home)
        self.erasure.finish()

    def close(self) -> None:
        """Close the file."""
        self.database.close()
