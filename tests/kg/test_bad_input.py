"""What people give that cannot be taken in: told with its place and what to do, the rest taken in, the store kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kg import pipeline
from kg.cli import app
from kg.graph import reading_quads
from kg.identifiers import text_sha256
from kg.model import Report
from kg.reports import read_reports
from kg.settings import Settings
from kg.store import Store
from kg.validation import validate_quads
from tests.kg.reports_at_hand import SENTENCES, assert_words_are_cut, report

RUNNER = CliRunner()
GOOD = SENTENCES[0]
UKRAINIAN = "Російські війська обстріляли Харків, пошкоджено кілька будинків, поранено двох людей. " * 3


def run(*arguments: str, given: bytes | None = None) -> Result:
    result = RUNNER.invoke(app, arguments, input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return result


def record(name: str, text: str, **fields: str) -> str:
    return json.dumps({"id": name, "text": text, "date": "2024-08-15", **fields})


def nquads(store: Path) -> str:
    with Store.open(store) as opened:
        return opened.nquads()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITGRAPH_MAX_REPORT_BYTES", raising=False)
    monkeypatch.delenv("SITGRAPH_STORE", raising=False)
    return tmp_path


def test_a_batch_goes_on_and_tells_what_failed(folder: Path) -> None:
    reports = folder / "reports"
    reports.mkdir()
    (reports / "empty.txt").write_bytes(b"")
    (reports / "binary.txt").write_bytes(b"\x7fELF\x00\x01\x02")
    (reports / "latin.txt").write_bytes("Der Angriff auf Pokrowsk w\u00e4hrte lang".encode("latin-1"))
    (reports / "line.txt").write_bytes(b"word " * 4_000_000)
    (reports / "undated.txt").write_text(GOOD, "utf-8")
    (reports / "ukrainian.txt").write_text(f"---\ndate: 2024-08-15\n---\n{UKRAINIAN}", "utf-8")
    (reports / "page.docx").write_bytes(b"PK")
    (reports / "good.txt").write_text(f"---\ndate: 2024-08-15\n---\n{GOOD}", "utf-8")
    lines = [
        record("one", GOOD),
        '{"id": "two", "text": ',
        record("one", SENTENCES[1]),
        "[]",
        record("half", "A half \ud800 stands here."),
        record("nul", "A \x00 stands here."),
        record("titled", GOOD, title="half \udc00"),
        record("last", SENTENCES[2]),
        '{"id": "huge", "text": "' + "x" * 6_000_000 + '"}',
    ]
    (reports / "records.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "nothing").mkdir()
    result = run("build", "reports", "nowhere.txt", "nothing", "--store", "s")
    assert result.exit_code == 1
    for told in (
        ("empty.txt: is empty", "fill it"),
        ("binary.txt: is a binary file", "expected UTF-8 text"),
        ("latin.txt: is not UTF-8 (byte 0xe4 at byte offset 26)", "iconv"),
        ("line.txt: is too long", "--max-report-bytes"),
        ("undated.txt: has no date", "--date"),
        ("ukrainian.txt: looks like Ukrainian", "translate it"),
        ("page.docx: unknown kind of file", ".txt"),
        ("records.jsonl:2: the JSON cannot be read", "repair this line"),
        ("records.jsonl:3: id 'one' is already that of reports/records.jsonl:1", "another id"),
        ("records.jsonl:4: the line is of type list", '"id", "text" and "date"'),
        ("records.jsonl:5: text holds U+D800 at character 7", "remove that character"),
        ("records.jsonl:6: text holds U+0000 at character 2", "remove that character"),
        ("records.jsonl:7: title holds U+DC00 at character 5", "remove that character"),
        ("records.jsonl:9: is too long", "--max-report-bytes"),
        ("nowhere.txt: does not exist", "expected a file"),
        ("nothing: holds no reports", "expected files ending in"),
    ):
        assert any(all(part in line for part in told) for line in result.stderr.splitlines()), (told, result.stderr)
    assert result.stderr.splitlines()[-1].startswith("s: 3 added, 0 replaced, 0 unchanged, 16 failed")
    with Store.open(folder / "s") as store:
        assert list(store.reports()) == ["good", "last", "one"]


def test_what_fails_leaves_the_store_as_it_was(folder: Path) -> None:
    (folder / "r.jsonl").write_text(record("one", GOOD), "utf-8")
    assert run("build", "r.jsonl", "--store", "s").exit_code == 0
    before = nquads(folder / "s")
    (folder / "r.jsonl").write_text(record("one", "Half \ud800"), "utf-8")
    assert run("build", "r.jsonl", "--store", "s").exit_code == 1
    (folder / "one.txt").write_text(UKRAINIAN, "utf-8")
    assert run("build", "one.txt", "--date", "2024-08-15", "--store", "s").exit_code == 1
    assert nquads(folder / "s") == before


def test_extract_tells_how_many_failed(folder: Path) -> None:
    (folder / "r.jsonl").write_text(f"{record('one', GOOD)}\nno\n{record('two', GOOD)}\n", "utf-8")
    result = run("extract", "r.jsonl", "nowhere.txt")
    assert result.exit_code == 1
    assert [json.loads(line)["report"]["id"] for line in result.stdout.splitlines()] == ["one", "two"]
    assert "r.jsonl:2: the JSON cannot be read" in result.stderr
    assert result.stderr.splitlines()[-1] == "2 read, 2 failed"


def test_the_longest_report_is_a_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "r.txt").write_text(f"---\ndate: 2024-08-15\n---\n{GOOD}", "utf-8")
    (folder / "r.jsonl").write_text(record("one", GOOD), "utf-8")
    monkeypatch.setenv("SITGRAPH_MAX_REPORT_BYTES", "40")
    for given in ("r.txt", "r.jsonl"):
        result = run("extract", given)
        assert result.exit_code == 1 and "expected at most 40 bytes" in result.stderr
    assert run("extract", "r.jsonl", "--max-report-bytes", "400").exit_code == 0
    monkeypatch.setenv("SITGRAPH_MAX_REPORT_BYTES", "many")
    result = run("build", "r.txt", "--store", "s")
    assert result.exit_code == 2 and "SITGRAPH_MAX_REPORT_BYTES is 'many'" in result.stderr


@pytest.mark.parametrize(
    ("given", "told"),
    [(b"", "is empty"), (b"\x00\x01", "binary"), (b'{"id": 1}\n', "-:1"), (b"caf\xe9", "is not UTF-8")],
)
def test_standard_input(given: bytes, told: str, folder: Path) -> None:
    result = run("build", "-", "--date", "2024-08-15", "--store", "s", given=given)
    assert result.exit_code == 1 and told in result.stderr
    assert "0 added" in result.stderr and "1 failed" in result.stderr


def test_a_query_that_cannot_be_read(folder: Path) -> None:
    Store.open(folder / "s").close()
    (folder / "q.rq").write_text("SELECT * {\n  ?a ?b\n}", "utf-8")
    result = run("query", "q.rq", "--store", "s")
    assert result.exit_code == 3 and "line 3" in result.stderr
    (folder / "q.rq").write_bytes(b"SELECT \xff")
    result = run("query", "q.rq", "--store", "s")
    assert result.exit_code == 3 and "q.rq: is not UTF-8" in result.stderr


@pytest.mark.parametrize("command", [("build", "r.jsonl"), ("ask", "who"), ("list", "reports"), ("validate",)])
def test_stores_that_cannot_be_used(command: Sequence[str], folder: Path) -> None:
    (folder / "r.jsonl").write_text(record("one", GOOD), "utf-8")
    (folder / "file").write_text("x", "utf-8")
    (folder / "other").mkdir()
    (folder / "other" / "holiday.jpg").write_bytes(b"x")
    Store.open(folder / "newer").close()
    (folder / "newer" / "fingerprints.json").write_text('{"schema": "99"}', "utf-8")
    for snapshot in (folder / "newer" / "snapshots").iterdir():
        (snapshot / "fingerprints.json").write_text('{"schema": "99"}', "utf-8")
    for store, told in (("file", "is a file"), ("other", "is no store"), ("newer", "newer Sitgraph")):
        result = run(*command, "--store", store)
        assert (result.exit_code, result.stdout) == (4, "")
        assert f"{store}: " in result.stderr and told in result.stderr
    assert sorted(entry.name for entry in (folder / "other").iterdir()) == ["holiday.jpg"]


# Texts that are odd and yet texts

ODD = {
    "one long word": "A" * 10_000 + " " + GOOD,
    "emoji": f"🔥💥 {GOOD} 🇺🇦 {GOOD} 👩‍👩‍👧",
    "marks of direction": "\u200fUkrainian forces\u200e destroyed \u202btwo T-72 tanks\u202c near Avdiivka.",
    "control characters": "Ukrainian\x01 forces\x02 destroyed\x7f two\x1b T-72 tanks\x0b near\x0c Avdiivka.\x85 "
    + GOOD,
    "carriage returns": f"Ukrainian forces destroyed two T-72 tanks\rnear Avdiivka.\r{GOOD}",
    "separators of lines": f"Ukrainian forces\u2028destroyed two T-72 tanks\u2029near Avdiivka. {GOOD}",
    "zero width": "Ukrai\u200bnian for\u200dces destroyed two T\u2060-72 tanks near Av\ufeffdiivka. " + GOOD,
    "no characters": "Ukrainian forces\ufffe destroyed\uffff two T-72 tanks near Avdiivka.\U0001fffe " + GOOD,
    "accents apart": "Ukrai\u0301nian fo\u0308rces destroyed two T-72 ta\u0301nks near Kharki\u0308v. " + GOOD,
    "punctuation": "?!... --- ,,, ;;; ((( ))) \"\" '' — … • ***\n\n!!!",
    "numbers": "1 2 3 4,000 5.6 7/8 2024 12:30 99%\n1\n2\n" + "9" * 5_000,
    "and": "and " * 500,
    "many sides": "Russia and " * 60 + "Ukraine destroyed tanks.",
    "brackets": "(" * 200 + GOOD + ")" * 200,
    "quotes": "“‘" * 150 + GOOD + "’”" * 150,
    "reported by many": "He said that " * 60 + GOOD,
    "days that are none": "On 31 February 2024, 2024-13-45 and 99999999 days ago Russia shelled Kharkiv.",
    "white space": f"\n\n \t \u00a0\n{GOOD}\n\u3000\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_read_and_kept_to_the_letter(name: str, tmp_path: Path) -> None:
    given = report("odd", ODD[name])
    (reading,) = pipeline.extract([given], settings=Settings())
    assert_words_are_cut(reading)
    quads = reading_quads(reading)
    assert validate_quads(quads) == ()
    with Store.open(tmp_path / "s") as store:
        store.put(reading, quads)
        assert store.report_value("odd") == given
        assert store.put(reading, quads) == "unchanged"
        assert store.quads() == list(quads), "nothing is lost or changed on the way"


@pytest.mark.parametrize("day", [date.min, date.max])
def test_reports_at_the_ends_of_the_calendar(day: date) -> None:
    text = (
        "Last week Russia shelled Kharkiv. Tomorrow Ukraine will attack Kursk. Tanks were lost in Sumy 99 years ago."
    )
    (reading,) = pipeline.extract([Report("r", text, text_sha256(text), day)], settings=Settings())
    assert_words_are_cut(reading)
    assert validate_quads(reading_quads(reading)) == ()


def test_names_of_files_that_are_no_text(folder: Path) -> None:
    try:
        (folder / "half\udcff.txt").write_text(GOOD, "utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (error,) = read_reports([folder], default_date=date(2024, 8, 15))
    assert "cannot be an id" in str(error)
    result = run("build", ".", "--date", "2024-08-15", "--store", "s")
    assert result.exit_code == 1 and "cannot be an id" in result.stderr
