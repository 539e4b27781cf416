"""From what a person types (a name, an id or the beginning of one, an IRI) to what the store holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.vocabulary import ENTITY_KINDS, ID

if TYPE_CHECKING:
    from kg.store import View
    from kg.view_records import Record

SHORT_ID = 10
"""Digits of an id that are shown; as many or fewer (down to 6) find it again."""

_DIGITS = re.compile(r"[0-9a-f]{6,64}")


def short(id_: str) -> str:
    """The beginning of a claim's or event's id, as tables show it."""
    return id_[:SHORT_ID]


def find(view: View, typed: str, min_confidence: float = 0.0) -> tuple[str, Record]:
    """The kind (entity, report, event, claim) and the record of what is meant; a report and an event with those of their
    claims that have at least that confidence.

    An event's id is that of its first claim; ``claim/…`` and ``event/…`` say which is meant, and without either it
    is the event. Raises NotFoundError where nothing or more than one thing is meant.
    """
    wanted = typed.removeprefix(ID).strip()
    prefix, _, rest = wanted.partition("/")
    if prefix == "report" and rest:
        from urllib.parse import unquote

        return "report", view.report(unquote(rest), min_confidence=min_confidence)
    if prefix in ("claim", "event") and _DIGITS.fullmatch(rest):
        return _by_digits(view, rest, (prefix,), min_confidence)
    if prefix.replace("-", "_") in ENTITY_KINDS and rest:
        return "entity", view.entity(ID + wanted)
    if any(report["id"] == typed for report in view.reports()):
        return "report", view.report(typed, min_confidence=min_confidence)
    found = entities_named(view, typed)
    if len(found) == 1:
        return "entity", view.entity(found[0])
    if found:
        said = "".join(f"\n  {address.removeprefix(ID)}" for address in found)
        raise NotFoundError(f"{typed!r} may mean several; say which:{said}")
    if _DIGITS.fullmatch(wanted):
        return _by_digits(view, wanted, ("event", "claim"), min_confidence)
    raise _not_found(view, typed)


def entities_named(view: View, typed: str) -> list[str]:
    """IRIs of the entities with this name (in any case), else of those with this alias; or that IRI itself."""
    if typed.startswith(ID):
        return [view.entity(typed)["iri"]]
    wanted = typed.strip().lower()
    candidates = view.entities(text=wanted) if wanted else []
    named = [record["iri"] for record in candidates if record["name"].lower() == wanted]
    if named:
        return named
    aliases = ((record["iri"], view.entity(record["iri"])["aliases"]) for record in candidates)
    return [address for address, names in aliases if wanted in (name.lower() for name in names)]


def all_named(view: View, typed: str) -> list[str]:
    """As `entities_named`, but raises NotFoundError where there is none."""
    found = entities_named(view, typed)
    if not found:
        raise _not_found(view, typed)
    return found


def _by_digits(view: View, digits: str, kinds: tuple[str, ...], min_confidence: float) -> tuple[str, Record]:
    patterns = {"claim": "?node a sg:Claim", "event": "?node sg:standing ?standing"}
    for kind in kinds:
        begins = f'FILTER(STRSTARTS(STR(?node), "{ID}{kind}/{digits}"))'
        query = f"SELECT DISTINCT ?node {{ GRAPH ?graph {{ {patterns[kind]} . {begins} }} }} ORDER BY ?node LIMIT 2"
        nodes = [row["node"] for row in view.query(query).records()]
        if len(nodes) > 1:
            raise NotFoundError(f"{digits!r} begins the ids of several {kind}s; give more of its digits.")
        if nodes:
            if kind == "claim":
                return kind, view.claim(nodes[0])
            return kind, view.event(nodes[0], min_confidence=min_confidence)
    raise NotFoundError(f"The store holds no {' or '.join(kinds)} {digits!r}.")


def _not_found(view: View, typed: str) -> NotFoundError:
    near = view.entities(text=typed.strip().lower(), limit=5) if typed.strip() else []
    said = f"; there are {', '.join(record['name'] for record in near)}" if near else "; see `kg list entities`"
    return NotFoundError(f"The store holds nothing named {typed!r}{said}.")
