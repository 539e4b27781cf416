"""The graph without what was read less surely than asked: the claims below a confidence, and events that rest on them alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from kg.identifiers import graph_iri
from kg.terms import Quad, integer, name, plain_value
from kg.vocabulary import ID

_CLAIM, _EVENT = f"<{ID}claim/", f"<{ID}event/"
_PARTS = _CLAIM.count("/") + 1


class Source(Protocol):
    """What holds quads: a view or a store."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or all; sorted."""
        ...


class Confident:
    """A source without the claims below a confidence (0–1).

    Events without any other claim are left out too; those that stay count the claims that are left, and are held to be
    what all of their claims made them.
    """

    def __init__(self, source: Source, least: float) -> None:
        self._source = source
        every = source.quads()
        confidence = name("sg:confidence")
        self._dropped = {
            q.subject for q in every if q.predicate == confidence and float(plain_value(q.object)) < least
        }
        events = [q for q in every if q.graph == f"<{graph_iri('events')}>"]
        holding = [q for q in events if q.predicate == name("sg:claim")]
        self._left = Counter(q.subject for q in holding if q.object not in self._dropped)
        self._dropped |= {q.subject for q in holding} - self._left.keys()

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or all; sorted."""
        return sorted(self._kept(self._source.quads(graph, subject)))

    def _kept(self, quads: list[Quad]) -> Iterator[Quad]:
        for quad in quads:
            if self._gone(quad.subject) or self._gone(quad.object):
                continue
            if quad.predicate == name("sg:claimCount"):
                quad = Quad(quad.subject, quad.predicate, integer(self._left[quad.subject]), quad.graph)
            yield quad

    def _gone(self, term: str) -> bool:
        """Whether a term is a claim or event that is left out, or a part of one."""
        if not term.startswith((_CLAIM, _EVENT)):
            return False
        return "/".join(term.rstrip(">").split("/")[:_PARTS]) + ">" in self._dropped
