"""An answer to a question for people: a sentence, each thing with the words it rests on, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kg.answer_speakers import says
from kg.cli.console import WIDE
from kg.cli.record_tables import count_text
from kg.errors import NotFoundError
from kg.markup import plain, plain_parts

if TYPE_CHECKING:
    from kg.answer_rows import Row
    from kg.answers import Answer, Excluded
    from kg.store import View

CONTEXT = 60
"""Characters of the report that are shown on either side of the words."""

_INDENT = 4
_GAP = "   "


def show_answer(answer: Answer, view: View, console: Console, *, sparql: bool) -> None:
    """Prints an answer; with `sparql` the query that was run too, else how to see it."""
    console.print(Text(sentence(answer.answer), style="bold"))
    for line in _notes(answer):
        _say(console, Text(line))
    texts: dict[str, str] = {}
    cells = [_cells(row) for row in answer.rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for number, (row, shown) in enumerate(zip(answer.rows, cells, strict=True), 1):
        console.print()
        _say(console, _head(number, shown, widths), _INDENT)
        _say(console, Text(" · ".join(_source(row)), style="dim"), _INDENT, first=_INDENT)
        _say(console, _quote(row, _report_text(row.report, view, texts)), _INDENT, first=_INDENT)
    if answer.excluded:
        console.print()
        console.print(Text("Left out:", style="dim"))
    for item in answer.excluded:
        _say(console, _left_out(item), _INDENT, first=2)
    if more := answer.left_out - len(answer.excluded):
        _say(console, Text(f"and {more:,} more", style="dim"), first=2)
    console.print()
    if sparql:
        console.print(Text(answer.sparql), soft_wrap=True)
    else:
        _say(
            console,
            Text("--json gives the offsets and identifiers too, --sparql the query that was run.", style="dim"),
        )


def sentence(answer: tuple[str, ...] | int | str) -> str:
    """An answer in words.

    >>> sentence(("M142 HIMARS", "Challenger 2")), sentence("12–20"), sentence(1200), sentence(())
    ('M142 HIMARS and Challenger 2.', '12–20.', '1,200.', 'The reports name nothing that answers this.')
    """
    if isinstance(answer, int):
        return f"{answer:,}."
    if isinstance(answer, str):
        return "The reports do not say." if answer == "unknown" else f"{answer[:1].upper()}{answer[1:]}."
    if not answer:
        return "The reports name nothing that answers this."
    last = answer[-1]
    return " and ".join(part for part in (", ".join(answer[:-1]), last) if part) + "."


def _notes(answer: Answer) -> list[str]:
    """What the sentence alone would hide: whose the figures are, how sure a yes is, and that it is disputed."""
    notes = []
    if answer.form == "how_many":
        told = dict.fromkeys(_figure(row) for row in answer.rows if row.count)
        notes += [f"{'; '.join(told)}."] if told else []
        if len({row.report for row in answer.rows if row.count}) > 1:
            notes.append("Figures of different reports that may be of one thing are not added up.")
    elif answer.form == "did" and answer.rows:
        surest = min((row.certainty for row in answer.rows), key=_SURENESS.index)
        notes += [] if surest == "asserted" else [f"The surest claim is {surest}."]
    if any(row.standing == "disputed" for row in answer.rows):
        notes.append("What the reports say of it is in dispute.")
    return notes


_SURENESS = ("confirmed", "asserted", "probable", "possible", "doubtful")


def _figure(row: Row) -> str:
    """A figure with whose it is: "102, Ukraine says", "many dozens, by visual evidence"."""
    least, most = row.count or (None, None)
    said = row.count_text if row.count_text not in (None, "", "a", "an", "A", "An") else None
    said = said or count_text({"min": least, "max": most})
    scope = f" ({row.scope})" if row.scope not in (None, "event") else ""
    if row.speaker:
        return f"{said}{scope}, {says(row.speaker)}"
    return f"{said}{scope}, by {row.basis} evidence" if row.basis else f"{said}{scope}, the report says"


def _cells(row: Row) -> tuple[str, ...]:
    """The name, its identifiers elsewhere, what became of it, how many, how sure; what is usual is left out."""
    least, most = row.count or (None, None)
    usual = {"positive", "actual"}
    unusual = " ".join(word for word in (row.polarity, row.modality) if word not in usual)
    done = row.status.replace("_", " ")
    status = f"{unusual} {done if row.name.partition(':')[0] != done else ''}".strip()
    return (
        row.name or row.type.replace("_", " "),
        " ".join(_identifier(link) for link in row.links),
        f"{status} ({row.relation})" if row.relation else status,
        count_text({"min": least, "max": most, "scope": row.scope}),
        f"{row.certainty} ({row.basis})" if row.basis else row.certainty,
    )


def _head(number: int, cells: tuple[str, ...], widths: list[int]) -> Text:
    head = Text(f"{number:>2}. ")
    filled = [(cell, width) for cell, width in zip(cells, widths, strict=True) if width]
    for n, (cell, width) in enumerate(filled):
        padding = " " * (width - cell_len(cell)) + _GAP if n < len(filled) - 1 else ""
        head.append(cell, style="bold" if n == 0 else "dim" if cell == cells[1] else "")
        head.append(padding)
    return head


def _source(row: Row) -> list[str]:
    facts = [says(row.speaker) if row.speaker else "", f"report {row.report}", row.date or ""]
    if row.time:
        days = row.time[0] if row.time[0] == row.time[1] else f"{row.time[0]} – {row.time[1]}"
        facts.append("" if days == row.date else f"of {days}")
    facts += [f"cause: {row.cause}" if row.cause else "", f"condition: {row.condition}" if row.condition else ""]
    return [fact.replace("\n", " ") for fact in facts if fact]


def _quote(row: Row, text: str) -> Text:
    """The words, marked within what stands around them in the report."""
    shown = Text("“")
    if text[row.start : row.end] != row.quote:
        shown.append(_one_line(row.quote), style="bold")
        return shown.append("”")
    before = text[max(0, row.start - CONTEXT) : row.start].rpartition("\n")[2]
    after = text[row.end : row.end + CONTEXT].partition("\n")[0]
    if len(before) == CONTEXT:
        before = "…" + before.partition(" ")[2]
    if len(after) == CONTEXT:
        after = after.rpartition(" ")[0] + "…"
    before, quote, after = plain_parts(before, row.quote, after)
    shown.append(before, style="dim")
    shown.append(quote.replace("\n", " "), style="bold underline")
    shown.append(after, style="dim")
    return shown.append("”")


def _left_out(item: Excluded) -> Text:
    line = Text(f"{item.name}: " if item.name else "", style="dim")
    line.append(f"{item.why}; “{_one_line(item.quote)}” (report {item.report})")
    return line


def _say(console: Console, text: Text, indent: int = 0, *, first: int = 0) -> None:
    """Prints a text: wrapped with its later lines indented, or in one line where the output is no terminal."""
    text = Text(" " * first).append_text(text)
    if console.width >= WIDE:
        console.print(text, soft_wrap=True)
        return
    lines = text.wrap(console, console.width)
    while True:
        for line in lines:
            line.rstrip()
        console.print(lines[0])
        rest = lines[1:] and Text(" ").join(lines[1:])
        if not rest:
            return
        lines = Text(" " * indent).append_text(rest).wrap(console, console.width)


def _report_text(report: str, view: View, texts: dict[str, str]) -> str:
    if report not in texts:
        try:
            texts[report] = str(view.report(report)["text"])
        except NotFoundError:
            texts[report] = ""
    return texts[report]


def _identifier(link: str) -> str:
    """An external identifier as people write it.

    >>> _identifier("http://www.wikidata.org/entity/Q212"), _identifier("https://sws.geonames.org/544906/")
    ('Q212', 'gn:544906')
    """
    last = link.rstrip("/").rpartition("/")[2]
    return f"gn:{last}" if "geonames.org/" in link else last


def _one_line(text: str) -> str:
    return plain(text).replace("\n", " ")
