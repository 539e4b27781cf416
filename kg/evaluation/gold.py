"""Gold (YAML beside texts) and extracted claims (JSON lines), read into the same values to be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from kg.errors import EvaluationError

# Both files are hand-made or another program's output: read as they come, checked where a field is needed.
Record = Mapping[str, Any]

EXPECTED = "a folder of NAME.yaml files beside NAME.txt, or one of them"


@dataclass(frozen=True, slots=True)
class NamedText:
    """A mention or filler: its words, its canonical name and its identifiers (``Q…``, ``gn:…``) where known."""

    text: str
    kind: str | None = None
    name: str | None = None
    ids: frozenset[str] = frozenset()
    rel: str = "in"


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """A claim as far as it is compared; `count`, `scope`, `time` and `confidence` are None where it has none."""

    type: str
    status: str
    start: int
    end: int
    quote: str
    roles: Mapping[str, tuple[NamedText, ...]]
    attribution: tuple[NamedText, ...] = ()
    polarity: str = "positive"
    modality: str = "actual"
    certainty: str = "asserted"
    basis: str = "none"
    count: tuple[int | None, int | None] | None = None
    scope: str | None = None
    time: tuple[str | None, str | None] | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report with its gold: `name` is the stem of its files, `date` an ISO day or None."""

    name: str
    text: str
    date: str | None
    entities: tuple[NamedText, ...]
    claims: tuple[ComparedClaim, ...]


@dataclass(frozen=True, slots=True)
class ExtractedReport:
    """What an extractor found in the report of that `name`."""

    name: str
    mentions: tuple[NamedText, ...]
    claims: tuple[ComparedClaim, ...]

    def with_confidence(self, least: float) -> ExtractedReport:
        """The report without the claims that tell a lower confidence (0–1)."""
        kept = (claim for claim in self.claims if claim.confidence is None or claim.confidence >= least)
        return replace(self, claims=tuple(kept))


def read_gold(path: Path) -> tuple[GoldReport, ...]:
    """The gold of a folder, by name (NAME.yaml beside NAME.txt), or of one NAME.yaml.

    Raises EvaluationError where there is none, a text is missing, a file holds no claims (an empty list is gold: the
    report claims nothing), or a quote does not stand in its text.
    """
    one = path.suffix == ".yaml" and path.is_file()
    paths = [path] if one else sorted(path.glob("*.yaml"))
    if not paths:
        missing = "no gold here" if path.is_dir() else "is no gold" if path.exists() else "no such folder or file"
        raise EvaluationError(f"{path}: {missing}; expected {EXPECTED}")
    return tuple(_gold_report(each) for each in paths)


def _gold_report(path: Path) -> GoldReport:
    text_file = path.with_suffix(".txt")
    if not text_file.is_file():
        raise EvaluationError(f"{path}: its text is missing; expected {text_file.name} beside it")
    text, document = _text_of(text_file), _document(path)
    try:
        entities = tuple(_gold_filler(entity) for entity in document.get("entities") or [])
        claims = tuple(_gold_claim(claim, text) for claim in document["claims"] or [])
    except KeyError as error:
        raise EvaluationError(f"{path}: a claim or an entity has no {error.args[0]}") from error
    except (AttributeError, TypeError) as error:
        raise EvaluationError(f"{path}: not gold: {type(error).__name__}: {error}") from error
    except EvaluationError as error:
        raise EvaluationError(f"{path}: {error}") from error
    return GoldReport(path.stem, text, str(document["date"]) if document.get("date") else None, entities, claims)


def _document(path: Path) -> Record:
    """What a file of gold holds, its `claims` among it."""
    try:
        document: Any = yaml.safe_load(_text_of(path))
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise EvaluationError(f"{path}{line}: the YAML cannot be read: {error.problem}; correct this line") from error
    except yaml.YAMLError as error:
        raise EvaluationError(f"{path}: the YAML cannot be read: {str(error).splitlines()[0]}") from error
    if not isinstance(document, dict) or not isinstance(document.get("claims", ""), list | None):
        raise EvaluationError(f"{path}: has no claims; expected a list of them as `claims`, [] where there are none")
    return document


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: cannot be read: {error}") from error


def find_quote(text: str, quote: str) -> tuple[int, int]:
    """Where a quote first stands in a text, to the letter or else with other white space.

    >>> find_quote("They took the\\ntown today.", "took the town")
    (5, 18)
    """
    if (start := text.find(quote)) >= 0:
        return start, start + len(quote)
    if found := re.search(r"\s+".join(map(re.escape, quote.split())), text):
        return found.span()
    raise EvaluationError(f"the quote is not in the report: {quote!r}")


