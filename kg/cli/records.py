"""Records of the store as tables and paragraphs for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.cli.lookup import short
from kg.vocabulary import ID

if TYPE_CHECKING:
    from kg.store import View
    from kg.view_records import Record

EVENTS_SHOWN = 20
NAMES_SHOWN = 10


def table(what: str, found: Iterable[Record]) -> Table:
    """A list of reports, events, entities or claims."""
    columns, cells = {
        "reports": (("id", "date", "title", "publisher"), _report_cells),
        "events": (("event", "time", "type", "what"), _event_cells),
        "entities": (("name", "kind", "id"), _entity_cells),
        "claims": (("claim", "report", "type", "certainty", "words"), _claim_cells),
    }[what]
    made = _plain_table(*columns)
    for record in found:
        made.add_row(*(Text(cell) for cell in cells(record)))
    return made


def show(view: View, kind: str, record: Record, console: Console) -> None:
    """All that is known of one thing, and what it is connected with."""
    {"entity": _show_entity, "report": _show_report, "claim": _show_claim, "event": _show_event}[kind](
        view, record, console
    )


def count_text(count: Record | None) -> str:
    """A count as people write it: 12, 24–99, at least 5, with its scope where that is not the event.

    >>> count_text({"min": 5, "max": None, "scope": "period"})
    'at least 5 (period)'
    """
    if not count or (count["min"] is None and count["max"] is None):
        return ""
    least, most = count["min"], count["max"]
    if least is None:
        said = f"at most {most:,}"
    elif most is None:
        said = f"at least {least:,}"
    else:
        said = f"{least:,}" if least == most else f"{least:,}–{most:,}"
    scope = count.get("scope") or "event"
    return said if scope == "event" else f"{said} ({scope})"


def time_text(time: Record | None) -> str:
    """A day, or the first and the last of several."""
    if not time:
        return ""
    return str(time["start"]) if time["start"] == time["end"] else f"{time['start']} – {time['end']}"


def roles_text(roles: dict[str, list[Record]]) -> str:
    """Who and what fills the roles: the names, else the words."""
    return "; ".join(
        f"{role.replace('.', ' ')}: {', '.join(str(f.get('name') or f.get('text')) for f in fillers)}"
        for role, fillers in roles.items()
        if fillers
    )


def _plain_table(*columns: str) -> Table:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=column in ("event", "claim", "date", "time", "type"))
    return made


def _report_cells(record: Record) -> tuple[str, ...]:
    return tuple(str(record[key] or "") for key in ("id", "date", "title", "publisher"))


def _entity_cells(record: Record) -> tuple[str, ...]:
    return str(record["name"]), str(record["kind"]), str(record["iri"]).removeprefix(ID)


def _event_cells(record: Record) -> tuple[str, ...]:
    said = [roles_text(record["roles"]), count_text(record["count"])]
    said += [record["standing"] if record["standing"] != "accepted" else ""]
    return (
        f"event/{short(record['id'])}",
        time_text(record["time"]),
        f"{record['type']}/{record['status']}",
        "; ".join(part for part in said if part),
    )


def _claim_cells(record: Record) -> tuple[str, ...]:
    marks = [record[key] for key, usual in (("polarity", "positive"), ("modality", "actual")) if record[key] != usual]
    return (
        f"claim/{short(record['id'])}",
        str(record["report"]),
        f"{record['type']}/{record['status']}",
        ", ".join([record["certainty"], *marks]),
        f"“{' '.join(record['quote'].split())}”",
    )


def _show_entity(view: View, record: Record, console: Console) -> None:
    console.print(Text(record["name"], style="bold"))
    point = "" if record["latitude"] is None else f"{record['latitude']}, {record['longitude']}"
    _facts(
        console,
        kind=record["kind"],
        iri=record["iri"],
        also=", ".join(record["aliases"]),
        identifiers=", ".join(record["links"]),
        codes=", ".join(record["codes"]),
        point=point,
        **{"belongs to": ", ".join(str(above["name"]) for above in record["broader"])},
        holds=_some([str(below["name"]) for below in record["narrower"]]),
        claims=str(record["claims"]),
        events=str(record["events"]),
    )
    events = view.events(entity=record["iri"], limit=EVENTS_SHOWN)
    if events:
        console.print()
        console.print(table("events", events))
    if record["events"] > len(events):
        console.print(Text(f'… all of them: kg list events --entity "{record["iri"]}"', style="dim"))


def _show_report(view: View, record: Record, console: Console) -> None:
    console.print(Text(record["title"] or record["id"], style="bold"))
    keys = (
        "id",
        "iri",
        "date",
        "author",
        "publisher",
        "url",
        "archive_url",
        "retrieved",
        "language",
        "licence",
        "sha256",
    )
    _facts(console, **{key.replace("_", " "): str(record[key] or "") for key in keys})
    text = record["text"]
    claims = [
        {**claim, "report": record["id"], "quote": text[claim["start"] : claim["end"]]} for claim in record["claims"]
    ]
    if claims:
        console.print()
        console.print(table("claims", claims))


def _show_claim(view: View, record: Record, console: Console) -> None:
    console.print(Text(f"{record['type']}, {record['status']}", style="bold"))
    _quote(console, record)
    _facts(
        console,
        id=record["id"],
        roles=roles_text(record["roles"]),
        count=count_text(record["count"]),
        time=time_text(record["time"]),
        **{"said by": roles_text({"speaker": record["attribution"]}).removeprefix("speaker: ")},
        **{key: str(record[key] or "") for key in ("polarity", "modality", "certainty", "basis", "hedge")},
        **{key: str(record[key] or "") for key in ("cause", "condition", "content", "confidence")},
        report=_report_text(record["report"]),
        offsets=f"{record['start']}–{record['end']}",
        events=", ".join(f"event/{short(event)}" for event in record["events"]),
    )


def _show_event(view: View, record: Record, console: Console) -> None:
    console.print(Text(f"{record['type']}, {record['status']}", style="bold"))
    _facts(
        console,
        id=record["id"],
        roles=roles_text(record["roles"]),
        count=count_text(record["count"]),
        time=time_text(record["time"]),
        standing=record["standing"],
        belief=f"{record['belief']:.2f} over {record['sources']} independent source(s)",
    )
    for claim in record["evidence"]:
        console.print()
        _quote(console, claim)
        said = roles_text({"speaker": claim["attribution"]}).removeprefix("speaker: ")
        by = f", {said} says" if said else ""
        certainty = f"{claim['certainty']}{by}"
        console.print(
            Text(f"  {_report_text(claim['report'])}; {certainty}; claim/{short(claim['id'])}", style="dim")
        )


def _report_text(report: Record) -> str:
    return ", ".join(str(report[key]) for key in ("id", "title", "date", "publisher", "url") if report.get(key))


def _quote(console: Console, claim: Record) -> None:
    """The words in their surroundings, themselves marked."""
    before, after = (" ".join(claim[key].split("\n")) for key in ("before", "after"))
    words = Text(f"  “…{before}", style="dim")
    words.append(" ".join(claim["quote"].split("\n")), style="not dim bold")
    words.append(f"{after}…”")
    console.print(words)


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMES_SHOWN
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:NAMES_SHOWN])} and {more} more"


def _facts(console: Console, **facts: str) -> None:
    """A line for each fact that is known."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for key, value in facts.items():
        if value:
            grid.add_row(key, Text(value))
    console.print(grid)
