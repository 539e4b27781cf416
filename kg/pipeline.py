"""The way of the data, composed: reports to readings, readings to the store and its events, questions to answers."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

import ontology
from kg import answers
from kg.catalogue import Catalogue, load_catalogue
from kg.decision_records import decision_records
from kg.decisions import FILE_NAME, Decision, append_decision, read_decisions
from kg.errors import QuestionError, ReportError, SitgraphError
from kg.events import consolidate
from kg.extraction.explanation import Explanation
from kg.extraction.lexicon import lexicon
from kg.extraction.reader import explain_report, read_report
from kg.extraction.reader import read_question as question_claims
from kg.fingerprints import IN_PART, READINGS, fingerprints
from kg.gazetteer import load_gazetteer
from kg.graph import credit_quads, entity_quads, event_quads, formation_quads, reading_quads
from kg.graph_names import is_local
from kg.identifiers import graph_iri, text_sha256
from kg.identity import identify
from kg.identity_graph import decision_quads, identity_quads
from kg.known import Known
from kg.linking import also_region
from kg.model import Claim, Entity, Filler, Reading, Report
from kg.nlp.mentions import find_mentions
from kg.nlp.names import load_matcher
from kg.nlp.pipeline import parse
from kg.question_general import general_patterns
from kg.question_order import declarative, tidy, undated
from kg.question_setting import called, examples, named, newest, setting, spellings, standing, written
from kg.question_spelling import respell
from kg.questions import Frame, Knowledge, read_question
from kg.settings import Settings
from kg.store import Store, View, turtle_quads
from kg.syntax import Sentence
from kg.terms import Quad
from kg.validation import validate_quads
from kg.vocabulary import PLACE_KINDS

# Reports, and quads of reports, that are checked and stored at once: a check has a fixed cost besides that per quad.
_CHECKED_TOGETHER = 16
_QUADS_TOGETHER = 10_000
# Reports that a process is handed at once, and how many such hands each has waiting.
_HANDED_OUT = 4
_WAITING = 2
Progress = Callable[[str], None]
Explained = tuple[Reading, tuple[Explanation, ...]]
"""A reading and, in the order of its claims, what each came from."""
R = TypeVar("R")
How = Callable[[Report, tuple[Sentence, ...], Settings], R]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: reports by what became of them, the inputs that failed, and what the store now holds."""

    added: int
    replaced: int
    unchanged: int
    failed: tuple[ReportError, ...]
    claims: int
    events: int


def extract(
    reports: Iterable[Report],
    *,
    settings: Settings,
    progress: Progress | None = None,
    failed: list[ReportError] | None = None,
) -> Iterator[Reading]:
    """Reads each report and yields its mentions and claims, in order; `progress` is told the id of each one done.

    Readings are the same for any number of processes and any batch size. A report that cannot be read is added to
    `failed` and the rest goes on; without such a list the ReportError is raised. Raises SitgraphError where the
    model is not installed or a reading process ends before its time.
    """
    return _read_all(reports, read, settings, progress, failed)


def explain(
    reports: Iterable[Report],
    *,
    settings: Settings,
    progress: Progress | None = None,
    failed: list[ReportError] | None = None,
) -> Iterator[Explained]:
    """As `extract`, each reading with what its claims came from, in their order."""
    return _read_all(reports, read_explained, settings, progress, failed)


def _read_all(
    reports: Iterable[Report],
    how: How[R],
    settings: Settings,
    progress: Progress | None,
    failed: list[ReportError] | None,
) -> Iterator[R]:
    ways = _in_processes if settings.processes > 1 else _one_by_one
    for report_id, found in ways(reports, how, settings):
        if not isinstance(found, ReportError):
            yield found
        elif failed is None:
            raise found
        else:
            failed.append(found)
        if progress is not None:
            progress(report_id)


def _one_by_one(reports: Iterable[Report], how: How[R], settings: Settings) -> Iterator[tuple[str, R | ReportError]]:
    texts = ((report.text, report) for report in reports)
    for report, sentences in parse(texts, model=settings.model, batch_size=settings.batch_size):
        try:
            yield report.id, how(report, sentences, settings)
        except Exception as error:  # a fault that one text lays bare must not end a night's work on thousands
            yield report.id, _unread(report, error)


def _unread(report: Report, error: Exception) -> ReportError:
    return ReportError(
        report.id,
        f"cannot be read: {type(error).__name__}: {error}",
        expected="a text that the extractor can read",
        advice="leave it out, and tell the makers of Sitgraph of this text",
    )


