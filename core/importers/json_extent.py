"""Where a JSON value ends and how much it holds, told from its text without building it."""

import re

_MARK = re.compile(r'(?:[^"\[\]{}:,]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+(["\[\]{}:,])', re.DOTALL)
"""Up to the next mark outside of strings, or to the quote of a string that the text cuts off."""

_FAST_MARK = re.compile(
    r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"'
    r'|[\[{](?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+[\]}])*+(["\[\]{}])',
    re.DOTALL,
)
"""The same without commas, and without the brackets of what holds no other brackets."""

_IN_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)


class Extent:
    """Follows one JSON value through pieces of text, in constant memory and at any depth.

    `ended` tells whether the end was found, `depth` how many brackets are open. `values` counts the
    values seen so far, those inside others too, and an empty array or object twice, for as long as
    `counting` is set; without, an array or object is gone through many times as fast. Text that is
    no JSON ends somewhere.
    """

    def __init__(self) -> None:
        self.ended = False
        self.values = 1
        self.counting = True
        self.depth = 0
        self._in_string = False

    def feed(self, text: str, at: int) -> int:
        """Go on at an offset of the text. Returns the value's end, or where more text is needed.

        A string, a number or a literal ends at what follows it.
        """
        while not self.ended:
            if self._in_string:
                at = self._end_of_string(text, at)
                if self._in_string:
                    return at
            marks = _MARK if self.counting or not self.depth else _FAST_MARK
            found = marks.match(text, at)
            if found is None:
                return len(text)
            at = self._mark(found[1], found.end())
        return at

    def _end_of_string(self, text: str, at: int) -> int:
        found = _IN_STRING.match(text, at)
        assert found is not None  # it matches nothing, too
        end = found.end()
        if text[end : end + 1] == '"':
            self._in_string = False
            return end + 1
        return end  # the end of the text, or a backslash before it

    def _mark(self, mark: str, after: int) -> int:
        if mark == '"':
            self._in_string = True
        elif mark in "[{":
            self.depth += 1
            self.values += 1
        elif not self.depth:
            self.ended = True
            return after - 1
        elif mark == ",":
            self.values += 1
        elif mark in "]}":
            self.depth -= 1
            self.ended = not self.depth
        return after
