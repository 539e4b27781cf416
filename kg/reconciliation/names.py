"""An index of names: what bears a name, what begins with some letters, what is written nearly so."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.gazetteer import fold
from kg.reconciliation.likeness import LEAST, likeness, squeezed
from kg.reconciliation.values import Hit

_COMPARED = 60


class NameIndex:
    """Names with the entities that bear them.

    `names` are (name, IRI, what the name is to the entity); of one entity's equal names the first stands.
    """

    def __init__(self, names: Iterable[tuple[str, str, str]]) -> None:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for name, iri, role in names:
            if key := fold(name):
                found[key].setdefault(iri, role)
        self._keys = sorted(found)
        self._holders = [tuple(found[key].items()) for key in self._keys]
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._grams: dict[str, list[int]] = defaultdict(list)
        self._sizes = []
        for number, key in enumerate(self._keys):
            self._exact[squeezed(key)].append(number)
            grams = _grams(key)
            self._sizes.append(len(grams))
            for gram in grams:
                self._grams[gram].append(number)

    def exact(self, name: str) -> Iterator[Hit]:
        """What bears the name, whatever its case, marks, hyphens and spaces; other spacing counts as a spelling."""
        key = fold(name)
        for number in self._exact.get(squeezed(key), ()):
            same = self._keys[number] == key
            for iri, role in self._holders[number]:
                yield Hit(iri, "spelling" if role == "name" and not same else role)

    def alike(self, name: str) -> Iterator[Hit]:
        """What bears a name that is nearly so, at least by `likeness.LEAST`."""
        key = fold(name)
        grams = _grams(key)
        shared: Counter[int] = Counter()
        for gram in sorted(grams):
            shared.update(self._grams.get(gram, ()))
        near = sorted(shared, key=lambda number: (-2 * shared[number] / (len(grams) + self._sizes[number]), number))
        for number in near[:_COMPARED]:
            ratio = likeness(key, self._keys[number])
            if LEAST <= ratio < 1.0:
                for iri, _ in self._holders[number]:
                    yield Hit(iri, "alike", ratio)

    def beginning(self, prefix: str) -> Iterator[tuple[str, str, str]]:
        """The names that begin so, folded and sorted, with who bears them and what the name is to it."""
        key = fold(prefix)
        at = bisect_left(self._keys, key)
        while at < len(self._keys) and self._keys[at].startswith(key):
            for iri, role in self._holders[at]:
                yield self._keys[at], iri, role
            at += 1


def _grams(key: str) -> frozenset[str]:
    padded = f" {key} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
