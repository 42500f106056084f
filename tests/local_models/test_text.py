from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.models.run import Sampling
from selfaudit.core.ports import EmbedRequest, GenerateRequest, Priority, ScoreRequest
from selfaudit.local_models.protocol import ask, frame
from selfaudit.local_models.text import TextBuilder, well_formed, well_formed_request


def _feed(pieces: list[bytes], stops: list[str]) -> tuple[TextBuilder, str]:
    builder = TextBuilder(stops)
    settled = "".join(builder.feed(piece) for piece in pieces)
    return builder, settled + builder.finish()


def _cut(data: bytes, cuts: list[int]) -> list[bytes]:
    ends = sorted({min(cut, len(data)) for cut in cuts} | {len(data)})
    return [data[a:b] for a, b in zip([0, *ends], ends, strict=False)]


@given(st.text(), st.lists(st.integers(0, 60)))
def test_any_cut_of_the_bytes_gives_the_same_text(text: str, cuts: list[int]) -> None:
    builder, settled = _feed(_cut(text.encode(), cuts), [])
    assert settled == builder.text == text


@given(
    st.text("abc\nß", max_size=30),
    st.lists(st.text("abc\nß", min_size=1, max_size=4), max_size=3),
    st.lists(st.integers(0, 40)),
)
def test_stop_strings_end_the_text_wherever_it_is_cut(
    text: str, stops: list[str], cuts: list[int]
) -> None:
    builder, settled = _feed(_cut(text.encode(), cuts), stops)
    found = [at for stop in stops if (at := text.find(stop)) >= 0]
    assert builder.stopped == bool(found)
    assert settled == builder.text
    # A stop string seen first wins, as what came before was already shown.
    assert text.startswith(settled)
    assert all(stop not in settled for stop in stops)
    if found and len(stops) == 1:
        assert settled == text[: found[0]]
    if not found:
        assert settled == text


def test_what_may_be_a_stop_string_is_held_back() -> None:
    builder = TextBuilder(["\n\n"])
    assert builder.feed(b"one\n") == "one"
    assert builder.feed(b"two\n") == "\ntwo"
    assert builder.feed(b"\nthree") == ""
    assert builder.stopped
    assert builder.feed(b"four") == ""
    assert builder.text == "one\ntwo"


def test_a_character_that_never_ends_is_replaced() -> None:
    builder = TextBuilder([])
    assert builder.feed("né".encode()[:2]) == "n"
    assert builder.finish() == "\N{REPLACEMENT CHARACTER}"


@given(st.text(st.characters(exclude_categories=[])))
def test_well_formed_text_can_always_be_encoded(text: str) -> None:
    assert well_formed(text).encode().decode() == well_formed(text)


def test_surrogate_pairs_are_joined_and_lone_ones_replaced() -> None:
    assert well_formed("a\ud83d\ude00b\udc00c\ud800") == "a😀b\N{REPLACEMENT CHARACTER}c" + (
        "\N{REPLACEMENT CHARACTER}"
    )


@given(st.text(st.characters(exclude_categories=[])))
def test_requests_of_every_kind_can_be_sent(text: str) -> None:
    for request in (
        GenerateRequest("a", text, text, Sampling(), 1),
        ScoreRequest("a", text, text, text, (text, text)),
        EmbedRequest("a", text),
    ):
        clean = well_formed_request(request)
        assert frame(ask(clean, Priority.BACKGROUND))
        assert well_formed_request(clean) == clean
