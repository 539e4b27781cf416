"""Reading reports: the forms that are taken in, to the letter, and every input that is refused with its reason."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.errors import ReportError
from kg.identifiers import text_sha256
from kg.model import Report
from kg.reports import read_reports

DAY = date(2024, 8, 15)
SEEDS = Path(__file__).parents[2] / "seeds"

UKRAINIAN = "Російські війська продовжують наступ на Покровськ, українські сили знищили два танки. " * 5
POLISH = "Rosyjskie wojska zaatakowały miasto w nocy i straciły dwa czołgi pod Kurskiem. " * 5
NAMES = (
    "Battles: Chernihiv, Sievierodonetsk, Kostiantynivka, Novohrodivka, Vuhledar, Krasnohorivka, Pisky, Opytne " * 5
)
TABLE = "Tanks 6 APV 11 MLRS 3 UAV 4 Kh-101 12/15 " * 10
PAGE = """<!doctype html><html lang="en"><head><title>Day nine</title><meta name="author" content="A. Writer">
<meta property="article:published_time" content="2024-08-14T22:00:00Z"><link rel="canonical" href="https://example.org/9">
</head><body><nav><a href="/">Home</a></nav><article><h1>Day nine</h1>
<p>Ukraine destroyed two T-72B3 tanks near Korenevo on Wednesday, its General Staff said in the evening.</p>
<p>Russian troops withdrew from the village of Snagost after heavy fighting that lasted for two days.</p>
</article><footer>Copyright</footer></body></html>"""


def read_all(*paths: object, default_date: date | None = DAY, **options: object) -> list[Report | ReportError]:
    return list(
        read_reports([p if isinstance(p, str) else Path(str(p)) for p in paths], default_date=default_date, **options)
    )  # type: ignore[arg-type]


def one(*paths: object, **options: object) -> Report:
    (report,) = read_all(*paths, **options)
    assert isinstance(report, Report), report
    return report


def refused(*paths: object, **options: object) -> ReportError:
    errors = [error for error in read_all(*paths, **options) if isinstance(error, ReportError)]
    assert len(errors) == 1, errors
    return errors[0]


def jsonl(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_plain_text_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "day-1.txt"
    path.write_bytes("\ufeffKyiv’s  troops\r\nле\u0301т  \n\n".encode())
    report = one(path)
    assert report.text == "Kyiv’s  troops\nле\u0301т  \n\n"
    assert (report.id, report.date, report.language) == ("day-1", DAY, "en")
    assert report.sha256 == text_sha256(report.text)


def test_front_matter_is_taken_off_and_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    head = "---\r\nid: 007\r\ndate: 2024-08-14\r\ntitle: 'Day: nine'\r\nlicense: CC0-1.0\r\ntags: [a, b]\r\n---\r\n"
    path.write_bytes((head + "# Nine\r\nText.\r\n").encode())
    report = one(path)
    assert report.text == "# Nine\nText.\n"
    assert (report.id, report.date, report.title, report.licence) == (
        "007",
        date(2024, 8, 14),
        "Day: nine",
        "CC0-1.0",
    )


def test_rules_around_a_line_are_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nA quiet day\n---\nNothing moved.\n")
    assert one(path).text.startswith("---\nA quiet day")


def test_a_page_gives_its_article_and_metadata(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    report = one(path, default_date=None)
    assert "Ukraine destroyed two T-72B3 tanks near Korenevo on Wednesday" in report.text
    assert "Home" not in report.text
    assert (report.date, report.title, report.url) == (date(2024, 8, 14), "Day nine", "https://example.org/9")


def test_a_page_in_a_declared_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Korenevo", "Korénevo")
    path.write_bytes(page.encode("cp1252"))
    assert "Korénevo" in one(path).text


def test_records_to_the_letter_with_their_metadata(tmp_path: Path) -> None:
    text = "Line one\r\nline two \ud83d\ude80".encode("utf-16", "surrogatepass").decode("utf-16") + "\n"
    known = {"title": "T", "author": "A", "url": "https://example.org/1", "publisher": "P", "licence": "CC0-1.0"}
    more = {"archive_url": "https://archive.example/1", "retrieved": "2024-08-16T10:00:00Z", "language": "en-GB"}
    record = {"id": "r1", "text": text, "date": "2024-08-14", **known, **more}
    report = one(jsonl(tmp_path / "a.jsonl", record), default_date=None)
    assert report.text == text
    assert {key: getattr(report, key) for key in known} == known
    assert (report.archive_url, report.retrieved) == ("https://archive.example/1", date(2024, 8, 16))
    assert (report.language, report.date) == ("en", date(2024, 8, 14))


def test_folders_are_read_sorted_without_hidden_files_manifests_and_readme(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden/x.txt", ".x.txt", "README.md", "LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Report {name}")
    (tmp_path / "manifest.yaml").write_text("a.md: {id: first, date: 2024-08-01}\nsub/c.txt: {title: C}\n")
    (tmp_path / "sub" / "manifest.json").write_text('{"c.txt": {"id": "third", "date": "2024-08-03"}}')
    first, second, third = (report for report in read_all(tmp_path) if isinstance(report, Report))
    assert (first.id, first.date) == ("first", date(2024, 8, 1))
    assert (second.id, second.date) == ("b", DAY)
    assert (third.id, third.date, third.title) == ("third", date(2024, 8, 3), "C")


def test_a_manifest_holds_for_a_single_file_and_yields_to_what_the_report_says(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("a.txt: {date: 2024-08-01, title: Other, publisher: P}\nb.txt: {id: b}\n")
    (tmp_path / "a.txt").write_text("---\ntitle: Own\n---\nText.")
    report = one(tmp_path / "a.txt", default_date=None)
    assert (report.title, report.publisher, report.date) == ("Own", "P", date(2024, 8, 1))


@pytest.mark.parametrize(
    ("data", "identifier"),
    [
        (b"Plain text.", "stdin-92e0a996bc"),
        (b"---\nid: x\n---\nPlain text.", "x"),
        (b"\xef\xbb\xbfPlain text.", "stdin-92e0a996bc"),
        (b'{"id": "r1", "text": "Text."}\n', "r1"),
    ],
)
def test_standard_input(data: bytes, identifier: str) -> None:
    assert one("-", stdin=io.BytesIO(data)).id == identifier


def test_piped_reports_do_not_take_each_other_s_place() -> None:
    texts = (PAGE.encode(), b"Plain text.", b"Another text.")
    ids = {one("-", stdin=io.BytesIO(text)).id for text in texts}
    assert len(ids) == 3 and all(id_.startswith("stdin-") for id_ in ids)


def test_the_same_report_twice_is_taken_once(tmp_path: Path) -> None:
    records = jsonl(tmp_path / "a.jsonl", {"id": "r", "text": "One."}, {"id": "r", "text": "One."})
    assert one(records, records).text == "One."


def test_reports_come_one_by_one(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", *({"id": str(n), "text": f"Report {n}."} for n in range(3)))
    path.write_text(path.read_text() + "{broken")
    reports: Iterator[Report | ReportError] = read_reports([path], default_date=DAY)
    assert [type(item) for item in reports] == [Report, Report, Report, ReportError]


@pytest.mark.parametrize(
    "text", [NAMES, TABLE, "Коротко: Kyiv holds.", UKRAINIAN[:30] + " is what the sign said. " * 20]
)
def test_english_with_foreign_names_and_figures_is_let_through(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert one(path).text == text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: is empty"),
        ("a.txt", b" \n", "a.txt: is empty"),
        ("a.jsonl", b"\n", "a.jsonl: is empty"),
        ("a.txt", b"PK\x03\x04\x00\x00", "a.txt: is a binary file (a NUL byte at byte offset 4)"),
        ("a.txt", "caf\u00e9".encode("latin1"), "a.txt: is not UTF-8 (byte 0xe9 at byte offset 3)"),
        ("a.txt", b"\xef\xbb\xbfcaf\xe9", "(byte 0xe9 at byte offset 6)"),
        ("a.txt", "Text".encode("utf-16"), "a.txt: is UTF-16"),
        ("a.pdf", b"%PDF", "a.pdf: unknown kind of file (.pdf); expected .txt, .md, .html, .htm, .jsonl"),
        ("a", b"Text", "a: unknown kind of file (no extension)"),
        ("a.html", b"<html><body></body></html>", "a.html: no article found in the page"),
        ("a.txt", UKRAINIAN.encode(), "a.txt: looks like Ukrainian (uk); expected a report in English"),
        ("a.txt", UKRAINIAN[:60].encode(), "a.txt: looks like Ukrainian (uk)"),
        ("a.txt", POLISH.encode(), "a.txt: looks like Polish (pl)"),
        ("a.txt", b"---\nlanguage: uk\n---\nText", "a.txt: is declared as Ukrainian (uk)"),
        (
            "a.txt",
            b"---\ndate: 15.08.2024\n---\nText",
            "a.txt: invalid date '15.08.2024'; expected a day as YYYY-MM-DD",
        ),
        ("a.txt", b"---\ndate: 2024-13-45\n---\nText", "a.txt: invalid date '2024-13-45'"),
        ("a.txt", b"---\ntitle: [a]\n---\nText", "a.txt: title is of type list; expected title as text"),
        ("a.txt", b"---\ndate: 2024-08-15\ntitle: a: b\n---\nText", "a.txt:3: the YAML cannot be read"),
        ("a.txt", b"---\nid: ..\n---\nText", "'..' cannot be an id"),
        (
            "a.jsonl",
            b'{"id": "r", "text": "T"',
            "a.jsonl:1: the JSON cannot be read: Expecting ',' delimiter at column",
        ),
        ("a.jsonl", b"[1]", "a.jsonl:1: the line is of type list; expected a JSON object"),
        ("a.jsonl", b'{"id": "r"}', 'a.jsonl:1: the record has no "text"'),
        ("a.jsonl", b'\n{"text": "T"}', 'a.jsonl:2: the record has no "id"'),
        ("a.jsonl", b'{"id": "r", "text": null}', 'a.jsonl:1: the record has no "text"'),
        ("a.jsonl", b'{"id": "r", "text": ""}', 'a.jsonl:1: "text" is empty; expected'),
        ("a.jsonl", b'{"id": "", "text": "T"}', 'a.jsonl:1: "id" is empty; expected'),
        ("a.jsonl", b'{"id": "r", "text": 5}', "a.jsonl:1: text is of type int"),
        ("a.jsonl", b'{"id": "r", "text": "a\\ud800"}', "a.jsonl:1: text holds U+D800 at character 1"),
        ("a.jsonl", b'{"id": "r", "text": "T\xe9"}', "a.jsonl:1: is not UTF-8 (byte 0xe9 at byte offset 22)"),
        ("a.jsonl", b'{"id": "r", "text": "T", "date": "soon"}', "a.jsonl:1: invalid date 'soon'"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl:1: the JSON is nested too deeply"),
    ],
)
def test_a_bad_input_is_named(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    error = refused(tmp_path / name)
    assert message in str(error)
    assert error.source.startswith(str(tmp_path / name))


def test_latin_1_is_told_how_to_re_encode(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    assert f"iconv -f latin1 -t utf-8 '{tmp_path / 'a.txt'}'" in refused(tmp_path / "a.txt").advice


def test_a_missing_file() -> None:
    assert str(refused("nowhere.txt")).startswith("nowhere.txt: does not exist; expected a file")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "holds no reports" in str(refused(tmp_path))


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_report_without_a_date_is_told_where_to_give_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('{"id": "r", "text": "T"}')
    error = refused(tmp_path / name, default_date=None)
    assert "has no date" in str(error)
    assert all(way in error.advice for way in ("front matter", "manifest.yaml", "--date", "JSON record"))


def test_one_id_with_two_texts(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "a.jsonl", {"id": "r", "text": "One."}, {"id": "r", "text": "Two."}, {"id": "s", "text": "S."}
    )
    reports = read_all(path)
    assert [item.id for item in reports if isinstance(item, Report)] == ["r", "s"]
    (error,) = (item for item in reports if isinstance(item, ReportError))
    assert str(error).startswith(f"{path}:2: id 'r' is already that of {path}:1, with another text")


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_report_too_long_does_not_stop_the_next(tmp_path: Path, name: str) -> None:
    text = "word " * 4_000_000
    (tmp_path / name).write_text(text if name == "a.txt" else json.dumps({"id": "a", "text": text}))
    (tmp_path / "b.txt").write_text("Text.")
    error = refused(tmp_path)
    assert "is too long; expected at most 5,000,000 bytes" in str(error)
    assert "SITGRAPH_MAX_REPORT_BYTES" in error.advice
    assert len(read_all(tmp_path)) == 2


def test_a_line_beyond_any_record_is_skipped_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("x" * 200_000 + '\n{"id": "r", "text": "Text."}\n')
    error, report = read_all(path, max_bytes=1000)
    assert isinstance(error, ReportError) and error.source == f"{path}:1"
    assert isinstance(report, Report) and report.id == "r"


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("a.txt: {date: 2024-08-15\n", "manifest.yaml:2: the YAML cannot be read"),
        ("- a.txt\n", "manifest.yaml: is no manifest"),
        ("a.txt: {date: today}\n", "manifest.yaml (a.txt): invalid date 'today'"),
        ("c.txt: {date: 2024-08-15}\n", "manifest.yaml: 'c.txt' is not there"),
    ],
)
def test_a_bad_manifest_is_told_once_and_the_reports_are_read(tmp_path: Path, manifest: str, message: str) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Report {name}")
    (tmp_path / "manifest.yaml").write_text(manifest)
    assert message in str(refused(tmp_path))
    assert len(read_all(tmp_path)) == 3


def test_the_seeds_are_read_with_their_dates() -> None:
    reports = [report for report in read_all(SEEDS, default_date=None) if isinstance(report, Report)]
    assert [report.id for report in reports] == [
        "ukraine-2024-08-15",
        "sudan-2024-06-16",
        "ukraine-2024-08-14",
        "ukraine-2024-08-16",
    ]
    assert [report.date for report in reports if report.id == "ukraine-2024-08-15"] == [DAY]
