"""Interchangeable spellings (Defence, Defense; Sergei, Sergey) and what follows from them for a name."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import product

LEFT_OUT = "-"
"""The form that stands for a word that may be missing."""
_MOST = 64


class Spellings:
    """The spellings of one scope: names of any kind, and those of one kind of entity."""

    def __init__(self, groups: Sequence[tuple[str, ...]]) -> None:
        self._others: dict[str, tuple[str, ...]] = {}
        for group in groups:
            self._others.setdefault(group[0], group)
            for form in group[1:]:
                if form != LEFT_OUT:
                    self._others.setdefault(form, group)
        longest = sorted(self._others, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(_as_pattern(form) for form in longest)) if longest else None

    def variants(self, name: str) -> tuple[str, ...]:
        """All other spellings of a name, sorted; at most 63.

        >>> Spellings([("Defence", "Defense"), ("Guards", "-")]).variants("1st Guards Defence Brigade")
        ('1st Defence Brigade', '1st Defense Brigade', '1st Guards Defense Brigade')
        """
        if self._pattern is None or not (hits := list(self._pattern.finditer(name))):
            return ()
        parts: list[tuple[str, ...]] = []
        at = 0
        for hit in hits:
            written = hit[0]
            group = self._others.get(written) or self._others["*" + written]
            parts += [(name[at : hit.start()],), tuple(form.lstrip("*") for form in group)]
            at = hit.end()
        parts.append((name[at:],))
        made = set()
        for combination, _ in zip(product(*parts), range(_MOST), strict=False):
            words = "".join("" if form == LEFT_OUT else form for form in combination).split()
            if len(words) > 1 or " " not in name:  # what is left of "Scots Guards" is no name
                made.add(" ".join(words))
        return tuple(sorted(made - {name}))


def _as_pattern(form: str) -> str:
    if form.startswith("*"):
        return rf"(?<=\w){re.escape(form[1:])}\b"
    return rf"\b{re.escape(form)}\b" if form.isascii() and form[0].isalnum() else re.escape(form)


def read_spellings(text: str, kinds: Sequence[str]) -> Mapping[str, Spellings]:
    """The spellings for each kind of entity, from a table with the columns scope (a kind, or "any") and forms."""
    groups: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in kinds}
    for row in csv.DictReader(StringIO(text, newline="")):
        forms = tuple(row["forms"].split(";"))
        for kind in kinds if row["scope"] == "any" else (row["scope"],):
            groups[kind].append(forms)
    return {kind: Spellings(found) for kind, found in groups.items()}
