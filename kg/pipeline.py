"""The way of the data, composed: reports to readings, readings to the store and its events, questions to answers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import kg
import ontology
from kg import answers
from kg.catalogue import load_catalogue
from kg.errors import ReportError
from kg.events import consolidate
from kg.extraction.reader import read_claims
from kg.gazetteer import load_gazetteer
from kg.graph import entity_quads, event_quads, reading_quads
from kg.graph_names import is_local
from kg.identifiers import graph_iri, text_sha256
from kg.known import Known
from kg.linking import also_region
from kg.model import Entity, Filler, Reading, Report
from kg.nlp.mentions import find_mentions
from kg.nlp.names import load_matcher
from kg.nlp.pipeline import parse
from kg.question_order import declarative, tidy
from kg.questions import read_question
from kg.settings import Settings
from kg.store import Store, View, turtle_quads
from kg.syntax import Sentence
from kg.terms import Quad
from kg.validation import validate_quads
from kg.vocabulary import PLACE_KINDS

_CHECKED_TOGETHER = 16
_HANDED_OUT = 4
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: reports by what became of them, the inputs that failed, and what the store now holds."""

    added: int
    replaced: int
    unchanged: int
    failed: tuple[ReportError, ...]
    claims: int
    events: int


def extract(reports: Iterable[Report], *, settings: Settings, progress: Progress | None = None) -> Iterator[Reading]:
    """Reads each report and yields its mentions and claims, in order; `progress` is told the id of each one done.

    Readings are the same for any number of processes and any batch size.
    """
    if settings.processes > 1:
        readings = _extract_in_processes(reports, settings)
    else:
        texts = ((report.text, report) for report in reports)
        parsed = parse(texts, model=settings.model, batch_size=settings.batch_size)
        readings = (read(report, sentences, settings) for report, sentences in parsed)
    for reading in readings:
        yield reading
        if progress is not None:
            progress(reading.report.id)


def _extract_in_processes(reports: Iterable[Report], settings: Settings) -> Iterator[Reading]:
    # A forked spaCy can hang on its threads' locks, so every worker starts afresh.
    context = multiprocessing.get_context("spawn")
    with context.Pool(settings.processes) as pool:
        work = ((tuple(chunk), settings) for chunk in _chunks(reports, _HANDED_OUT))
        for readings in pool.imap(_read_chunk, work):
            yield from readings


def _read_chunk(work: tuple[tuple[Report, ...], Settings]) -> tuple[Reading, ...]:
    reports, settings = work
    alone = Settings(store=settings.store, model=settings.model, batch_size=settings.batch_size, cache=settings.cache)
    return tuple(extract(reports, settings=alone))


