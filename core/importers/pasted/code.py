"""Code and markup without a fence: programs, queries, style sheets, HTML, LaTeX, diffs."""

import re

from selfaudit.core.importers.pasted.lines import FIRST_PERSON, Detector, mark, runs

CODE = Detector("unfenced-code", 1)

LINES = 3
"""Lines of code in a row from which they count as pasted; shorter ones are typed by hand, too."""

STRONG = 2
"""Lines among them that can hardly be anything but code."""

WEAK_SHARE = 0.75
"""Share of the lines that must at least look like code."""

STRONG_SHARE = 0.3
"""Share of the lines that can hardly be anything but code."""

_STRONG = re.compile(
    r"(?:async )?def \w+\(|class \w[\w<>.]*(?:\([^)]*\))?:?$|"
    r"import [\w.*{}]+(?: as \w+)?;?$|import .{1,80} from |import (?:static|qualified) |"
    r"from [\w.]+ import |using [\w.]+;$|package [\w.]+;?$|module [\w.]+ where$|"
    r"#include\b|#define\b|#!/|<\?php|\?>$|<!--|</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<[!?][A-Za-z]|"
    r"(?:fi|done|esac|end;)$|(?:if|for|while)\b.*; (?:do|then)$|"
    r"End (?:If|Sub|With|Function)$|(?:Dim|Set) \w+ (?:As|=) |For \w+ = |If .* Then$|Next \w$|"
    r"\\[a-zA-Z]+\b|\w+ :: \S|\.PHONY: |"
    r'"[^"]{1,60}"\s*:\s|@\w+\{[\w:-]+,$|'
    r"diff --git |index [0-9a-f]{7}|(?:---|\+\+\+) [ab]?/\S|@@ -\d"
)
_UPPER = re.compile(
    r"(?:SELECT|FROM|(?:LEFT |RIGHT |INNER |OUTER )?JOIN|WHERE|GROUP BY|ORDER BY|HAVING|LIMIT|"
    r"UNION|INSERT INTO|UPDATE|CREATE TABLE|ALTER TABLE|VALUES|"
    r"RUN|COPY|WORKDIR|CMD|EXPOSE|ENV|ENTRYPOINT)\b(?=.*[a-z_=*(\d]).*[^.?!]$"
)
_DEFINITION = re.compile(
    r"(?:let|const|var|val|type|local) (?:mut )?[\w{}\[\], ]{1,60}(?::[^=]{1,40})?= ?\S"
)
_VARIABLE = re.compile(r"\$[({]\w")
_KEYWORD = re.compile(
    r"(?:if|elif|else|for|while|try|except|finally|with|switch|case|match|foreach|unless|until|"
    r"return|print|echo|const|let|var|val|fn|func|fun|function|raise|throw|yield|await|"
    r"pub|struct|enum|trait|impl|interface|type|export|template|namespace|"
    r"public|private|protected|static|final|override|void|int|float|double|char|bool|"
    r"local|module|require|library)\b"
)
_CONDITION = re.compile(
    r"[\[\]{}=<>$]|\w\(|\w\.\w|\bin \w+:$|^(?:if|elif|while) (?:not )?\w+:$|"
    r"^(?:else|try|finally):$|^except(?: \w+)?:$"
)
_CODE_END = re.compile(r"[{(\[]$|[)\]}][:;,]?$|[\w'\"]:$|;$|=>$|->$")
_HARD_SYMBOL = re.compile(r"[()\[\]{}=<>$\\]")
_SYMBOL = re.compile(r"[()\[\]{}=<>$\\:\"'*+]")
_CLOSERS = re.compile(r"[{}()\[\];,]{1,8}$|\} else \{$")
_CALL = re.compile(r"[\w.$:<>!&*\[\]'\"-]{1,80}\(.*[)(,{\[:][;,]?$|\.\w+\(|[)}\]]\)?\.\w+\(")
_ASSIGNMENT = re.compile(
    r"[$@*&]{0,2}[\w.\[\]'\"-]{1,60}(?:\s?:\s?[\w\[\], |]{1,30})?\s?"
    r"(?:[-+*/|.:?]?=|<-)\s?[^\s=]"
)
_RICH_VALUE = re.compile(r"[=<]-?\s?(?:[\"'\[({&]|[\w.]+[(\[.])")
_COMMENT = re.compile(r"@\w+(?:\(.*\))?$|//|/\*|\*/?\s|#\s|--\s|%|<!--")
_CHANGED = re.compile(r"[-+](?![-+ ])\S|[-+]\s{2,}\S")


def mark_code(lines: list[str], labels: list[Detector]) -> None:
    """Mark runs of lines that are code or markup."""
    for first, end, scores in runs(lines, labels, _score):
        many, strong = len(scores), scores.count(2)
        if (
            many >= LINES
            and strong >= max(STRONG, STRONG_SHARE * many)
            and many - scores.count(0) >= WEAK_SHARE * many
        ):
            mark(labels, first, end, CODE)


def _score(line: str, before: str) -> int:
    """2 for a line that is code, 1 for one that may be, 0 for prose."""
    text = line.strip()
    if _STRONG.match(text) or _CLOSERS.match(text) or text.endswith("{"):
        return 2
    code_end = _CODE_END.search(text)
    if code_end and _KEYWORD.match(text):
        if _CONDITION.search(text) or (text[-1] != ":" and _SYMBOL.search(text[:-1])):
            return 2
        if line[0] in " \t" and text[-1] in ";)}":
            return 2
    if text.endswith(";") and (line[0] in " \t" or _HARD_SYMBOL.search(text)):
        return 2
    if code_end and _CALL.match(text):
        return 2
    if _ASSIGNMENT.match(text):
        return 2 if _RICH_VALUE.search(text) else 1
    if FIRST_PERSON.search(text):
        return 0
    if _UPPER.match(text) or _DEFINITION.match(text) or _VARIABLE.search(text):
        return 2
    if line[0] in " \t" or _COMMENT.match(text) or _CHANGED.match(text):
        return 1
    return 1 if 8 * len(_SYMBOL.findall(text)) >= len(text) else 0
