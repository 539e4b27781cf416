"""How alike two names of one kind are, with the reason: the same, spelled otherwise, shorter, an acronym, nearly the same.

What is nearly the same is tried last and never for short names; units are compared by the grammar of their names.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

import ontology
from kg.designations import agree, contradict, designation
from kg.name_forms import plain, skeleton
from kg.nlp.heads import heads

SAME, COMMON, EVERYWHERE, TYPE = 0.55, 0.4, 0.35, 0.7
"""The same name: one that few bear, one that many may, one that every state has ("Health Ministry", "9th Brigade"), and
the designation of a type of equipment."""

SPELLED = 0.05
"""What another spelling takes away."""

SHORTER, SURNAME, ACRONYM, NEARLY = 0.4, 0.4, 0.4, 0.35
_PLACE = 0.5
_LEAST_FUZZY = 8
_FUZZY = 0.9
_LEAST_ACRONYM = 3
_TWO = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two names are alike; `within` is true where that counts within one report only.

    `shorter` is 1 where the first name is short for the second, 2 where the second is for the first, else 0.
    """

    score: float
    reason: str
    shorter: int = 0
    within: bool = False


@lru_cache(maxsize=200_000)
def likeness(kind: str, one: str, other: str) -> Likeness | None:
    """How alike two names of entities of a kind are; None where nothing speaks for their being one."""
    if kind == "unit" and (first := designation(one)) and (second := designation(other)):
        if first == second:
            return Likeness(SAME if first.telling else EVERYWHERE, "the same designation")
        if agree(first, second):
            return Likeness(SHORTER, "a shorter designation", _shorter(first.parts, second.parts))
        return None
    if kind == "person":
        return _persons(one, other)
    left, right = plain(one), plain(other)
    if left == right or _singular(left) == _singular(right):
        return Likeness(_weight(kind, one), "the same name")
    if kind == "equipment":
        return None
    if skeleton(one) == skeleton(other):
        return Likeness(_weight(kind, one) - SPELLED, "the same name, spelled otherwise")
    if kind in ("organisation", "armed_group", "unit"):
        for short, long, side in ((one, other, 1), (other, one, 2)):
            if short.isupper() and len(short) >= _LEAST_ACRONYM and short == initials(long):
                return Likeness(ACRONYM, "its acronym", side, within=True)
    return Likeness(NEARLY, "nearly the same name") if _nearly(left, right) else None


@lru_cache(maxsize=200_000)
def incompatible(kind: str, one: str, other: str) -> bool:
    """Whether two names of entities of a kind cannot be of one: other first names, numbers, branches."""
    if kind == "unit":
        first, second = designation(one), designation(other)
        return first is not None and second is not None and contradict(first, second)
    if kind == "person":
        left, right = untitled(one), untitled(other)
        return len(left) >= _TWO and len(right) >= _TWO and _persons(one, other) is None
    return False


def fullness(kind: str, name: str) -> int:
    """How much a name says, titles left out: of the names of one entity, the fullest is the best to show."""
    if kind == "person":
        return len(untitled(name)) * 2 - (len(untitled(name)) < len(plain(name).split(" ")))
    if kind == "unit" and (found := designation(name)) is not None:
        return found.parts
    return len(plain(name).split(" "))


def initials(name: str) -> str:
    """The capitals that a name's words begin with.

    >>> initials("Kachin Independence Army")
    'KIA'
    """
    words = [word for word in name.replace("-", " ").split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


@lru_cache(maxsize=50_000)
def untitled(name: str) -> tuple[str, ...]:
    """The words of a person's name in skeleton form, without the titles before it; none where all words are titles.

    First names that are spellings of one are given alike.

    >>> untitled("Defence Minister Christine Lambrecht")
    ('christine', 'lambrecht')
    """
    words = plain(name).split(" ")
    titles, modifiers = heads()["title"], _MINISTRIES
    start = 0
    while start < len(words) and (words[start] in titles or words[start] in modifiers):
        start += 1
    spelled = _first_names()
    return tuple(spelled.get(form, form) for word in words[start:] for form in (skeleton(word),))


@cache
def _first_names() -> dict[str, str]:
    """The skeletons of first names that ``spellings.csv`` gives as spellings of one, each with that of the first."""
    found: dict[str, str] = {}
    for row in csv.DictReader(ontology.read_text("catalogue/spellings.csv").splitlines()):
        forms = [form for form in row["forms"].split(";") if form.isalpha()]
        if row["scope"] == "person" and len(forms) > 1:
            first = found.get(skeleton(forms[0]), skeleton(forms[0]))
            found.update((skeleton(form), first) for form in forms)
    return found


_MINISTRIES = frozenset("defence defense foreign interior prime vice deputy lieutenant major".split())


def _persons(one: str, other: str) -> Likeness | None:
    left, right = untitled(one), untitled(other)
    if not left or not right:  # "the Colonel" is anybody
        return None
    if left == right:
        score = SAME if len(left) >= _TWO else COMMON
        same = plain(one) == plain(other)
        titles = len(plain(one).split(" ")) != len(plain(other).split(" "))
        if same or titles:
            return Likeness(score, "the same name" if same else "the same name with a title")
        return Likeness(score - SPELLED, "the same name, spelled otherwise")
    short, long = sorted((left, right), key=len)
    side = 1 if short is left else 2
    if len(short) == 1 and len(long) >= _TWO and short[0] == long[-1]:
        return Likeness(SURNAME, "the surname of one named in full", side, within=True)
    if len(short) >= _TWO and len(long) > len(short) and (_within(short, long)):
        return Likeness(SAME - SPELLED, "the same name in fewer words", side)
    if len(left) == len(right) >= _TWO and left[-1] == right[-1] and _initial(left[0], right[0]):
        return Likeness(SHORTER, "an initial for the first name", _shorter(len(left[0]), len(right[0])))
    if len(left) == len(right) >= _TWO and left[:-1] == right[:-1] and _nearly(left[-1], right[-1]):
        return Likeness(NEARLY, "nearly the same name")
    return None


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of a name stand in a longer one, in their order, the first or the last of them alike."""
    rest = iter(long)
    return all(word in rest for word in short) and (short[0] == long[0] or short[-1] == long[-1])


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def _weight(kind: str, name: str) -> float:
    """What the same name is worth: much where few can bear it."""
    if kind == "equipment":
        return TYPE if any(character.isdigit() for character in name) else _PLACE
    if kind == "place":
        return _PLACE
    generic = heads()["organisation"] | heads()["facility"] | heads()["unit"] | heads()["unit_modifier"] | _GENERIC
    own = [word for word in plain(name).split(" ") if word not in generic]
    if own and len(plain(name).split(" ")) >= _TWO:
        return SAME
    return COMMON if own or kind == "facility" else EVERYWHERE


_GENERIC = frozenset(
    """central civil defence defense eastern economic emergency foreign general government health high
    homeland information interior internal international it joint main military ministry national northern of
    personnel policy power presidential prime public regional royal security south southern special state
    supreme transport west western affairs finance justice and for""".split()
)


def _shorter(one: int, other: int) -> int:
    return 0 if one == other else 1 if one < other else 2


def _singular(name: str) -> str:
    return name[:-1] if len(name) >= _LEAST_FUZZY and name.endswith("s") and not name.endswith("ss") else name


def _nearly(one: str, other: str) -> bool:
    """Whether two long names differ in a letter or two and in no figure."""
    if min(len(one), len(other)) < _LEAST_FUZZY or one[0] != other[0]:
        return False
    if [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _FUZZY
