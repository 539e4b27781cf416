"""The closed lists that the learned scores are over; the order in them is that of the weights."""

from __future__ import annotations

from functools import cache

from kg.vocabulary import BASES, CERTAINTIES, CLAIM_TYPES, ENTITY_KINDS, MODALITIES, POLARITIES, ROLES, SCOPES

LABELS: tuple[str, ...] = tuple(f"{t.name}/{status}" for t in CLAIM_TYPES.values() for status in t.statuses)
"""What a word can tell: each claim type with each of its statuses."""

TYPES: tuple[str, ...] = tuple(CLAIM_TYPES)

FILLINGS: tuple[str, ...] = ("none", *ROLES, "attribution", "count", "time")
"""What one word can be to another: nothing, the filler of a role, the source of the claim, its number, its time."""

ALLOWED: tuple[tuple[bool, ...], ...] = tuple(
    tuple(filling not in ROLES or filling in CLAIM_TYPES[kind].roles for filling in FILLINGS) for kind in TYPES
)
"""Per type, which of `FILLINGS` a claim of it can have."""

KINDS: tuple[str, ...] = (
    "none",
    *ENTITY_KINDS,
    "class",
    "noun",
    "proper",
    "number",
    "pronoun",
    "verb",
    "adjective",
    "count",
    "time",
)
"""What a word is: a kind of entity, a kind of equipment, a number or time, else its part of speech."""

SHAPES: tuple[str, ...] = ("other", "lower", "title", "upper", "digit", "mixed")
"""How a word is written; the encoder reads lower case."""

DEPS: tuple[str, ...] = (
    "", "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc", "ccomp",
    "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta", "neg", "nmod",
    "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj", "predet", "prep", "prt",
    "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
"""What a word is to its head: the labels of spaCy's English models; the first stands for any other."""

GROUPS: tuple[tuple[str, ...], ...] = (
    ("place", "facility"), ("state", "organisation", "armed_group", "unit", "person"), ("equipment", "class"), ("count",), ("time",),
)  # fmt: skip
"""Kinds that fill the same roles; all others are one more group."""

NAMES: tuple[str, ...] = ("O", *(f"{part}-{kind}" for kind in ENTITY_KINDS for part in "BI"))
"""The words of names: first and following ones of each kind."""

QUALIFIERS: dict[str, tuple[str, ...]] = {
    "polarity": POLARITIES,
    "modality": MODALITIES,
    "certainty": CERTAINTIES,
    "basis": BASES,
    "scope": SCOPES,
}
"""Field of a claim → its values."""

DISTANCES = 21
"""Buckets of how far one word stands from another: by words in its sentence, by sentences outside it."""

STANDINGS = 23
"""Buckets of how a candidate stands among those of its group; see `kg.learned.words.standings`."""

SCHEME: tuple[str, ...] = (
    *LABELS, *FILLINGS, *KINDS, *SHAPES, *DEPS, *NAMES, *map(" ".join, GROUPS), f"{DISTANCES} distances", f"{STANDINGS} standings",
)  # fmt: skip
"""All that the numbers in the weights stand for, in their order; it is kept with them and compared."""

_DEP = {dep: n for n, dep in enumerate(DEPS)}
_GROUP = {KINDS.index(kind): n for n, kinds in enumerate(GROUPS) for kind in kinds}


def dep(label: str) -> int:
    """The index of what a word is to its head."""
    return _DEP.get(label, 0)


def group(kind: int) -> int:
    """The number of the group that a kind belongs to."""
    return _GROUP.get(kind, len(GROUPS))


def shape(word: str) -> int:
    """The index of a word's shape.

    >>> SHAPES[shape("HIMARS")], SHAPES[shape("T-72B3")], SHAPES[shape("Kyiv")]
    ('upper', 'mixed', 'title')
    """
    if word.isdigit():
        return SHAPES.index("digit")
    if not any(c.isalpha() for c in word):
        return 0
    if any(c.isdigit() for c in word):
        return SHAPES.index("mixed")
    if word.islower():
        return SHAPES.index("lower")
    if word.isupper() and len(word) > 1:
        return SHAPES.index("upper")
    return SHAPES.index("title") if word[0].isupper() else SHAPES.index("mixed")


@cache
def distance(words: int, sentences: int) -> int:
    """The bucket of a distance, counted from the trigger: `words` within its sentence, else `sentences`.

    >>> distance(0, 0), distance(-3, 0), distance(40, 0), distance(0, -1), distance(0, 5)
    (0, 3, 14, 15, 20)
    """
    if sentences < 0:
        return 14 + min(4, -sentences)
    if sentences > 0:
        return 18 + min(2, sentences)
    if not words:
        return 0
    near = next(n for n, limit in enumerate((1, 2, 4, 8, 16, 32, 10**9)) if abs(words) <= limit)
    return 1 + near if words < 0 else 8 + near
