"""Languages by their ISO 639-1 codes: those that can be told apart, and their English names."""

NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sr": "Serbian",
    "sv": "Swedish",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""Every language that `detecting` can name."""

_CODES = {name.lower(): code for code, name in NAMES.items()} | {
    **{"nb": "no", "nn": "no", "fil": "tl", "iw": "he", "in": "id", "bs": "hr", "sh": "sr"},
    **{"eng": "en", "deu": "de", "fra": "fr", "spa": "es", "nld": "nl", "zho": "zh"},
}


def language_name(code: str) -> str:
    """The English name of a language; the code itself where it is not one of NAMES."""
    return NAMES.get(code, code)


def language_code(text: str) -> str:
    """The code that a text such as "en", "en-US", "English" or "nb" stands for.

    A text that stands for none of NAMES is given back in lower case.
    """
    whole = text.strip().lower()
    first = whole.replace("_", "-").partition("-")[0]
    return _CODES.get(whole, _CODES.get(first, first))