def _chunks(items: Iterable[Report], size: int) -> Iterator[list[Report]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def read(report: Report, sentences: tuple[Sentence, ...], settings: Settings) -> Reading:
    """One parsed report's mentions and claims; kinds of equipment are mentions only where they fill a role."""
    catalogue = load_catalogue()
    mentions = find_mentions(report, sentences, load_matcher(), catalogue, load_gazetteer(settings.cache))
    claims = read_claims(report, sentences, mentions, catalogue)
    filling = {f.mention.span for claim in claims for fillers in claim.roles.values() for f in fillers}

    def told(filler: Filler) -> bool:
        kind = filler.link is not None and catalogue.levels.get(filler.link.entity.iri) == "class"
        return not kind or filler.mention.span in filling

    return Reading(report, tuple(f for f in mentions if told(f)), claims)


def fingerprints(settings: Settings) -> dict[str, str]:
    """What a store is made with: versions and digests of everything that shapes its content."""
    return {
        "extractor": kg.__version__,
        "model": settings.model,
        "ontology": text_sha256("".join(ontology.turtle(module) for module in ontology.modules())),
        "catalogue": load_catalogue().fingerprint,
        "gazetteer": load_gazetteer(settings.cache).fingerprint,
    }


def build(
    store: Store, reports: Iterable[Report | ReportError], *, settings: Settings, progress: Progress | None = None
) -> BuildSummary:
    """Takes reports into the store and makes its events anew; what the store read with something older is read again.

    A report that stands in the store as it is given is left alone. One that fails leaves the store as it was for it.
    Interrupted, the reports that were done are kept and published.
    """
    failed: list[ReportError] = []
    changes = {"added": 0, "replaced": 0, "unchanged": 0}
    held = store.reports()
    made_with = fingerprints(settings)
    stale = bool(store.stale(made_with)) and bool(held)
    lookup = Known(load_catalogue(), load_gazetteer(settings.cache)).entity
    given: set[str] = set()

    def fresh() -> Iterator[Report]:
        for report in reports:
            if isinstance(report, ReportError):
                failed.append(report)
                continue
            given.add(report.id)
            if not stale and held.get(report.id) == report.sha256 and store.reading(report.id, lookup).report == report:
                changes["unchanged"] += 1
                if progress is not None:
                    progress(report.id)
            else:
                yield report
        if stale:
            yield from (store.reading(i, lookup).report for i in held if i not in given)

    try:
        readings = extract(fresh(), settings=settings, progress=progress)
        while batch := list(islice(readings, _CHECKED_TOGETHER)):
            for reading, quads in _conforming([(r, reading_quads(r)) for r in batch], failed):
                changes[store.put(reading, quads)] += 1
    finally:
        store.set_fingerprints(made_with)
        claims, events = publish(store, settings)
    return BuildSummary(
        changes["added"], changes["replaced"], changes["unchanged"], tuple(failed), claims, events
    )


def _conforming(
    batch: Sequence[tuple[Reading, Sequence[Quad]]], failed: list[ReportError]
) -> Iterator[tuple[Reading, Sequence[Quad]]]:
    """The readings whose graphs conform to the shapes; the others are added to `failed`."""
    if not validate_quads([quad for _, quads in batch for quad in quads]):
        yield from batch
        return
    for reading, quads in batch:
        messages = validate_quads(quads)
        if messages:
            failed.append(ReportError(reading.report.id, "its graph does not conform", expected="; ".join(messages)))
        else:
            yield reading, quads


def publish(store: Store, settings: Settings) -> tuple[int, int]:
    """Makes the derived graphs anew and publishes a snapshot; the numbers of claims and events."""
    catalogue = load_catalogue()
    known = Known(catalogue, load_gazetteer(settings.cache))
    readings = tuple(store.readings(known.entity))
    for reading in readings:
        known.add(reading)
    events = consolidate(readings, known.closure)
    store.publish(
        ontology=(q for m in ontology.modules() for q in turtle_quads(ontology.turtle(m), graph_iri("ontology"))),
        catalogue=entity_quads(catalogue.entities, graph_iri("catalogue")),
        places=entity_quads(known.places(), graph_iri("places")),
        events=event_quads(events, known.closure),
    )
    return sum(len(reading.claims) for reading in readings), len(events)


def ask(view: View, question: str, *, settings: Settings | None = None) -> answers.Answer:
    """What the store says to a question in plain English, with its evidence.

    Raises QuestionError where the question cannot be read.
    """
    settings = settings or Settings()
    catalogue, gazetteer = load_catalogue(), load_gazetteer(settings.cache)
    ((_, tagged),) = parse([(tidy(question), None)], model=settings.model)
    text = declarative([token for sentence in tagged for token in sentence.tokens])
    report = Report("question", text, text_sha256(text))
    ((_, sentences),) = parse([(text, None)], model=settings.model)
    mentions = find_mentions(report, sentences, load_matcher(), catalogue, gazetteer, answers.setting(view))
    claims = read_claims(report, sentences, mentions, catalogue, question=True)

    def senses(filler: Filler) -> tuple[Entity, ...]:
        if filler.link is None:
            return ()
        entity = filler.link.entity
        if entity.kind not in PLACE_KINDS:
            return (entity,) if not is_local(entity.iri) else answers.named(view, entity)
        alike = (entity, *also_region(gazetteer, entity), *answers.named(view, entity))
        return tuple({e.iri: e for e in alike if not is_local(e.iri) or "/question/" not in e.iri}.values())

    return answers.answer(read_question(question, sentences, claims, senses), view, catalogue)


__all__ = ["BuildSummary", "ask", "build", "extract", "fingerprints", "publish", "read"]
