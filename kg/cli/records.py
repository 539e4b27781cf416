"""Records of the store as tables and paragraphs for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kg.answer_speakers import says
from kg.cli.console import counted
from kg.cli.entity_views import show_candidates, show_entity
from kg.cli.lookup import short
from kg.cli.record_tables import count_text, facts, roles_text, table, time_text
from kg.markup import plain_parts

if TYPE_CHECKING:
    from kg.store import View
    from kg.view_records import Record


def show(view: View, kind: str, record: Record, console: Console) -> None:
    """All that is known of one thing, and what it is connected with."""
    shown = {
        "entity": show_entity,
        "candidates": show_candidates,
        "report": _show_report,
        "claim": _show_claim,
        "event": _show_event,
    }
    shown[kind](view, record, console)


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
    facts(console, **{key.replace("_", " "): str(record[key] or "") for key in keys})
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
    facts(
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
    facts(
        console,
        id=record["id"],
        roles=roles_text(record["roles"]),
        count=count_text(record["count"]),
        time=time_text(record["time"]),
        standing=record["standing"],
        belief=f"{record['belief']:.2f} over {counted(record['sources'], 'independent source')}",
    )
    for claim in record["evidence"]:
        console.print()
        _quote(console, claim)
        said = roles_text({"speaker": claim["attribution"]}).removeprefix("speaker: ")
        by = f", {says(said)}" if said else ""
        certainty = f"{claim['certainty']}{by}"
        console.print(
            Text(f"  {_report_text(claim['report'])}; {certainty}; claim/{short(claim['id'])}", style="dim")
        )


def _report_text(report: Record) -> str:
    return ", ".join(str(report[key]) for key in ("id", "title", "date", "publisher", "url") if report.get(key))


def _quote(console: Console, claim: Record) -> None:
    """The words in their surroundings, themselves marked."""
    parts = plain_parts(claim["before"], claim["quote"], claim["after"])
    before, quote, after = (part.replace("\n", " ") for part in parts)
    words = Text(f"  “…{before}", style="dim")
    words.append(quote, style="not dim bold")
    words.append(f"{after}…”")
    console.print(words)
