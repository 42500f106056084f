"""Names and places that are replaced wherever they stand."""

from tests.tui.conftest import Person
from tests.tui.giving import Giving, giving, judged

from selfaudit.tui.export.listing import NO_TEXT_LEAVES
from selfaudit.tui.screens.listing import ListingScreen


def listed(at: Giving) -> list[tuple[str, str]]:
    package = at.person.store.packages.draft()
    assert package is not None
    return [(one.kind, one.name) for one in at.person.store.packages.names(package.id)]


def lines(at: Giving) -> list[str]:
    return [" ".join(line.split()) for line in at.shown("RowList").splitlines()]


async def test_proposals_have_counts_and_go_on_and_off_the_list(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("3", "n")
        assert isinstance(at.app.screen, ListingScreen)
        shown = lines(at)
        assert any("Lisbon" in line and "×" in line for line in shown)
        place = next(number for number, line in enumerate(shown) if "Lisbon" in line)
        await at.do(*["down"] * place, "enter")
        assert listed(at) == [("place", "Lisbon")]
        assert "[✓]" in lines(at)[place]
        assert "take off" in at.keys
        await at.do("enter")
        assert listed(at) == []
        await at.do("z")
        assert listed(at) == [("place", "Lisbon")]


async def test_what_is_listed_is_replaced_in_the_rows(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("2", "n")
        place = next(number for number, line in enumerate(lines(at)) if "Lisbon" in line)
        await at.do(*["down"] * place, "enter", "q", "enter", "down")
        assert "The user lives in [PLACE-" in at.page("#card LinesView")
        await at.do("p")
        assert "stands for “Lisbon”" in at.remark


async def test_one_is_written_and_its_kind_chosen(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("3", "n", "a")
        await at.press(*"Zoe", "enter")
        assert listed(at) == [("name", "Zoe")]
        await at.do("t")
        assert listed(at) == [("place", "Zoe")]
        await at.do("t", "t", "z", "z", "z", "z")
        assert listed(at) == []
        await at.do("a", "escape", "a", "space", "enter")
        assert listed(at) == []


async def test_the_list_is_there_in_the_next_sitting(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("n", "a")
        await at.press(*"Zoe", "enter")
    async with giving(person) as at:
        await at.do("n")
        assert any("[✓] name Zoe" in line for line in lines(at))


async def test_where_no_text_leaves_it_says_so(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("n")
        assert at.remark == NO_TEXT_LEAVES


async def test_where_nothing_is_proposed_one_can_be_added(person: Person) -> None:
    conversation, message = person.chat(0)
    person.infer(conversation, message, "the user is vegetarian", "vegetarian")
    person.freeze()
    person.session().review.answer(person.session().review.current(), "yes")  # type: ignore[arg-type]
    async with giving(person) as at:
        await at.do("3", "n")
        if lines(at) == [""]:
            assert "a adds one" in at.remark
        await at.do("enter", "t", "a", "escape")
        assert isinstance(at.app.screen, ListingScreen)
