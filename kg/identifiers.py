"""IRIs and content-derived ids; pure functions of what they name, so that the same input has the same id."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote as percent

from kg.vocabulary import ID


def slug(name: str) -> str:
    """A name as the last part of an IRI: ASCII lower case, words joined by hyphens.

    >>> slug("M142 HIMARS"), slug("Kostyantyn Mašovets’")
    ('m142-himars', 'kostyantyn-masovets')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or hashlib.sha256(name.encode()).hexdigest()[:12]


def entity_iri(kind: str, name: str) -> str:
    """The IRI of a catalogue entity.

    >>> entity_iri("armed_group", "Wagner Group")
    'https://w3id.org/sitgraph/id/armed-group/wagner-group'
    """
    return f"{ID}{kind.replace('_', '-')}/{slug(name)}"


def local_iri(kind: str, report_id: str, name: str) -> str:
    """The IRI of an entity that only a report names: local to that report.

    >>> local_iri("unit", "r1", "101st Brigade")
    'https://w3id.org/sitgraph/id/unit/r1/101st-brigade'
    """
    return f"{ID}{kind.replace('_', '-')}/{percent(report_id, safe='')}/{slug(name)}"


def report_iri(report_id: str) -> str:
    """The IRI of a report; its id is percent-encoded."""
    return f"{ID}report/{percent(report_id, safe='')}"


def claim_iri(claim_id: str) -> str:
    """The IRI of a claim."""
    return f"{ID}claim/{claim_id}"


def event_iri(event_id: str) -> str:
    """The IRI of an event."""
    return f"{ID}event/{event_id}"


def same_link_iri(one: str, other: str) -> str:
    """The IRI of the link that says that two entities, given by their IRIs in order, are one."""
    return f"{ID}same/{hashlib.sha256(f'{one} {other}'.encode()).hexdigest()}"


def decision_iri(number: int, decision_id: str) -> str:
    """The IRI of a decision: its place in the file, from 1, and its id."""
    return f"{ID}decision/{number}-{decision_id}"


def graph_iri(name: str) -> str:
    """The IRI of one of the graphs that are no report's: ontology, catalogue, places, identity, events, decisions."""
    return f"{ID}graph/{name}"


def report_graph_iri(report_id: str) -> str:
    """The IRI of the named graph that holds one report and its claims."""
    return f"{ID}graph/report/{percent(report_id, safe='')}"


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def claim_id(
    report_id: str, type_: str, status: str, quote: str, occurrence: int, fillers: Iterable[tuple[str, str]]
) -> str:
    """The id of a claim: SHA-256 over what it says, never over offsets, links, confidence or versions.

    `occurrence` tells equal quotes of a report apart (0 for the first); `fillers` are (role, words) pairs.
    """
    canonical = json.dumps(
        [report_id, type_, status, quote, occurrence, sorted(fillers)],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
