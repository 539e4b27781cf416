"""An answer as the page shows it: its rows with addresses, and the words of the reports in their context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages import Excerpt, address, excerpt, words
from kg.errors import NotFoundError
from kg.identifiers import report_graph_iri, report_iri
from kg.store import View
from kg.terms import name, text_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of an answer; what is unknown is empty."""

    name: str
    href: str
    links: tuple[str, ...]
    what: str
    aside: str
    cause: str
    count: str
    certainty: str
    belief: str | None
    speaker: str
    report: str
    report_href: str
    date: str
    quote: str
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class ShownExclusion:
    """Something that was left out of an answer, and why."""

    name: str
    why: str
    quote: str
    report: str
    report_href: str
    date: str


def shown_rows(rows: Iterable[Row], view: View) -> tuple[ShownRow, ...]:
    """The rows of an answer with their words in the context of their reports."""
    texts: dict[str, str | None] = {}
    return tuple(_row(row, view, texts) for row in rows)


def shown_exclusions(excluded: Iterable[Row]) -> tuple[ShownExclusion, ...]:
    """What was left out, with where it stands."""
    return tuple(
        ShownExclusion(
            _told(item, "name"),
            _told(item, "why"),
            _told(item, "quote"),
            _told(item, "report"),
            report_address(_told(item, "report")),
            _told(item, "date"),
        )
        for item in excluded
    )


def report_address(report_id: str) -> str:
    """Where this server answers for a report's id; "" for none."""
    return address(report_iri(report_id)) if report_id else ""


def headline(answer: object) -> str:
    """An answer in one line: names joined, a number with separators, yes or no; "" where there is none.

    >>> headline(["T-72B3", "Stryker"]), headline(1200), headline(True), headline([])
    ('T-72B3, Stryker', '1,200', 'Yes', '')
    """
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, int):
        return f"{answer:,}"
    if isinstance(answer, (list, tuple)):
        return ", ".join(headline(part) for part in answer)
    return "" if answer is None else str(answer)


def report_text(view: View, report_id: str) -> str:
    """The text of a report; raises NotFoundError where the store does not hold it."""
    for quad in view.quads(report_graph_iri(report_id), report_iri(report_id)):
        if quad.predicate == name("sg:text"):
            return text_of(quad.object)
    raise NotFoundError(f"The store holds no report {report_id!r}.")


def counted(low: object, high: object) -> str:
    """A count as it is read: a number, a range, or one end of it.

    >>> counted(12, 12), counted(3, 9), counted(13, None), counted(None, 200), counted(None, None)
    ('12', '3–9', 'at least 13', 'at most 200', '')
    """
    if isinstance(low, int) and isinstance(high, int):
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if isinstance(low, int):
        return f"at least {low:,}"
    return f"at most {high:,}" if isinstance(high, int) else ""


def _row(row: Row, view: View, texts: dict[str, str | None]) -> ShownRow:
    report, start, end = _told(row, "report"), row.get("start"), row.get("end")
    if report and report not in texts:
        texts[report] = _text(view, report)
    text, context = texts.get(report), None
    if text is not None and isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
        context = excerpt(text, start, end)
    scope = _told(row, "scope")
    asides = [words(_told(row, "type")), f"count over a {scope}" if scope == "period" else ""]
    asides += ["running total"] if scope == "cumulative" else []
    asides += [
        _told(row, key) for key, usual in (("modality", "actual"), ("polarity", "positive")) if row.get(key) != usual
    ]
    belief = row.get("belief")
    return ShownRow(
        name=_told(row, "name"),
        href=address(_told(row, "iri")) if row.get("iri") else "",
        links=tuple(link for link in row.get("links") or () if str(link).startswith(("https://", "http://"))),
        what=words(_told(row, "status")),
        aside=", ".join(aside for aside in asides if aside),
        cause=_told(row, "cause"),
        count=counted(row.get("countMin"), row.get("countMax")),
        certainty=_told(row, "certainty"),
        belief=None if belief is None else f"{float(belief):.2f}",
        speaker=_told(row, "speaker"),
        report=_told(row, "title") or report,
        report_href=report_address(report),
        date=_told(row, "date"),
        quote=_told(row, "quote"),
        excerpt=context,
    )


def _text(view: View, report: str) -> str | None:
    try:
        return report_text(view, report)
    except NotFoundError:
        return None


def _told(row: Row, key: str) -> str:
    value = row.get(key)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
