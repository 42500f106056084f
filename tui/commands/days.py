"""Days as options give them, as a stretch of time."""

from datetime import UTC, datetime, timedelta

import click

DATE = click.DateTime(formats=["%Y-%m-%d"])


def stretch(first: datetime | None, last: datetime | None) -> tuple[float | None, float | None]:
    """Seconds since 1970 from the first day (UTC) to after the last one; None is no limit.

    Raises UsageError where the last day is before the first.
    """
    if first is not None and last is not None and last < first:
        raise click.UsageError("--to is before --from.")
    try:
        after = last and last.replace(tzinfo=UTC) + timedelta(days=1)
    except OverflowError as error:
        raise click.UsageError("There is no day after --to.") from error
    start = first.replace(tzinfo=UTC).timestamp() if first else None
    return start, after.timestamp() if after else None
