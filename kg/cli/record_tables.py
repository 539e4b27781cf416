"""Records of the store in tables and lines: the parts that the views of single things are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.cli.lookup import short
from kg.markup import plain
from kg.vocabulary import ID

if TYPE_CHECKING:
    from kg.view_records import Record

NAMES_SHOWN = 10


def table(what: str, found: Iterable[Record]) -> Table:
    """A list of reports, events, entities or claims."""
    columns, cells = {
        "reports": (("id", "date", "title", "publisher"), _report_cells),
        "events": (("event", "time", "type", "what"), _event_cells),
        "entities": (("name", "kind", "id"), _entity_cells),
        "claims": (("claim", "report", "type", "certainty", "words"), _claim_cells),
    }[what]
    made = plain_table(*columns)
    for record in found:
        made.add_row(*(Text(cell) for cell in cells(record)))
    return made


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


def plain_table(*columns: str) -> Table:
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
        ", ".join(dict.fromkeys([record["certainty"], *marks])),
        f"“{' '.join(plain(record['quote']).split())}”",
    )


def some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMES_SHOWN
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:NAMES_SHOWN])} and {more} more"


def facts(console: Console, **known: str) -> None:
    """A line for each fact that is known."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for key, value in known.items():
        if value:
            grid.add_row(key, Text(value))
    console.print(grid)
