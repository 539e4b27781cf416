"""`kg show` and `kg list`: the graph as it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import record_tables, records
from kg.cli.console import FAILED_INPUTS, complain, output, tell_left_out, tell_make, write_json
from kg.cli.options import JsonOption, MinConfidenceOption, StoreOption, one_of, parse_date
from kg.settings import load_settings
from kg.vocabulary import CLAIM_TYPES, ENTITY_KINDS, STANDINGS

if TYPE_CHECKING:
    from kg.store import View
    from kg.view_records import Record

FILTERS = {
    "reports": ("since", "until"),
    "events": ("type", "status", "standing", "place", "entity", "report", "since", "until", "min_confidence"),
    "entities": ("kind", "text", "all"),
    "claims": ("type", "status", "report", "text", "since", "until", "min_confidence"),
}


def show(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="A name, an id or its beginning, or an IRI.")],
    min_confidence: MinConfidenceOption = 0.0,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Show an entity, a report, a claim or an event with all that is known of it.

    Of a unit also what it is under, who leads it, with what and where it was seen. A name that several entities bear
    gives all of them, and exit code 1; one that others bear beside a word of their kind tells those ("Kursk", and Kursk
    Oblast) with what to ask for.

    Examples: `kg show HIMARS`, `kg show "47th Mechanized Brigade"`, `kg show "Kursk Oblast" --json`,
    `kg show claim/3f2a90c1`, `kg show 2024-08-15 --min-confidence 0.9` (a report with its surest claims),
    `kg show HIMARS --min-confidence 0.9` (what such claims say of it)
    """
    settings = load_settings({"store": store})
    from kg.cli.lookup import find
    from kg.store import View

    with View.open(settings.store) as view:
        tell_make(view)
        kind, record = find(view, what, min_confidence)
        if json:
            write_json(record)
        else:
            records.show(view, kind, record, output())
    tell_left_out(record.get("left_out", 0), min_confidence)
    if kind == "candidates":
        complain(f"{what!r} may mean any of these; say which by its id")
        raise typer.Exit(FAILED_INPUTS)


def list_(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="reports, events, entities or claims.", autocompletion=lambda: list(FILTERS)
        ),
    ],
    type: Annotated[
        str | None, typer.Option(metavar="TYPE", help="Type of claim or event, as equipment_loss.")
    ] = None,
    status: Annotated[str | None, typer.Option(metavar="STATUS", help="Status, as destroyed; needs --type.")] = None,
    standing: Annotated[str | None, typer.Option(metavar="STANDING", help="Standing of an event.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Events there, or in what lies in it.")] = None,
    entity: Annotated[
        str | None, typer.Option(metavar="NAME", help="Events with it, or its parts, in any role.")
    ] = None,
    report: Annotated[str | None, typer.Option(metavar="ID", help="Claims of that report, events with one.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Kind of entity, as unit.")] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="Part of a name, or of a claim's words.")] = None,
    all: Annotated[bool, typer.Option("--all", help="Also entities that no report names.")] = False,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Not before that day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Not after that day.")] = None,
    min_confidence: MinConfidenceOption = 0.0,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """List reports, events, entities or claims; filters are joined by "and".

    Entities are those that reports name; --all lists the catalogue, and what contains a place, as well.

    Examples: `kg list reports`, `kg list events --type equipment_loss --place "Kursk Oblast"`,
    `kg list entities --kind unit`, `kg list entities --kind unit --all --limit 20`, `kg list claims --report 2024-08-15 --json`,
    `kg list claims --min-confidence 0.9`, `kg list events --min-confidence 0.9` (events with such a claim)
    """
    one_of("WHAT", what, FILTERS)
    one_of("--type", type, CLAIM_TYPES)
    one_of("--standing", standing, STANDINGS)
    one_of("--kind", kind, ENTITY_KINDS)
    wanted: dict[str, Any] = {
        "type": type,
        "status": status,
        "standing": standing,
        "place": place,
        "entity": entity,
        "report": report,
        "kind": kind,
        "text": text,
        "all": all or None,
        "since": parse_date(since),
        "until": parse_date(until),
        "min_confidence": min_confidence or None,
    }
    wanted = {key: value for key, value in wanted.items() if value is not None}
    for key in wanted:
        if key not in FILTERS[what]:
            options = ", ".join(f"--{name.replace('_', '-')}" for name in FILTERS[what])
            raise typer.BadParameter(f"{what} have no --{key.replace('_', '-')}; there are {options}")
    if status is not None and type is None:
        raise typer.BadParameter(f"--status is {status!r}; expected --type with it")
    one_of("--status", status, CLAIM_TYPES[type].statuses if type else ())
    settings = load_settings({"store": store})
    from kg.store import View

    with View.open(settings.store) as view:
        tell_make(view)
        found = list(islice(_records(view, what, dict(wanted), limit), limit))
        hidden = _hidden(view, what, wanted) if min_confidence else 0
    if json:
        write_json(found)
    else:
        output().print(record_tables.table(what, found))
    tell_left_out(hidden, min_confidence, what.removesuffix("s"))


