"""An answer to a question for people: a sentence, each thing with the words it rests on, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kg.cli.records import count_text
from kg.errors import NotFoundError

if TYPE_CHECKING:
    from kg.answers import Answer, Excluded, Row
    from kg.store import View

CONTEXT = 60
"""Characters of the report that are shown on either side of the words."""


def show_answer(answer: Answer, view: View, console: Console, *, sparql: bool) -> None:
    """Prints an answer; with `sparql` the query that was run too, else how to see it."""
    console.print(Text(sentence(answer.answer), style="bold"))
    texts: dict[str, str] = {}
    for number, row in enumerate(answer.rows, 1):
        console.print()
        console.print(_head(number, row))
        console.print(Text(f"   {' · '.join(fact for fact in _facts(row) if fact)}"))
        console.print(_quote(row, _report_text(row.report, view, texts)))
    if answer.excluded:
        console.print()
        console.print(Text("Left out:", style="dim"))
    for item in answer.excluded:
        console.print(_left_out(item))
    console.print()
    if sparql:
        console.print(Text(answer.sparql))
    else:
        console.print(Text("--sparql shows the query that was run, --json all there is.", style="dim"))


def sentence(answer: tuple[str, ...] | str) -> str:
    """An answer in words.

    >>> sentence(("M142 HIMARS", "Challenger 2")), sentence("12–20"), sentence(())
    ('M142 HIMARS and Challenger 2.', '12–20.', 'The reports name nothing that answers this.')
    """
    if isinstance(answer, str):
        return "The reports do not say." if answer == "unknown" else f"{answer.capitalize()}."
    if not answer:
        return "The reports name nothing that answers this."
    return " and ".join(part for part in (", ".join(answer[:-1]), answer[-1]) if part) + "."


def _head(number: int, row: Row) -> Text:
    """The name and the identifiers it is known by elsewhere."""
    head = Text(f"{number}. ")
    head.append(row.name or row.type.replace("_", " "), style="bold")
    for link in row.links:
        head.append(f"  {_identifier(link)}", style="dim")
    return head


def _facts(row: Row) -> tuple[str, ...]:
    """How many, how sure, who says so, where and when; what is usual is left out."""
    least, most = row.count or (None, None)
    unusual = (word for word, usual in ((row.polarity, "positive"), (row.modality, "actual")) if word != usual)
    certainty = f"{row.certainty} ({row.basis})" if row.basis else row.certainty
    return (
        row.status.replace("_", " "),
        *unusual,
        count_text({"min": least, "max": most, "scope": row.scope}),
        certainty,
        f"{row.speaker} says" if row.speaker else "",
        f"report {row.report}",
        row.date or "",
    )


def _quote(row: Row, text: str) -> Text:
    """The words, marked within what stands around them in the report."""
    shown = Text("   “")
    if text[row.start : row.end] != row.quote:
        shown.append(_one_line(row.quote), style="bold")
        return shown.append("”")
    before = text[max(0, row.start - CONTEXT) : row.start].rpartition("\n")[2]
    after = text[row.end : row.end + CONTEXT].partition("\n")[0]
    shown.append(("…" if len(before) == CONTEXT else "") + before, style="dim")
    shown.append(_one_line(row.quote), style="bold underline")
    shown.append(after + ("…" if len(after) == CONTEXT else ""), style="dim")
    return shown.append("”")


def _left_out(item: Excluded) -> Text:
    line = Text(f"  {item.name}: " if item.name else "  ", style="dim")
    line.append(f"{item.why}; “{_one_line(item.quote)}” (report {item.report})")
    return line


def _report_text(report: str, view: View, texts: dict[str, str]) -> str:
    if report not in texts:
        try:
            texts[report] = str(view.report(report)["text"])
        except NotFoundError:
            texts[report] = ""
    return texts[report]


def _identifier(link: str) -> str:
    """An external identifier as people write it: Q212, GeoNames 544906."""
    last = link.rstrip("/").rpartition("/")[2]
    return f"GeoNames {last}" if "geonames.org/" in link else last


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
