"""Entities for people: names and identifiers, what is one with them, a unit's command and doings, and candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from kg.cli.lookup import short
from kg.cli.record_tables import facts, plain_table, some, table
from kg.identity_records import identifier
from kg.markup import plain
from kg.vocabulary import ID

if TYPE_CHECKING:
    from kg.store import View
    from kg.view_records import Record

EVENTS_SHOWN = 20
ROWS_SHOWN = 20


def show_entity(view: View, record: Record, console: Console) -> None:
    """All that is known of an entity; of a unit its command view instead of the events."""
    console.print(Text(record["name"], style="bold"))
    point = "" if record["latitude"] is None else f"{record['latitude']}, {record['longitude']}"
    facts(
        console,
        kind=record["kind"],
        iri=record["iri"],
        also=", ".join(record["aliases"]),
        **identifiers(record["links"]),
        **{"ISO 3166": ", ".join(record["codes"])},
        point=point,
        **{"belongs to": ", ".join(str(above["name"]) for above in record["broader"])},
        holds=some([str(below["name"]) for below in record["narrower"]]),
        claims=str(record["claims"]),
        events=str(record["events"]),
    )
    for other in record.get("namesakes", ()):
        meant = other["iri"].removeprefix(ID)
        console.print(Text(f"not to be confused with {other['name']}: kg show {meant}", style="dim"))
    _show_members(record, console)
    if "unit" in record:
        _show_unit(record["unit"], console)
    events = view.events(entity=record["iri"], limit=EVENTS_SHOWN)
    if events:
        console.print()
        console.print(table("events", events))
    if record["events"] > len(events):
        console.print(Text(f'… all of them: kg list events --entity "{record["iri"]}"', style="dim"))


def show_candidates(view: View, record: Record, console: Console) -> None:
    """The entities that a name may mean, with what tells them apart."""
    made = plain_table("id", "name", "kind", "belongs to", "identifiers", "claims", "also")
    for one in record["candidates"]:
        ids = ", ".join(identifiers(one["links"]).values())
        cells = (one["iri"].removeprefix(ID), one["name"], one["kind"], ", ".join(one["broader"]), ids)
        made.add_row(*(Text(str(cell or "")) for cell in (*cells, one["claims"], some(one["aliases"]))))
    console.print(made)


def identifiers(links: list[str]) -> dict[str, str]:
    """Whose identifiers there are, with the identifiers and their addresses.

    >>> identifiers(["http://www.wikidata.org/entity/Q212"])
    {'Wikidata': 'Q212 <http://www.wikidata.org/entity/Q212>'}
    """
    names = {"wikidata": "Wikidata", "geonames": "GeoNames", "other": "identifiers"}
    found: dict[str, list[str]] = {}
    for link in links:
        whose, value = identifier(link)
        found.setdefault(names[whose], []).append(f"{value} <{link}>" if value != link else link)
    return {whose: ", ".join(values) for whose, values in found.items()}


def _show_members(record: Record, console: Console) -> None:
    """What is one with it, each with its report and the best of the links that say so."""
    if not record["members"]:
        return
    made = plain_table("one with it", "report", "score", "why")
    for member in record["members"]:
        best = member["same"][0] if member["same"] else None
        why = (
            (f"{best['score']:.2f}", "; ".join(best["reasons"]))
            if best
            else ("", "decided" if member["report"] else "")
        )
        made.add_row(*(Text(cell) for cell in (member["iri"].removeprefix(ID), member["report"] or "", *why)))
    console.print()
    console.print(made)


def _show_unit(unit: dict[str, Any], console: Console) -> None:
    """The chain of command, the equipment, the places and the claims of a unit."""
    console.print()
    facts(
        console,
        under=" › ".join(str(above["name"]) for above in unit["parents"]),
        over=some([str(below["name"]) for below in unit["subordinates"]]),
        commander=", ".join(_commander(who) for who in unit["commanders"]),
        people=some([str(who["name"]) for who in unit["people"]]),
    )
    rows: dict[tuple[str, ...], list[tuple[Any, ...]]] = {
        ("equipment", "how", "events", "first", "last", "identifiers"): [
            (e["name"], e["how"], e["events"], e["first"], e["last"], ", ".join(identifiers(e["links"]).values()))
            for e in unit["equipment"]
        ],
        ("day", "place", "how", "what", "event"): [
            (p["day"], p["name"], p["how"], f"{p['type']}/{p['status']}", f"event/{short(p['event'])}")
            for p in unit["places"]
        ],
        ("date", "report", "as", "what", "claim", "words"): [
            (c["date"], c["report"], c["role"], f"{c['type']}/{c['status']}", f"claim/{short(c['claim'])}", _words(c))
            for c in unit["claims"]
        ],
    }
    for columns, cells in rows.items():
        if cells:
            made = plain_table(*columns)
            for row in cells[:ROWS_SHOWN]:
                made.add_row(*(Text(str(cell or "")) for cell in row))
            console.print()
            console.print(made)
        if len(cells) > ROWS_SHOWN:
            console.print(Text(f"… {len(cells) - ROWS_SHOWN:,} more; --json has all of them", style="dim"))


def _words(claim: Record) -> str:
    return f"“{' '.join(plain(claim['quote']).split())}”"


def _commander(who: Record) -> str:
    days = [day for day in dict.fromkeys((who["since"], who["until"])) if day]
    return f"{who['name']} ({' – '.join(days)})" if days else str(who["name"])