def _gold_claim(told: Record, text: str) -> ComparedClaim:
    start, end = find_quote(text, told["quote"])
    roles = {role: _gold_fillers(fillers) for role, fillers in (told.get("roles") or {}).items() if fillers}
    count, time = told.get("count"), told.get("time")
    return ComparedClaim(
        type=told["type"],
        status=told["status"],
        start=start,
        end=end,
        quote=told["quote"],
        roles=roles,
        attribution=_gold_fillers(told.get("attribution") or []),
        polarity=told.get("polarity") or "positive",
        modality=told.get("modality") or "actual",
        certainty=told.get("certainty") or "asserted",
        basis=told.get("basis") or "none",
        count=(count.get("min"), count.get("max")) if count else None,
        scope=(told.get("scope") or "event") if count else None,
        time=_days(time) if time else None,
    )


def _gold_fillers(fillers: Any) -> tuple[NamedText, ...]:
    return tuple(_gold_filler(filler) for filler in (fillers if isinstance(fillers, list) else [fillers]))


def _gold_filler(told: str | Record) -> NamedText:
    if isinstance(told, str):
        return NamedText(told)
    ids = frozenset(str(told["id"]).split()) if told.get("id") else frozenset()
    return NamedText(told["text"], told.get("type"), told.get("name") or None, ids, told.get("rel", "in"))


def load_extracted(lines: Iterable[str], gold: Iterable[GoldReport]) -> tuple[ExtractedReport, ...]:
    """What an extractor printed for the reports of `gold`, in their order; the last line of a report counts.

    Raises EvaluationError where a line is no such JSON, a report has none, or a mention's words do not stand at
    its offsets.
    """
    documents: dict[str, Record] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            documents[document["report"]["id"]] = document
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"line {number} of the claims is no JSON object with report.id: {error}") from error
    return tuple(_extracted_report(report, documents) for report in gold)


def _extracted_report(report: GoldReport, documents: Mapping[str, Record]) -> ExtractedReport:
    if report.name not in documents:
        known = ", ".join(sorted(documents)[:5]) or "none"
        raise EvaluationError(f"{report.name}: no line with this report.id; there are: {known}")
    document = documents[report.name]
    try:
        for mention in document["mentions"]:
            if report.text[mention["start"] : mention["end"]] != mention["text"]:
                place = f"{mention['start']}–{mention['end']}"
                raise EvaluationError(f"{report.name}: mention {mention['text']!r} is not at {place}")
        mentions = tuple(_extracted_filler(mention) for mention in document["mentions"])
        claims = tuple(_extracted_claim(claim, report.text) for claim in document["claims"])
    except (KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{report.name}: not as `kg extract` prints: {type(error).__name__}: {error}"
        ) from error
    return ExtractedReport(report.name, mentions, claims)


def _extracted_claim(told: Record, text: str) -> ComparedClaim:
    count, time = told.get("count"), told.get("time")
    return ComparedClaim(
        type=told["type"],
        status=told["status"],
        start=told["start"],
        end=told["end"],
        quote=text[told["start"] : told["end"]],
        roles={role: tuple(map(_extracted_filler, fillers)) for role, fillers in told["roles"].items()},
        attribution=tuple(map(_extracted_filler, told.get("attribution") or [])),
        polarity=told["polarity"],
        modality=told["modality"],
        certainty=told["certainty"],
        basis=told.get("basis") or "none",
        count=(count.get("min"), count.get("max")) if count else None,
        scope=(count.get("scope") or "event") if count else None,
        time=_days(time) if time else None,
        confidence=told.get("confidence"),
    )


def _extracted_filler(told: Record) -> NamedText:
    ids = set()
    for link in told.get("links") or []:
        if found := re.search(r"(Q\d+)$", link):
            ids.add(found[1])
        elif found := re.search(r"geonames\.org/(\d+)", link):
            ids.add("gn:" + found[1])
    return NamedText(
        told["text"], told.get("type"), told.get("name") or None, frozenset(ids), told.get("rel") or "in"
    )


def _days(time: Record) -> tuple[str | None, str | None]:
    start, end = (str(time[key]) if time.get(key) is not None else None for key in ("start", "end"))
    return start, end
