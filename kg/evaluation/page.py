"""The errors of an evaluation as one readable page that loads nothing: the reports' texts with their claims marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from jinja2 import Environment, StrictUndefined

from kg.evaluation.comparison import ATTRIBUTION, FIELDS, SLOTS, STATUS, Comparison, filler_text, span_text
from kg.evaluation.gold import ComparedClaim, NamedText
from kg.evaluation.reliability import Bin
from kg.evaluation.scores import MEASURES, QUALIFIERS, Scores

MISSED, SPURIOUS, RIGHT, DIFFERS = "missed", "spurious", "right", "differs"
KINDS = (
    (MISSED, "missed"),
    (SPURIOUS, "spurious"),
    (STATUS, "other status"),
    (SLOTS, "slots differ"),
    (ATTRIBUTION, "other source"),
    (FIELDS, "other fields"),
    (RIGHT, "all right"),
)
"""The kinds of claims that a reader can choose from, with their labels."""

_USUAL = {"polarity": "positive", "modality": "actual", "certainty": "asserted", "basis": "none", "scope": "event"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a claim's table: a field as gold has it and as it was found, and whether they are held to differ."""

    name: str
    gold: str
    found: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A claim on the page: `mark` is how its words are shown, `kinds` those of `KINDS` that it is of."""

    id: str
    mark: str
    kinds: tuple[str, ...]
    type: str
    status: str
    quote: str
    spans: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    confidence: float | None

    @property
    def label(self) -> str:
        """What became of it, in a few words."""
        return ", ".join(label for kind, label in KINDS if kind in self.kinds)

    @property
    def told(self) -> str:
        """The claim in a few words, with what differs."""
        words = [row for row in self.rows if row.differs] if self.mark == DIFFERS else self.rows
        said = "; ".join(f"{row.name}: {_told(row, self.mark)}" for row in words)
        return f"{self.mark}: {self.type}/{self.status}" + (f" ({said})" if said else "")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a report's text with the claims that it is part of, the worst of them first."""

    text: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One report on the page: its claims, how many there are of each mark, its text in pieces, and what is wrong with names."""

    id: str
    name: str
    items: tuple[Item, ...]
    marks: Counter[str]
    pieces: tuple[Piece, ...]
    names: tuple[tuple[str, str], ...]


def errors_page(scores: Scores, bins: Sequence[Bin], compared: Sequence[Comparison]) -> str:
    """The page as HTML; whatever comes from reports, gold or extraction is escaped."""
    source = files("kg.evaluation").joinpath("errors.html").read_text("utf-8")
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(source)
    reports = [_report(number, report, scores) for number, report in enumerate(compared)]
    every = [item for report in reports for item in report.items]
    counts = Counter(kind for item in every for kind in item.kinds)
    return template.render(
        scores=scores,
        measures=[(name, scores.measures[name]) for name in MEASURES],
        by_type=sorted(scores.by_type.items()),
        qualifiers=[(name, *scores.qualifiers[name]) for name in QUALIFIERS if name in scores.qualifiers],
        links=scores.links,
        bins=bins,
        kinds=[(kind, label, counts[kind]) for kind, label in KINDS],
        types=sorted({item.type for item in every}),
        reports=reports,
    )


def _report(number: int, compared: Comparison, scores: Scores) -> ReportPart:
    items = sorted(_items(number, compared), key=lambda item: item.spans)
    errors = (error.split("\t") for error in scores.errors)
    return ReportPart(
        id=f"report-{number}",
        name=compared.name,
        items=tuple(items),
        marks=Counter(item.mark for item in items),
        pieces=tuple(_pieces(compared.text, items)),
        names=tuple(
            (parts[1], " · ".join(parts[2:]))
            for parts in errors
            if parts[0] == compared.name and parts[1].startswith(("entity", "link"))
        ),
    )


def _items(number: int, compared: Comparison) -> Iterator[Item]:
    n = 0
    for pair in compared.pairs:
        kinds = tuple(dict.fromkeys(d.sort for d in pair.differences)) or (RIGHT,)
        mark = DIFFERS if pair.differences else RIGHT
        names = frozenset("place" if d.name == "place relation" else d.name for d in pair.differences)
        yield _item(f"claim-{number}-{n}", mark, kinds, pair.gold, pair.found, names)
        n += 1
    for claim in compared.missed:
        yield _item(f"claim-{number}-{n}", MISSED, (MISSED,), claim, None, frozenset())
        n += 1
    for claim in compared.spurious:
        yield _item(f"claim-{number}-{n}", SPURIOUS, (SPURIOUS,), None, claim, frozenset())
        n += 1


def _item(
    id_: str,
    mark: str,
    kinds: tuple[str, ...],
    gold: ComparedClaim | None,
    found: ComparedClaim | None,
    differing: frozenset[str],
) -> Item:
    held = [claim for claim in (gold, found) if claim is not None]
    spans = tuple(sorted({(claim.start, claim.end) for claim in held}))
    return Item(
        id=id_,
        mark=mark,
        kinds=kinds,
        type=held[0].type,
        status=held[0].status,
        quote=held[0].quote,
        spans=spans,
        rows=tuple(_rows(gold, found, differing)),
        confidence=found.confidence if found is not None else None,
    )


def _rows(gold: ComparedClaim | None, found: ComparedClaim | None, differing: frozenset[str]) -> Iterator[Row]:
    ours, theirs = (_fields(claim) if claim is not None else {} for claim in (gold, found))
    for name in dict.fromkeys((*ours, *theirs)):
        one, other, differs = ours.get(name, ""), theirs.get(name, ""), name in differing
        usual = _USUAL.get(name)
        if differs or any(text not in ("", usual) for text in (one, other)):
            yield Row(name, one, other, differs)


def _fields(claim: ComparedClaim) -> dict[str, str]:
    fields = {"status": claim.status}
    fields |= {role: _texts(fillers) for role, fillers in claim.roles.items()}
    fields |= {"attribution": _texts(claim.attribution), "count": span_text(claim.count), "scope": claim.scope or ""}
    fields |= {"time": span_text(claim.time)}
    return fields | {name: getattr(claim, name) for name in ("polarity", "modality", "certainty", "basis")}


def _texts(fillers: Iterable[NamedText]) -> str:
    return "; ".join(map(filler_text, fillers))


def _told(row: Row, mark: str) -> str:
    return f"{row.gold or 'nothing'} ≠ {row.found or 'nothing'}" if mark == DIFFERS else row.gold or row.found


_WORST_FIRST = (MISSED, SPURIOUS, DIFFERS, RIGHT)


def _pieces(text: str, items: Sequence[Item]) -> Iterator[Piece]:
    """The text, cut wherever a claim begins or ends."""
    ends = sorted({0, len(text), *(end for item in items for span in item.spans for end in span)})
    for start, end in pairwise(ends):
        here = [item for item in items if any(a <= start and end <= b for a, b in item.spans)]
        yield Piece(text[start:end], tuple(sorted(here, key=lambda item: _WORST_FIRST.index(item.mark))))
