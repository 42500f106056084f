"""E-mails and letters that others wrote, and what is quoted from them."""

import re

from selfaudit.core.importers.pasted.lines import (
    DEFAULT,
    LINE_LIMIT,
    OWN_TEXT,
    Detector,
    blocks,
    mark,
)

QUOTE = Detector("quote-lines", 2)
MAIL = Detector("mail-headers", 2)
LETTER = Detector("letter-to-the-person", 1)

MAIL_HEADERS = 3
"""E-mail header lines in a row, with a sender among them, that begin a pasted e-mail."""

LETTER_LINES = 40
"""Lines within which a letter must end with its closing."""

SIGNATURE_LINES = 3
"""Lines of a signature below the closing of a letter."""

_HEADER = re.compile(
    r"(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Message-ID|Von|An|Betreff|Gesendet|Datum|"
    r"De|À|Objet|Envoyé|Para|Asunto|Enviado): \S",
    re.IGNORECASE,
)
_SENDER = re.compile(r"(?:From|Von|De): ", re.IGNORECASE)
_FORWARDED = re.compile(
    r"-{3,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht) ?-{3,}$|"
    r"Begin forwarded message:$|Anfang der weitergeleiteten Nachricht:$"
)
_ATTRIBUTION = re.compile(r"(?=.*[\d@]).* (?:wrote|schrieb|écrit|escribió)\b.*:$")
_SALUTATION = re.compile(
    r"(?:Dear|Hi|Hello|Good (?:morning|afternoon)|Sehr geehrte[rs]?|Liebe[rs]?|Guten Tag|Hallo|"
    r"Bonjour|Madame|Monsieur|Ch(?:er|ère)s?|Estimad[oa]s?|Hola|Buenos días)\b[^.?]{0,60}[,:!]$"
)
_CLOSING = re.compile(
    r"(?:(?:Kind|Best|Warm) (?:regards|wishes)|Regards|Best|Many thanks|(?:Yours )?[Ss]incerely|"
    r"Yours (?:sincerely|faithfully)|Mit freundlichen Grüßen|(?:Viele|Beste|Herzliche) Grüße|"
    r"Cordialement|Bien à vous|.{0,80}salutations distinguées|Saludos(?: cordiales)?|"
    r"Atentamente|Un saludo)[,.!]?$"
)
_ONESELF = re.compile(
    r"\b(?:[Ii]|[Mm]e|[Mm]y|[Mm]ine|ich|Ich|mi[rc]h?|[Mm]ein(?:e[mnrs]?)?|[Jj]e|moi|[Mm]on|ma|"
    r"[Mm]es|[Yy]o|mí|mis?)\b|\b[JjMm]['’]"
)
_EDIT = re.compile(
    r"\b(?:nicer|better|friendl\w+|polite(?:r|ly)?(?! (?:no|refusal)\b)|confident|shorter|formal|"
    r"improve|correct|edit|polish|rewrite|rephrase|check|"
    r"verbesser\w*|korrigier\w*|höflich\w*|freundlicher|kürzer|"
    r"améliore[rz]?|corrige[rz]?|mejora\w*|corregir)\b",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\b(?:sent|wrote|got|received) (?:me )?(?:this|that|the following)\b|"
    r"\bhow (?:do|should|can|would) (?:i|we) (?:answer|reply|respond)|^(?:answer|reply|respond)\b|"
    r"\b(?:scam|legit|decline|polite (?:no|refusal)|do they want)\b|"
    r"\bfrom my (?:landlord|boss|bank|ex|neighbou?r)\b|"
    r"\bantworte\b|\bhat mir (?:\w+ )?(?:geschrieben|geschickt)|"
    r"\bréponds\b|\bm['’]a (?:écrit|envoyé)|\bresponde\b|\bme (?:escribió|mandó)",
    re.IGNORECASE,
)


def mark_quotes(lines: list[str], labels: list[Detector]) -> None:
    """Mark lines quoted as in e-mails, and the line before them that says who wrote."""
    for number, line in enumerate(lines):
        if labels[number] is DEFAULT and (line.startswith("> ") or line.rstrip() == ">"):
            labels[number] = QUOTE
            before = lines[number - 1][:LINE_LIMIT].rstrip() if number else ""
            if before.endswith(":") and _ATTRIBUTION.match(before):
                mark(labels, number - 1, number, QUOTE)


def mark_mail(lines: list[str], labels: list[Detector]) -> None:
    """Mark everything from the headers of an e-mail on: the body goes with its headers."""
    for first, end in blocks(lines, labels):
        headers, sender = 0, False
        for number in range(first, end):
            line = lines[number][:LINE_LIMIT].rstrip()
            if _FORWARDED.match(line):
                mark(labels, number, len(lines), MAIL)
                return
            if not _HEADER.match(line):
                headers, sender = 0, False
                continue
            headers, sender = headers + 1, sender or bool(_SENDER.match(line))
            if headers >= MAIL_HEADERS and sender:
                mark(labels, number + 1 - headers, len(lines), MAIL)
                return


def mark_letters(lines: list[str], labels: list[Detector]) -> None:
    """Mark letters, from salutation to signature, in which nobody says "I".

    A letter of one's own nearly always does; one from an office says "we", or nothing. Where the
    person says that the letter was sent to them, "I" is allowed; where they speak of a text of
    their own, ask to better it, or say nothing beside it, no letter is marked.
    """
    heads = [
        number for number, line in enumerate(lines) if _SALUTATION.match(line[:LINE_LIMIT].strip())
    ]
    if not heads:
        return
    before = "".join(line[:LINE_LIMIT] for line in lines[: heads[0]])
    around = before + "".join(line[:LINE_LIMIT] for line in lines[-2:])
    if OWN_TEXT.search(around) or _EDIT.search(around):
        return
    received = bool(_RECEIVED.search(before))
    opening: int | None = None
    for number, line in enumerate(lines):
        text = line[:LINE_LIMIT].rstrip()
        if labels[number] is not DEFAULT or (opening and number - opening > LETTER_LINES):
            opening = None
        elif _SALUTATION.match(text):
            opening = number
        elif opening is not None and not received and _speaks_of_oneself(line):
            opening = None
        elif opening is not None and _CLOSING.match(text):
            end = number + 1
            while end < len(lines) and end <= number + SIGNATURE_LINES and _signs(lines[end]):
                end += 1
            if before.strip() or any(line.strip() for line in lines[end:]):
                mark(labels, opening, end, LETTER)
            opening = None


def _speaks_of_oneself(line: str) -> bool:
    return bool(_ONESELF.search(line.replace("let me know", "")))


def _signs(line: str) -> bool:
    """Whether a line can belong to a signature: a few words in capitals, no sentence."""
    text = line.strip()
    return bool(text) and text[:1].isupper() and len(text) <= 40 and text[-1] not in ".?!:,"
