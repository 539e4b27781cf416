"""Names of places as present-day English texts write them, from those that GeoNames has.

Ukrainian places are romanised from their Ukrainian names: GeoNames has many by the older system of the BGN
(Kupyansk, Avdiyivka), but reports follow the national one, fixed by resolution 55 of 2010 of the Cabinet of
Ministers (Kupiansk, Avdiivka). Russian names, also of Ukrainian places, are in reports by the system of the BGN and by
one that leaves its glides out (Avdeyevka, Avdeevka).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ -")
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -")
_RUSSIAN_LETTERS = _LETTERS | {
    "г": "g", "ё": "yo", "и": "i", "й": "y", "щ": "shch", "ъ": "", "ы": "y", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_GLIDE_AFTER = frozenset("аеёиоуыэюяйьъ -")
_CYRILLIC_STATES = frozenset(("BY", "KZ", "RU", "UA"))
_LATIN = re.compile(r"[^\u0250-\u02b8\u0370-\u1dff\u2e80-\uffff]+")
_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|ad|at|az|an) (?=\w{4})")
_ARTICLE_STATES = frozenset(
    ("AE", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE")
)
_PLAIN_STATES = frozenset(("AF", "BY", "IR", "RU", "TD"))
_LEAST_ALIKE = 6
_TELLING = frozenset("іїєґ'’ʼ")
_ALIKE = (
    ("shch", "sch"), ("kh", "h"), ("zgh", "zh"), ("g", "h"), ("x", "ks"), ("tz", "ts"), ("w", "v"), ("ck", "k"),
)  # fmt: skip


def romanised(name: str) -> str:
    """A Ukrainian name in Latin letters by the national system.

    >>> romanised("Куп’янськ"), romanised("Кривий Ріг"), romanised("Згурівка")
    ('Kupiansk', 'Kryvyi Rih', 'Zghurivka')
    """
    result = []
    start = True
    for at, char in enumerate(name):
        low = char.lower()
        if low in "'’ʼ":
            continue
        if low == "г" and name[at - 1 : at].lower() == "з":
            latin = "gh"
        else:
            latin = _FIRST[low] if start and low in _FIRST else _LETTERS.get(low, char)
        result.append(latin.capitalize() if char != low else latin)
        start = char in " -"
    return "".join(result)


def plain(name: str) -> str:
    """A romanised Arabic, Persian or Russian name as English texts write it, without marks for letters they lack.

    >>> plain("Ryl’sk"), plain("Al Ḩasakah")
    ('Rylsk', 'Al Hasakah')
    """
    bare = unicodedata.normalize("NFKD", re.sub("['’‘`ʼʿʾ]", "", name))
    return "".join(char for char in bare if not unicodedata.combining(char))


def present_name(name: str, alternates: Iterable[str]) -> str:
    """The national romanisation of the alternate name that `name` is an older romanisation of, else `name`.

    >>> present_name("Avdiyivka", ["Авдеевка", "Авдіївка"])
    'Avdiivka'
    """
    wanted = _skeleton(name)
    fitting = [
        (not _TELLING & set(other.lower()), other)
        for other in alternates
        if other and set(other.lower()) <= _UKRAINIAN and other[0].isupper() and _skeleton(romanised(other)) == wanted
    ]
    results = [romanised(other) for _, other in sorted(fitting)]
    return name if name in results or not results else results[0]


def from_russian(name: str) -> tuple[str, ...]:
    """A Russian name in Latin letters, with its glides and without.

    >>> from_russian("Авдеевка"), from_russian("Часов Яр")
    (('Avdeyevka', 'Avdeevka'), ('Chasov Yar',))
    """
    return tuple(dict.fromkeys(_from_russian(name, glides) for glides in (True, False)))


def _from_russian(name: str, glides: bool) -> str:
    result = []
    for at, char in enumerate(name):
        low = char.lower()
        latin_ = _RUSSIAN_LETTERS.get(low, char)
        if low == "е" and glides and (at == 0 or name[at - 1].lower() in _GLIDE_AFTER):
            latin_ = "ye"
        elif low == "й" and not glides and name[at - 1 : at].lower() in ("и", "ы"):
            latin_ = ""
        result.append(latin_.capitalize() if char != low else latin_)
    return "".join(result)


def latin(names: Iterable[str]) -> tuple[str, ...]:
    """Those in Latin script that are written like a name (a lower-case article may come first)."""
    return tuple(
        name
        for name in names
        if name and _LATIN.fullmatch(name) and any(char.isupper() for char in name) and not name.isdigit()
    )


def spellings(names: Sequence[str], country: str) -> tuple[str, ...]:
    """How English texts may write a place: its names in Latin script, and those in Cyrillic put into it.

    >>> spellings(["Chasiv Yar", "Часів Яр", "Часов Яр"], "UA")
    ('Chasiv Yar', 'Chasov Yar')
    """
    found = list(latin(names))
    if country in _CYRILLIC_STATES:
        for name in names:
            letters = set(name.lower())
            if not name or not name[0].isupper():
                continue
            if country == "UA" and letters <= _UKRAINIAN:
                found.append(romanised(name))
            if letters <= _RUSSIAN:
                found.extend(from_russian(name))
    return tuple(dict.fromkeys(found))


def own_name(name: str, country: str, alternates: Iterable[str]) -> str:
    """The name of a place as reports of today write it."""
    if country == "UA":
        return present_name(name, alternates)
    return plain(name) if country in _ARTICLE_STATES | _PLAIN_STATES else name


def without_article(key: str, country: str) -> str:
    """A folded name without the Arabic article that it begins with, in states where names have one."""
    return _ARTICLE.sub("", key, count=1) if country in _ARTICLE_STATES else key


def alike(key: str, country: str = "UA") -> str:
    """What the ways to write a folded Slavic name have in common; nothing for short names and for other states.

    >>> alike("synelnykove"), alike("sinelnikove"), alike("kryvyi rih"), alike("krivy rig"), alike("lviv")
    ('snelnkove', 'snelnkove', 'krvrh', 'krvrh', '')
    """
    if country not in _CYRILLIC_STATES or len(key) < _LEAST_ALIKE:
        return ""
    for written, common in _ALIKE:
        key = key.replace(written, common)
    bare = re.sub(r"(.)\1+", r"\1", _skeleton(key))
    return bare if len(bare) >= 5 else ""


def _skeleton(name: str) -> str:
    """What the systems agree on: the letters without i, y, j, apostrophes and hyphens."""
    return re.sub(r"[iyj'’ʼ\- ]", "", name.lower())
