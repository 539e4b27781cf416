"""Names of places as present-day English texts write them, from those that GeoNames has.

Ukrainian places are romanised from their Ukrainian names: GeoNames has many by the older system of the BGN
(Kupyansk, Avdiyivka), but reports follow the national one, fixed by resolution 55 of 2010 of the Cabinet of
Ministers (Kupiansk, Avdiivka).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ -")
_TELLING = frozenset("іїєґ'’ʼ")


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


def _skeleton(name: str) -> str:
    """What the systems agree on: the letters without i, y, j, apostrophes and hyphens."""
    return re.sub(r"[iyj'’ʼ\- ]", "", name.lower())