def _in_processes(
    reports: Iterable[Report], how: How[R], settings: Settings
) -> Iterator[tuple[str, R | ReportError]]:
    """Chunks of reports, read in processes, in order; few are handed out ahead, so that none pile up in memory."""
    alone = replace(settings, processes=1)
    others = multiprocessing.active_children()
    # A forked spaCy can hang on its threads' locks, so every worker starts afresh.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(settings.processes, mp_context=context, initializer=_leave_interrupts)
    ahead: deque[Future[tuple[tuple[str, R | ReportError], ...]]] = deque()
    try:
        for chunk in _chunks(reports, _HANDED_OUT):
            ahead.append(pool.submit(_read_chunk, tuple(chunk), how, alone))
            if len(ahead) > _WAITING * settings.processes:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()
    except BrokenProcessPool as error:
        raise SitgraphError(
            "a process that reads reports ended before its time; was it out of memory? Read with fewer --processes. "
            "(A script of yours that reads in processes must do so below `if __name__ == '__main__':`.)"
        ) from error
    finally:
        if ahead:
            for child in multiprocessing.active_children():
                if child not in others:
                    child.terminate()
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the first one decides what becomes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(
    reports: tuple[Report, ...], how: How[R], settings: Settings
) -> tuple[tuple[str, R | ReportError], ...]:
    return tuple(_one_by_one(reports, how, settings))


