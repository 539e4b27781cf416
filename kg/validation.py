"""Quads held to the ontology's SHACL shapes, with messages that name the claim by its words.

The shapes are parsed once. A check costs about 0.1 s per 500 triples and a fixed part besides, so several
reports are best checked together: their graphs are merged, and every message says which report it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyshacl
import rdflib
from rdflib.namespace import SH

import ontology
from kg.errors import ValidationError
from kg.terms import Quad, name, text_of, to_triples
from kg.vocabulary import ID

QUOTE_SHOWN = 80


@cache
def shapes() -> rdflib.Graph:
    """All shapes of the ontology in one graph, parsed once."""
    graph = rdflib.Graph()
    for module in ontology.shapes():
        graph.parse(data=ontology.shapes_turtle(module), format="turtle")
    return graph


def validate_quads(quads: Iterable[Quad]) -> tuple[str, ...]:
    """What is wrong with quads, of one report or of several: sorted messages, none where they conform.

    Each says which claim it is about (its words), or which node, what the shape asks for, and the value found.
    """
    held = tuple(quads)
    data = rdflib.Graph()
    data.parse(data=to_triples(held), format="nt")
    conforms, results, _ = pyshacl.validate(data, shacl_graph=shapes(), advanced=False, inference="none")
    if conforms:
        return ()
    if not isinstance(results, rdflib.Graph):
        raise ValidationError("the shapes", (str(results),))
    named = _Namer(held)
    messages = set()
    for result in results.subjects(rdflib.RDF.type, SH.ValidationResult):
        node = str(results.value(result, SH.focusNode))
        value = results.value(result, SH.value)
        message = str(results.value(result, SH.resultMessage))
        found = f" Found: {str(value)[:QUOTE_SHOWN]}." if value is not None and str(value) != node else ""
        messages.add(f"{named(node)}: {message}{found}")
    return tuple(sorted(messages))


def check_quads(subject: str, quads: Iterable[Quad]) -> None:
    """Raise ValidationError, with `subject` for its name, where quads do not conform."""
    messages = validate_quads(quads)
    if messages:
        raise ValidationError(subject, messages)


class _Namer:
    """Names nodes for a person: a claim by its quote and report, everything else by the end of its IRI."""

    def __init__(self, quads: tuple[Quad, ...]) -> None:
        self._quotes = {
            text_of(quad.subject).removesuffix("/evidence/quote"): text_of(quad.object)
            for quad in quads
            if quad.predicate == name("oa:exact")
        }
        self._reports = {
            text_of(quad.subject): text_of(quad.object) for quad in quads if quad.predicate == name("sg:inReport")
        }

    def __call__(self, node: str) -> str:
        parts = node.removeprefix(ID).split("/")
        if parts[0] != "claim" or len(parts) < 2:
            return node.removeprefix(ID)
        claim = f"{ID}claim/{parts[1]}"
        quote = self._quotes.get(claim, "")
        shown = quote if len(quote) <= QUOTE_SHOWN else quote[: QUOTE_SHOWN - 1] + "…"
        report = self._reports.get(claim, "").removeprefix(f"{ID}report/")
        part = f", {'/'.join(parts[2:])}" if parts[2:] else ""
        return f"claim {shown!r} of {report or 'no report'}{part}" if quote else f"claim {parts[1][:12]}{part}"
