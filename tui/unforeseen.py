"""Words on an error that nobody foresaw: its kind and its place. Its text may be private."""

from types import TracebackType


def unforeseen(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What a person may pass on about an error: none of its own words, no values of variables."""
    place = "an unknown place"
    while trace is not None:
        frame = trace.tb_frame
        place = f"{frame.f_globals.get('__name__', '?')} line {trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"selfaudit met an error that it did not foresee: {kind.__name__} in {place}.\n"
        "What was stored is kept. Please report this line; it holds none of your text."
    )