def _records(view: View, what: str, wanted: dict[str, Any], limit: int | None) -> Iterator[Record]:
    if what == "reports":
        yield from view.reports(**wanted, limit=limit)
    elif what == "entities":
        everything = wanted.pop("all", False)
        yield from view.entities(**wanted, named=not everything, limit=limit)
    elif what == "events":
        yield from _events(view, wanted)
    else:
        yield from _claims(view, wanted)


def _hidden(view: View, what: str, wanted: dict[str, Any]) -> int:
    """How many more fit all filters but the least confidence."""
    every = {key: value for key, value in wanted.items() if key != "min_confidence"}
    whole, kept = (_count(view, what, dict(given)) for given in (every, wanted))
    return whole - kept


def _count(view: View, what: str, wanted: dict[str, Any]) -> int:
    """How many claims or events `_records` would give."""
    from kg.cli.lookup import all_named

    if what == "claims":
        days = ("since", "until") if "report" in wanted else ()  # a report that is named is listed whatever its day
        return view.count_claims(**{key: value for key, value in wanted.items() if key not in days})
    named = {key: all_named(view, wanted[key]) for key in ("place", "entity") if key in wanted}
    if any(len(meant) > 1 for meant in named.values()):
        return sum(1 for _ in _events(view, wanted))  # an event with several of them counts once
    return view.count_events(**wanted | {key: meant[0] for key, meant in named.items()})


def _events(view: View, wanted: dict[str, Any]) -> Iterator[Record]:
    """Events; a name stands for all entities of that name."""
    from kg.cli.lookup import all_named

    places = all_named(view, wanted.pop("place")) if "place" in wanted else [None]
    entities = all_named(view, wanted.pop("entity")) if "entity" in wanted else [None]
    seen = set()
    for place in places:
        for entity in entities:
            for event in view.events(**wanted, place=place, entity=entity):
                if event["id"] not in seen:
                    seen.add(event["id"])
                    yield event


def _claims(view: View, wanted: dict[str, Any]) -> Iterator[Record]:
    """Claims as `kg extract` prints them, with their report's id and date and their words."""
    days = {key: wanted[key] for key in ("since", "until") if key in wanted}
    reports = [wanted["report"]] if "report" in wanted else [report["id"] for report in view.reports(**days)]
    for report_id in reports:
        report = view.report(report_id, min_confidence=wanted.get("min_confidence", 0.0))
        for claim in report["claims"]:
            quote = report["text"][claim["start"] : claim["end"]]
            fits = all(claim[key] == wanted[key] for key in ("type", "status") if key in wanted)
            if fits and wanted.get("text", "").lower() in quote.lower():
                yield {"report": report_id, "date": report["date"], **claim, "quote": quote}
