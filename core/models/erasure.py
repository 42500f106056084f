"""What can be erased, what goes with it, and what stays."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OneAttribute:
    """One attribute: its statements, and what was made of them."""

    id: int

    kind = "attribute"


@dataclass(frozen=True, slots=True)
class OneConversation:
    """One conversation with everything that was derived from it."""

    id: str

    kind = "conversation"


@dataclass(frozen=True, slots=True)
class OneSource:
    """Everything of one import that no other import holds as well."""

    id: int

    kind = "source"


@dataclass(frozen=True, slots=True)
class Dates:
    """The messages of a stretch of time in seconds since 1970, `end` exclusive."""

    start: float
    end: float

    kind = "dates"


@dataclass(frozen=True, slots=True)
class AllTexts:
    """Every text of or about the person. Judgments, marks and votes stay, without the texts."""

    kind = "texts"


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is stored, judgments, marks and votes included."""

    kind = "everything"


Target = OneAttribute | OneConversation | OneSource | Dates | AllTexts | Everything


@dataclass(frozen=True, slots=True)
class Going:
    """How much is erased.

    `titles` counts those of conversations that stay in part. `wordings` are statements in the
    person's own words, `notes` what models wrote down, `quotes` what they put in the person's mouth
    and was quarantined. `named` are what the person wrote beside the cards of attributes: what they
    expected to be noted, what they missed, remarks. `judgments`, `marks` and `votes` only go with
    everything.
    """

    imports: int = 0
    conversations: int = 0
    messages: int = 0
    titles: int = 0
    notes: int = 0
    quotes: int = 0
    attributes: int = 0
    wordings: int = 0
    comments: int = 0
    named: int = 0
    prompts: int = 0
    answers: int = 0
    judgments: int = 0
    marks: int = 0
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Staying:
    """How much is touched and stays.

    `judgments`, `marks` and `votes` are about what is erased, and stay without its text.
    `attributes` lose some of their evidence and have other; `messages_elsewhere` are also in
    another import, and `messages_undated` have no date, so that no stretch of time holds them.
    """

    judgments: int = 0
    marks: int = 0
    votes: int = 0
    attributes: int = 0
    messages_elsewhere: int = 0
    messages_undated: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing a target would do. `files` of the home go as well, by name.

    `copies` are the backups that were made and are still there: they keep what they hold. So do
    the packages that were made; where those are is not known.
    """

    target: Target
    going: Going
    staying: Staying
    files: tuple[str, ...]
    copies: tuple[str, ...]
    packages: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the target is left."""
        if isinstance(self.target, AllTexts | Everything) and (self.files or self.copies):
            return False
        return self.going == Going()
