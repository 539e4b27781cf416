"""From what a person types (a name, an id or the beginning of one, an IRI) to what the store holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kg.designations import agree, designation
from kg.errors import NotFoundError
from kg.gazetteer_hints import place_words
from kg.identity_records import members, representative
from kg.vocabulary import ENTITY_KINDS, ID

if TYPE_CHECKING:
    from kg.store import View
    from kg.view_records import Record

SHORT_ID = 10
"""Digits of an id that are shown; as many or fewer (down to 6) find it again."""

SUGGESTED = 5
_LEAST_CUT = 4
_DIGITS = re.compile(r"[0-9a-f]{6,64}")


def short(id_: str) -> str:
    """The beginning of a claim's or event's id, as tables show it."""
    return id_[:SHORT_ID]


def find(view: View, typed: str, min_confidence: float = 0.0) -> tuple[str, Record]:
    """The kind (entity, candidates, report, event, claim) and the record of what is meant, from claims that have at
    least that confidence.

    A name that several entities bear gives them as candidates: name and candidates (iri, name, kind, aliases, broader:
    names, links, claims). An entity found by a name has `namesakes` (iri, name, kind): what else may be meant. An
    event's id is that of its first claim; ``claim/…`` and ``event/…`` say which is meant, and
    without either it is the event. Raises NotFoundError where nothing is meant, or digits begin several ids.
    """
    wanted = typed.removeprefix(ID).strip()
    prefix, _, rest = wanted.partition("/")
    if prefix == "report" and rest:
        from urllib.parse import unquote

        return "report", view.report(unquote(rest), min_confidence=min_confidence)
    if prefix in ("claim", "event") and _DIGITS.fullmatch(rest):
        return _by_digits(view, rest, (prefix,), min_confidence)
    if prefix.replace("-", "_") in ENTITY_KINDS and rest:
        return "entity", view.entity(ID + wanted, min_confidence=min_confidence)
    if any(report["id"] == typed for report in view.reports()):
        return "report", view.report(typed, min_confidence=min_confidence)
    found = entities_named(view, typed)
    if len(found) == 1:
        record = view.entity(found[0], min_confidence=min_confidence)
        return "entity", record | {"namesakes": namesakes(view, typed, found[0])}
    if found:
        return "candidates", {
            "name": typed,
            "candidates": [_candidate(view, address, min_confidence) for address in found],
        }
    if _DIGITS.fullmatch(wanted):
        return _by_digits(view, wanted, ("event", "claim"), min_confidence)
    raise _not_found(view, typed)


def entities_named(view: View, typed: str) -> list[str]:
    """IRIs of the entities with this name (in any case), else with this alias, else of the units with this designation
    in other words ("47th Separate Mechanised Brigade"); or that IRI itself. What is one is given once."""
    if typed.startswith(ID):
        if view.entity_value(typed) is None:
            raise NotFoundError(f"The store holds no entity {typed!r}.")
        return [representative(view, typed)]
    wanted = typed.strip().lower()
    candidates = view.entities(text=wanted) if wanted else []
    named = [record["iri"] for record in candidates if record["name"].lower() == wanted]
    if named:
        return named
    alias = [
        record["iri"] for record in candidates if wanted in (name.lower() for name in _names(view, record["iri"]))
    ]
    return alias or _designated(view, typed)


def namesakes(view: View, typed: str, found: str) -> list[Record]:
    """What else a name may mean than the entity it led to (iri, name, kind): others that have it as an alias, or with a
    word for their kind before or after it ("Kursk Oblast" for "Kursk"); the shortest names first."""
    wanted = typed.strip().lower()
    if not wanted or typed.startswith(ID):
        return []
    words = place_words()
    forms = {wanted, *(f"{wanted} {word}" for word in words.after), *(f"{word}{wanted}" for word, _ in words.before)}
    others = [record for record in view.entities(text=wanted) if record["iri"] != found]
    return [record for record in others if not forms.isdisjoint(name.lower() for name in _names(view, record["iri"]))]


def one_named(view: View, typed: str) -> str:
    """The IRI of the one entity that is meant, by name, by IRI or by the part of one after ``/id/``.

    An IRI means that entity itself, a name the one that stands for it. Raises NotFoundError for none or several.
    """
    wanted = typed.strip().removeprefix(ID)
    if wanted.partition("/")[0].replace("-", "_") in ENTITY_KINDS and "/" in wanted:
        if view.entity_value(ID + wanted) is None:
            raise NotFoundError(f"The store holds no entity {typed!r}.")
        return ID + wanted
    found = all_named(view, typed)
    if len(found) > 1:
        said = "".join(f"\n  {address.removeprefix(ID)}" for address in found)
        raise NotFoundError(f"{typed!r} may mean several; say which:{said}")
    return found[0]


def _names(view: View, entity: str) -> Iterator[str]:
    for member in members(view, entity):
        value = view.entity_value(member)
        yield from (value.name, *value.aliases) if value else ()


def _designated(view: View, typed: str) -> list[str]:
    """Units whose designation is that of the name typed, whatever words are left out or spelled otherwise."""
    wanted = designation(typed)
    if wanted is None or wanted.number is None:
        return []
    near = view.entities(kind="unit", text=typed.strip().split(" ")[0].lower())
    found = [
        (designation(name) == wanted, record["iri"])
        for record in near
        for name in _names(view, record["iri"])
        if (other := designation(name)) is not None and agree(wanted, other)
    ]
    exact = [address for same, address in found if same]
    return list(dict.fromkeys(exact or [address for _, address in found]))


def _candidate(view: View, entity: str, min_confidence: float) -> Record:
    value = view.entity_value(entity)
    above = [view.entity_value(broader) for broader in value.broader] if value else []
    return {
        "iri": entity,
        "name": value.name if value else None,
        "kind": value.kind if value else None,
        "aliases": [name for name in dict.fromkeys(_names(view, entity)) if value and name != value.name],
        "broader": [broader.name for broader in above if broader],
        "links": list(value.links) if value else [],
        "claims": len(view.claims_naming(entity, min_confidence=min_confidence)),
    }


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
                return kind, view.claim(nodes[0], min_confidence=min_confidence)
            return kind, view.event(nodes[0], min_confidence=min_confidence)
    raise NotFoundError(f"The store holds no {' or '.join(kinds)} {digits!r}.")


def _not_found(view: View, typed: str) -> NotFoundError:
    wanted = typed.strip()
    part = name_part(wanted)
    held = view.entities(text=wanted.lower()) if wanted else []
    near = (record for record in held if any(part.search(name) for name in _names(view, record["iri"])))
    said = ", ".join(f"{record['name']} ({record['iri'].removeprefix(ID)})" for record in islice(near, SUGGESTED))
    more = f"there are {said}" if said else "see `kg list entities`"
    return NotFoundError(f"The store holds nothing named {typed!r}; {more}.")


def name_part(typed: str) -> re.Pattern[str]:
    """What is typed as it stands in a name that may be meant: whole words, from four letters on also with the last cut short.

    >>> [bool(name_part(typed).search("World Food Programme")) for typed in ("foo", "food", "ood p", "Food Prog")]
    [False, True, False, True]
    """
    end = "" if len(typed) >= _LEAST_CUT else r"\b"
    return re.compile(rf"\b{re.escape(typed)}{end}", re.IGNORECASE)
