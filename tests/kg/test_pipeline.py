"""The whole way: the same bytes from any order and number of hands, replaced, removed, killed, made anew."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg import pipeline
from kg.catalogue import load_catalogue
from kg.cli import app
from kg.errors import ReportError, SitgraphError
from kg.fingerprints import fingerprints
from kg.gazetteer import load_gazetteer
from kg.graph import reading_quads
from kg.known import Known
from kg.model import Reading, Report
from kg.nlp import pipeline as parsing
from kg.pipeline import BuildSummary
from kg.reports import read_reports
from kg.rereading import reading_from_quads
from kg.settings import Settings
from kg.store import Store, View
from kg.terms import name
from kg.validation import validate_quads
from tests.kg.reports_at_hand import SENTENCES, assert_words_are_cut, ids, report, reports

PROJECT = Path(__file__).resolve().parents[2]
RUNNER = CliRunner()
EVAL = os.environ.get("SITGRAPH_EVAL")


def build(path: Path, given: Sequence[Report | ReportError], **fields: Any) -> BuildSummary:
    settings = Settings(store=path, **fields)
    with Store.open(path) as store:
        return pipeline.build(store, given, settings=settings)


def bytes_of(path: Path) -> str:
    with Store.open(path) as store:
        return store.nquads()


def figures(summary: BuildSummary) -> tuple[int, int, int, int]:
    return summary.added, summary.replaced, summary.unchanged, len(summary.failed)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("built") / "store"
    summary = build(path, reports())
    assert figures(summary) == (6, 0, 0, 0)
    assert summary.claims > 10 and summary.events > 5
    return path, bytes_of(path)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return list(pipeline.extract(reports(), settings=Settings()))


@pytest.mark.parametrize(("batch_size", "processes", "seed"), [(1, 1, 1), (7, 2, 2), (64, 1, 3)])
def test_any_order_batch_size_and_number_of_processes_gives_the_same_bytes(
    batch_size: int, processes: int, seed: int, built: tuple[Path, str], tmp_path: Path
) -> None:
    shuffled = reports()
    random.Random(seed).shuffle(shuffled)
    build(tmp_path / "s", shuffled, batch_size=batch_size, processes=processes)
    assert bytes_of(tmp_path / "s") == built[1]


def test_reports_that_come_one_after_the_other_give_the_same_bytes(built: tuple[Path, str], tmp_path: Path) -> None:
    for value in reversed(reports()):
        build(tmp_path / "s", [value])
    assert bytes_of(tmp_path / "s") == built[1]


def test_the_same_reports_again_change_nothing(built: tuple[Path, str]) -> None:
    summary = build(built[0], reports())
    assert figures(summary) == (0, 0, 6, 0)
    assert bytes_of(built[0]) == built[1]


def test_another_text_or_other_metadata_replace_a_report(built: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "s"
    build(path, [replace(reports()[0], title="Old"), report("r1", SENTENCES[11])])
    summary = build(path, reports()[:2])
    assert figures(summary) == (0, 2, 0, 0)
    build(path, reports()[2:])
    assert bytes_of(path) == built[1]


def test_a_removed_report_takes_its_events_along(built: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "s"
    build(path, [*reports(), report("gone", SENTENCES[2] + " " + SENTENCES[6])])
    assert bytes_of(path) != built[1]
    assert RUNNER.invoke(app, ["remove", "gone", "--store", str(path)]).exit_code == 0
    assert bytes_of(path) == built[1]


def test_every_event_has_claims_and_every_claim_an_event(built: tuple[Path, str]) -> None:
    with View.open(built[0]) as view:
        held = {claim.id for reading in view.readings() for claim in reading.claims}
        events = {quad.subject for graph in view.graphs() for quad in view.quads(graph) if "/event/" in quad.subject}
        claims = view.query("SELECT ?event ?claim { GRAPH id:graph\\/events { ?event sg:claim ?claim } }").rows
    assert events == {f"<{event.value}>" for event, _ in claims if event}
    assert {claim.value.rpartition("/")[2] for _, claim in claims if claim} == held
    assert len(claims) == len(held), "a claim is of one event"


def test_offsets_cut_the_words(readings: list[Reading]) -> None:
    for reading in readings:
        assert reading.claims
        assert_words_are_cut(reading)


def test_readings_come_back_from_their_quads(readings: list[Reading]) -> None:
    known = Known(load_catalogue(), load_gazetteer())
    for reading in readings:
        back = reading_from_quads(reading_quads(reading), known.entity)
        assert reading_quads(back) == reading_quads(reading)
        assert back.report == reading.report
        assert {c.id for c in back.claims} == {c.id for c in reading.claims}


def test_all_that_the_seeds_say_conforms() -> None:
    found = [r for r in read_reports([PROJECT / "seeds"]) if isinstance(r, Report)]
    _assert_conforms(found, 4)


@pytest.mark.skipif(EVAL is None, reason="SITGRAPH_EVAL names no folder with gold")
def test_all_that_the_gold_texts_say_conforms() -> None:
    assert EVAL is not None
    texts = {path.stem: path.read_text("utf-8") for path in sorted((Path(EVAL) / "gold").glob("*.txt"))}
    _assert_conforms([report(stem, text) for stem, text in texts.items()], 20)


def _assert_conforms(given: Sequence[Report], least: int) -> None:
    assert len(given) >= least
    quads = []
    for reading in pipeline.extract(given, settings=Settings()):
        assert_words_are_cut(reading)
        quads += reading_quads(reading)
    assert validate_quads(quads) == ()


@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=1, max_size=3), st.randoms())
@hypothesis_settings(max_examples=10, deadline=None)
def test_any_texts_of_sentences(paragraphs: list[list[str]], random: random.Random) -> None:
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    given = [report("assembled", text), *(report(f"alone{n}", s) for n, s in enumerate(SENTENCES[:2]))]
    found = list(pipeline.extract(given, settings=Settings()))
    assert [reading.report for reading in found] == given
    for reading in found:
        assert_words_are_cut(reading)
        assert len(ids([reading])) == len(reading.claims), "ids are unique"
    random.shuffle(given)
    assert ids(pipeline.extract(given, settings=Settings(batch_size=2))) == ids(found)


def test_long_lines_are_read_in_parts_with_their_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{' '.join(SENTENCES[:6])} {'A' * 400} {SENTENCES[11]}"
    monkeypatch.setattr(parsing, "LONGEST", 150)
    parts = parsing.paragraphs(text)
    assert max(len(part) for _, part in parts) == 150
    assert all(text[offset : offset + len(part)] == part for offset, part in parts)
    assert "".join(part for _, part in parts) == text
    assert parts[0][1] == f"{SENTENCES[0]} {SENTENCES[1]} ", "cut after a sentence where one ends in time"
    (reading,) = pipeline.extract([report("long", text)], settings=Settings())
    assert_words_are_cut(reading)
    assert reading.claims[-1].quote in SENTENCES[11]


def test_the_longest_part_is_one_that_the_model_takes() -> None:
    parts = parsing.paragraphs("1234567 " * 150_000)
    assert max(len(part) for _, part in parts) <= parsing.LONGEST < parsing.load_model().max_length


# What an older make has read


def make_older(path: Path) -> None:
    """Let a store be as an older extractor may have left it: of one report it read nothing."""
    with Store.open(path) as store:
        bare = Reading(reports()[0], (), ())
        store.put(bare, reading_quads(bare))
        store.set_fingerprints({**store.fingerprints, "extractor": "0.0.1"})
        pipeline.publish(store, Settings())


def test_an_older_make_is_told_and_read_again_from_the_texts(built: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "s"
    build(path, reports())
    make_older(path)
    result = RUNNER.invoke(app, ["build", "--store", str(path), "--json"])
    assert result.exit_code == 0, result.stderr
    assert "made with another extractor" in result.stderr and "6 reports" in result.stderr
    told = json.loads(result.stdout)
    assert (told["added"], told["replaced"], told["unchanged"]) == (0, 1, 5)
    assert bytes_of(path) == built[1]
    result = RUNNER.invoke(app, ["build", "--store", str(path)])
    assert result.exit_code == 0 and "made with another" not in result.stderr


def test_an_older_make_stays_told_until_all_is_read_again(built: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "s"
    build(path, reports())
    make_older(path)

    def interrupted() -> Iterator[Report]:
        yield reports()[3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Store.open(path) as store:
        pipeline.build(store, interrupted(), settings=Settings())
    with Store.open(path) as store:
        assert "readings" in store.stale(fingerprints(Settings()))
    assert figures(build(path, reports()[:1])) == (0, 1, 5, 0)
    assert bytes_of(path) == built[1]


def test_build_without_paths_makes_no_store(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["build", "--store", str(tmp_path / "none")])
    assert result.exit_code == 4 and "there is no store here" in result.stderr
    assert not (tmp_path / "none").exists()


# What goes wrong on the way


def test_a_fault_with_one_text_does_not_end_the_build(
    built: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = pipeline.read

    def faulty(value: Report, *rest: Any) -> Reading:
        if value.id == "odd":
            raise IndexError("list index out of range")
        return read(value, *rest)

    monkeypatch.setattr(pipeline, "read", faulty)
    summary = build(tmp_path / "s", [report("odd", SENTENCES[0]), *reports()])
    assert figures(summary) == (6, 0, 0, 1)
    assert "odd: cannot be read: IndexError" in str(summary.failed[0])
    assert bytes_of(tmp_path / "s") == built[1]
    with pytest.raises(ReportError, match="odd: cannot be read"):
        list(pipeline.extract([report("odd", SENTENCES[0])], settings=Settings()))


def test_what_no_rdf_can_hold_is_refused_by_name(tmp_path: Path) -> None:
    held = replace(report("r", SENTENCES[0]), title="fine")
    build(tmp_path / "s", [held])
    before = bytes_of(tmp_path / "s")
    summary = build(tmp_path / "s", [replace(held, title="half \ud800")])
    assert figures(summary) == (0, 0, 0, 1)
    assert "U+D800" in str(summary.failed[0])
    assert bytes_of(tmp_path / "s") == before


def test_what_does_not_conform_is_left_out_and_the_rest_is_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_language(reading: Reading) -> Sequence[Any]:
        quads = reading_quads(reading)
        if reading.report.id != "bad":
            return quads
        return [quad for quad in quads if quad.predicate != name("sg:sha256")]

    monkeypatch.setattr(pipeline, "reading_quads", without_language)
    summary = build(tmp_path / "s", [report("bad", SENTENCES[0]), report("good", SENTENCES[1])])
    assert figures(summary) == (1, 0, 0, 1)
    assert summary.failed[0].source == "bad" and "does not conform" in summary.failed[0].problem
    with Store.open(tmp_path / "s") as store:
        assert list(store.reports()) == ["good"]


def test_an_error_of_a_report_comes_whole_from_another_process() -> None:
    import pickle

    error = ReportError("a.txt:3", "is empty", expected="a text", advice="fill it")
    back = pickle.loads(pickle.dumps(error))
    assert (str(back), back.source, back.advice) == (str(error), "a.txt:3", "fill it")


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SitgraphError, match="'no_such_model' is not installed"):
        build(tmp_path / "s", reports()[:1], model="no_such_model")


# Killed and interrupted


@pytest.fixture
def many(tmp_path: Path) -> list[Report]:
    rng = random.Random(7)
    return [report(f"n{n:03}", " ".join(rng.sample(SENTENCES, 3)), 1 + n % 28) for n in range(40)]


def begin(path: Path, given: Sequence[Report]) -> subprocess.Popen[bytes]:
    """`kg build -` that has stored some of the reports and waits for more."""
    command = [sys.executable, "-m", "kg.cli", "build", "-", "--store", str(path), "--batch-size", "1"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT,
        # shells start what runs in the background with this signal ignored, and what is ignored is inherited
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stdin is not None
    for value in given:
        record = {"id": value.id, "text": value.text, "date": str(value.date)}
        process.stdin.write(json.dumps(record).encode() + b"\n")
    process.stdin.flush()
    deadline = time.monotonic() + 120
    while sum(log.stat().st_size for log in path.glob("db/*.log")) < 100_000:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    return process


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    _, told = process.communicate(timeout=120)
    return process.returncode, told.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_build_leaves_a_store_that_opens_and_goes_on(tmp_path: Path, many: list[Report]) -> None:
    path = tmp_path / "s"
    code, _ = end(begin(path, many), signal.SIGKILL)
    assert code == -signal.SIGKILL
    with View.open(path) as view:
        assert view.query("SELECT * { ?report a sg:Report }").rows == (), "nothing was published yet"
    with Store.open(path) as store:
        held = store.reports()
        assert 1 <= len(held) <= len(many)
    summary = build(path, many)
    assert figures(summary) == (len(many) - len(held), 0, len(held), 0)
    build(tmp_path / "whole", many)
    assert bytes_of(path) == bytes_of(tmp_path / "whole")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupted_build_keeps_and_publishes_what_was_done(tmp_path: Path, many: list[Report]) -> None:
    path = tmp_path / "s"
    code, told = end(begin(path, many), signal.SIGINT)
    assert (code, "Traceback" in told) == (130, False), told
    with View.open(path) as view:
        held = len(view.query("SELECT * { ?report a sg:Report }").rows)
        assert 16 <= held <= len(many)
        assert len(view.query("SELECT * { ?event sg:standing ?s }").rows) > 0
    assert figures(build(path, many)) == (len(many) - held, 0, held, 0)


def test_progress_tells_every_report(built: tuple[Path, str]) -> None:
    told: list[str] = []
    tell: Callable[[str], None] = told.append
    with Store.open(built[0]) as store:
        pipeline.build(store, reports(), settings=Settings(), progress=tell)
    assert told == [value.id for value in reports()]
