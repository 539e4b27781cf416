"""Telling a text that is not in English, without refusing English that is full of foreign names and figures."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from kg.data_files import csv_rows

# fmt: off
NAMES: MappingProxyType[str, str] = MappingProxyType({
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "ku": "Kurdish",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "my": "Burmese", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
})
"""English names of the languages that a report is likely to be in, by ISO 639-1 code."""
# fmt: on

_SAMPLE = 4_000
_FEWEST_WORDS = 40
# Log-likelihood per byte by which another language must beat English. Prose in another language lies above 1.0,
# the same transliterated at 0.4, English tables of losses and lists of Slavic towns below 0.25.
_MARGIN = 0.35
_FEWEST_TOLD = 3
_SHARE_TOLD = 0.15


def describe(code: str) -> str:
    """A language's name and code.

    >>> describe("uk"), describe("xx")
    ('Ukrainian (uk)', 'xx')
    """
    return f"{NAMES[code]} ({code})" if code in NAMES else code


def code_of(declared: str) -> str:
    """The ISO 639-1 code that a declaration such as ``en-GB``, ``EN`` or ``English`` means.

    >>> code_of("en-GB"), code_of("English"), code_of("uk_UA")
    ('en', 'en', 'uk')
    """
    word = re.split(r"[-_]", declared.strip().lower())[0]
    by_name = {name.lower(): code for code, name in NAMES.items()}
    return by_name.get(word, "en" if word == "eng" else word)


def foreign_language(text: str) -> str | None:
    """The code of the language a text is in where it is clearly not English, else None.

    Short texts (under 40 words) are told by their script and by the small words that no telegraphic English has.

    >>> foreign_language("Russische Truppen haben das Dorf eingenommen. Die Ukraine verlor zwei Panzer bei Pokrowsk.")
    'de'
    >>> foreign_language("2x T-72B3 destroyed, Robotyne. UAV footage.") is None
    True
    """
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    latin = sum(character < "\u0250" or "\u1e00" <= character < "\u1f00" for character in letters)
    other_script = len(letters) >= 20 and latin < len(letters) / 2
    if not other_script and len(sample.split()) < _FEWEST_WORDS:
        return _told_by_small_words(sample)
    # The classifier's model takes half a second to load, which commands that read no report need not wait for.
    import py3langid  # type: ignore[import-untyped]

    scores = dict(py3langid.rank(sample))
    best = max(scores, key=lambda code: (scores[code], code))
    margin = (scores[best] - scores["en"]) / len(sample.encode("utf-8", "surrogatepass"))
    return str(best) if best != "en" and (other_script or margin > _MARGIN) else None


def _told_by_small_words(text: str) -> str | None:
    """The language whose articles, prepositions and the like a short text has: several, and far more than English ones.

    Names carry one or two ("Rio de la Plata", "Der Spiegel", "Su-25"), and English sentences their own: foreign ones
    count where they stand alone and in lower case.
    """
    words = re.findall(r"(?<![\w-])[^\W\d_]+(?![\w-])", text)
    held = {code: [word for word in words if word in small] for code, small in _small_words().items()}
    del held["en"]
    english = sum(word.casefold() in _small_words()["en"] for word in words)
    best = max(sorted(held), key=lambda code: len(held[code]))
    told = held[best]
    clear = len(told) >= max(_FEWEST_TOLD, _SHARE_TOLD * len(words)) and len(set(told)) > 2
    return best if clear and len(told) > 2 * english else None


@functools.cache
def _small_words() -> Mapping[str, frozenset[str]]:
    rows = csv_rows("kg", "function_words.csv")
    return {row["language"]: frozenset(row["words"].split()) for row in rows}
