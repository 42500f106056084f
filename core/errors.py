"""Errors as sentences for the person: what happened, and what to try."""


class SelfauditError(Exception):
    """Anything that ends an action and that the person can read.

    `message` says what happened, where and why; `title` heads it; `hint` says what to try.
    None of them ever holds text from an export.
    """

    title = "selfaudit could not do that"

    def __init__(self, message: str, *, title: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if title is not None:
            self.title = title


class ExportError(SelfauditError):
    """A path that cannot be read as a chat export."""

    title = "This export could not be read"


class ModelError(SelfauditError):
    """A model that is missing, damaged, too large, or that failed."""

    title = "The model could not be used"


class StoreError(SelfauditError):
    """The store on disk cannot be opened or written."""

    title = "Your data could not be read or written"


class UnknownIdError(SelfauditError):
    """An identifier that names nothing that is stored."""

    title = "Nothing by that name"


class PackageError(SelfauditError):
    """A package that cannot be read: damaged, incomplete, or of another version."""

    title = "This package could not be read"


class StudyError(SelfauditError):
    """A study's file that cannot be read, or that does not say what it must."""

    title = "This study's file could not be used"


class ConsentError(SelfauditError):
    """Consent that is not complete, so that it cannot be recorded."""

    title = "Your consent is not complete yet"