def _chunks(items: Iterable[Report], size: int) -> Iterator[list[Report]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def read(report: Report, sentences: tuple[Sentence, ...], settings: Settings) -> Reading:
    """One parsed report's mentions and claims; kinds of equipment are mentions only where they fill a role."""
    return _reading(
        report, *read_report(*_annotated(report, sentences, settings), learned=settings.learned), settings
    )


def read_explained(report: Report, sentences: tuple[Sentence, ...], settings: Settings) -> Explained:
    """As `read`, with what each claim came from."""
    mentions, made = explain_report(*_annotated(report, sentences, settings), learned=settings.learned)
    reading = _reading(report, mentions, tuple(claim for claim, _ in made), settings)
    return reading, tuple(told for _, told in made)


def _annotated(
    report: Report, sentences: tuple[Sentence, ...], settings: Settings
) -> tuple[Report, tuple[Sentence, ...], tuple[Filler, ...], Catalogue]:
    catalogue = load_catalogue(settings.data)
    mentions = find_mentions(
        report, sentences, load_matcher(settings.data), catalogue, load_gazetteer(settings.cache, settings.data)
    )
    return report, sentences, mentions, catalogue


def _reading(report: Report, mentions: tuple[Filler, ...], claims: tuple[Claim, ...], settings: Settings) -> Reading:
    levels = load_catalogue(settings.data).levels
    filling = {f.mention.span for claim in claims for fillers in claim.roles.values() for f in fillers}

    def told(filler: Filler) -> bool:
        kind = filler.link is not None and levels.get(filler.link.entity.iri) == "class"
        return not kind or filler.mention.span in filling

    return Reading(report, tuple(f for f in mentions if told(f)), claims)


def build(
    store: Store, reports: Iterable[Report | ReportError], *, settings: Settings, progress: Progress | None = None
) -> BuildSummary:
    """Takes reports into the store and makes its events anew; what the store read with something older is read again.

    A report that stands in the store as it is given is left alone. One that fails leaves the store as it was for it.
    Interrupted, the reports that were done are kept and published, and the next build goes on from there.
    """
    failed: list[ReportError] = []
    changes = {"added": 0, "replaced": 0, "unchanged": 0}
    held = store.reports()
    made_with = fingerprints(settings)
    stale = bool(held) and bool(store.stale(made_with))
    # A build that is killed must not pass for done: what is left of an older make is told until all is read again.
    store.set_fingerprints({**store.fingerprints, READINGS: IN_PART} if stale else made_with)
    given: set[str] = set()
    batch: list[tuple[Reading, Sequence[Quad]]] = []

    def fresh() -> Iterator[Report]:
        for report in reports:
            if isinstance(report, ReportError):
                failed.append(report)
                continue
            given.add(report.id)
            if not stale and held.get(report.id) == report.sha256 and store.report_value(report.id) == report:
                changes["unchanged"] += 1
                if progress is not None:
                    progress(report.id)
            else:
                yield report
        if stale:
            yield from (store.report_value(i) for i in held if i not in given)

    def put_batch() -> None:
        for reading, quads in _conforming(batch, failed):
            changes[store.put(reading, quads)] += 1
        batch.clear()

    try:
        for reading in extract(fresh(), settings=settings, progress=progress, failed=failed):
            try:
                batch.append((reading, reading_quads(reading)))
            except ReportError as error:
                failed.append(error)
            if len(batch) == _CHECKED_TOGETHER or sum(len(quads) for _, quads in batch) > _QUADS_TOGETHER:
                put_batch()
        put_batch()
        store.set_fingerprints(made_with)
    finally:
        put_batch()
        claims, events = publish(store, settings)
    return BuildSummary(changes["added"], changes["replaced"], changes["unchanged"], tuple(failed), claims, events)


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
            failed.append(
                ReportError(
                    reading.report.id,
                    "its graph does not conform",
                    expected="; ".join(messages),
                    advice="leave it out, and tell the makers of Sitgraph of this text",
                )
            )
        else:
            yield reading, quads


def publish(store: Store, settings: Settings) -> tuple[int, int]:
    """Makes the derived graphs anew and publishes a snapshot; the numbers of claims and events."""
    catalogue = load_catalogue(settings.data)
    known = Known(catalogue, load_gazetteer(settings.cache, settings.data))
    readings = tuple(store.readings(known.entity))
    for reading in readings:
        known.add(reading)
    identity = identify(readings, read_decisions(store.path / FILE_NAME), known.closure, known.entity)
    closure = identity.closure(known.closure)
    named = {iri: entity for iri in identity.members if (entity := known.entity(iri)) is not None}
    resolved = tuple(identity.resolved(reading, named) for reading in readings)
    for reading in resolved:
        known.add(reading)
    events = consolidate(resolved, closure)
    store.publish(
        ontology=(q for m in ontology.modules() for q in turtle_quads(ontology.turtle(m), graph_iri("ontology"))),
        catalogue=(
            *entity_quads(catalogue.entities, graph_iri("catalogue")),
            *formation_quads(catalogue.formations, graph_iri("catalogue")),
        ),
        places=(*entity_quads(known.places(), graph_iri("places")), *credit_quads(known.credits())),
        identity=identity_quads(identity),
        events=event_quads(events, closure),
        decisions=decision_quads(identity.rulings),
    )
    return sum(len(reading.claims) for reading in readings), len(events)


def decide(store: Store, decision: Decision, settings: Settings) -> dict[str, Any]:
    """Writes a decision down and makes the derived graphs anew; the decision's record, with what became of it."""
    append_decision(store.path / FILE_NAME, decision)
    publish(store, settings)
    return decision_records(store)[-1]


def ask(
    view: View, question: str, *, settings: Settings | None = None, min_confidence: float = 0.0
) -> answers.Answer:
    """What the store says to a question in plain English, with its evidence: claims of `min_confidence` (0–1) and over.

    Raises QuestionError where the question cannot be read, with questions that the store can answer.
    """
    settings = settings or Settings()
    catalogue, gazetteer = load_catalogue(settings.data), load_gazetteer(settings.cache, settings.data)
    spelled = respell(question, spellings(view, catalogue), lambda name: bool(gazetteer.lookup(name)))
    today = newest(view)
    asked = tidy(undated(spelled, today))
    ((_, tagged),) = parse([(asked, None)], model=settings.model)
    verbs = {lemma for kind, lemma in lexicon() if kind == "verb"}
    stated = " ".join(declarative(sentence, verbs) for sentence in tagged)

    def senses(filler: Filler) -> tuple[Entity, ...]:
        if filler.link is None:
            return ()
        entity = filler.link.entity
        if entity.kind not in PLACE_KINDS:
            return (standing(view, entity),) if not is_local(entity.iri) else named(view, entity.name, entity.kind)
        alike = (standing(view, entity), *also_region(gazetteer, entity), *named(view, entity.name, entity.kind))
        return tuple({e.iri: e for e in alike if not is_local(e.iri) or "/question/" not in e.iri}.values())

    known = Knowledge(
        senses,
        lambda name: named(view, name),
        today,
        lambda words: written(view, words),
        lambda words: called(view, words),
    )

    def frame(text: str) -> Frame:
        report = Report("question", text, text_sha256(text))
        ((_, sentences),) = parse([(text, None)], model=settings.model)
        mentions = find_mentions(report, sentences, load_matcher(settings.data), catalogue, gazetteer, setting(view))
        claims = question_claims(report, sentences, mentions, catalogue)
        return read_question(spelled, sentences, mentions, claims, known, general_patterns)

    try:
        # the order of a statement is read best; where it is not, the words as they were asked may be
        try:
            found = frame(stated)
        except QuestionError as error:
            if asked == stated:
                raise
            try:
                found = frame(asked)
            except QuestionError:
                raise error from None
    except QuestionError as error:
        raise QuestionError(question, error.part, error.problem, examples(view)) from None
    return answers.answer(replace(found, question=question, min_confidence=min_confidence), view, catalogue)


__all__ = ["BuildSummary", "ask", "build", "decide", "explain", "extract", "fingerprints", "publish", "read"]
