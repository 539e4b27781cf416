"""Reading reports: files, folders, JSON lines and standard input as `Report` values, one at a time.

An input that cannot be taken in is yielded as a `ReportError` and the rest goes on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReportError
from kg.identifiers import text_sha256
from kg.languages import code_of, describe, foreign_language
from kg.manifests import MANIFEST_NAMES, Manifests
from kg.model import Report
from kg.report_formats import Metadata, parse_html, parse_record, parse_text

MAX_REPORT_BYTES = 5_000_000
"""The most UTF-8 text of one report; more is a dump or a mistake, and would not fit the parser's memory."""

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")
_BESIDE = re.compile(r"(?:readme|licen[cs]e|notice)(?:\.\w+)?", re.IGNORECASE)
_ID_DIGITS = 10
# JSON may spell a character of one byte in six (\u0041).
_ESCAPED = 6


@dataclass(frozen=True, slots=True)
class _Draft:
    """A report as it was found: where, its text, what is known about it, and the id to take where it has none."""

    source: str
    text: str
    metadata: Metadata
    fallback_id: str


_Found = Iterator[_Draft | ReportError]


def read_reports(
    paths: Sequence[str | Path],
    *,
    default_date: Date | None = None,
    stdin: BinaryIO | None = None,
    max_bytes: int = MAX_REPORT_BYTES,
) -> Iterator[Report | ReportError]:
    """The reports of files (.txt, .md, .html, .htm, .jsonl), folders and ``-`` (standard input), in this order.

    Folders are read recursively in sorted order, without hidden files, manifests and README or licence files. What
    a report does not say of itself is taken from ``manifest.yaml`` (or .json) beside it, a mapping from file name to
    id, date, title, author, publisher, url, archive_url, retrieved, language, licence; its id is else the file's
    stem, its date else `default_date`. `max_bytes` bounds the UTF-8 text of one report. The same id with the same
    text and metadata is taken once; with others it is an error, as is a report without a date or not in English.
    """
    seen: dict[str, tuple[Report, str]] = {}
    for path in paths:
        for draft in _found(path, stdin, max_bytes):
            if isinstance(draft, ReportError):
                yield draft
                continue
            try:
                report = _report(draft, default_date)
            except ReportError as error:
                yield error
                continue
            if report.id not in seen:
                seen[report.id] = report, draft.source
                yield report
            elif seen[report.id][0] != report:
                first, source = seen[report.id]
                what = "another text" if first.sha256 != report.sha256 else "other metadata"
                yield ReportError(
                    draft.source,
                    f"id {report.id!r} is already that of {source}, with {what}",
                    expected="one text for one id",
                    advice="give one of them another id (in its front matter, record or manifest)",
                )


def _report(draft: _Draft, default_date: Date | None) -> Report:
    known, text, source = draft.metadata, draft.text, draft.source
    if not text.strip():
        raise ReportError(source, "is empty", expected="a report's text", advice="leave it out or fill it")
    identifier = known.id or draft.fallback_id
    if identifier in (".", "..") or not identifier.isprintable():
        raise ReportError(source, f"{identifier!r} cannot be an id", expected="printable characters in an id")
    language = code_of(known.language) if known.language else "en"
    if language != "en":
        raise _not_english(source, "is declared as", language)
    if foreign := foreign_language(text):
        raise _not_english(source, "looks like", foreign)
    day = known.date or default_date
    if day is None:
        raise ReportError(
            source,
            "has no date",
            expected="the day of the report, against which 'today' or 'on Monday' is read",
            advice='give it with --date 2024-08-15, as "date: 2024-08-15" in front matter or in the report\'s entry '
            'of manifest.yaml, or as "date" in a JSON record',
        )
    return Report(
        id=identifier,
        text=text,
        sha256=text_sha256(text),
        date=day,
        title=known.title,
        author=known.author,
        publisher=known.publisher,
        url=known.url,
        archive_url=known.archive_url,
        retrieved=known.retrieved,
        language=language,
        licence=known.licence,
    )


def _not_english(source: str, how: str, language: str) -> ReportError:
    advice = "translate it first; only English can be read"
    return ReportError(source, f"{how} {describe(language)}", expected="a report in English", advice=advice)


def _found(path: str | Path, stdin: BinaryIO | None, max_bytes: int) -> _Found:
    if str(path) == "-":
        yield from _from_stdin(stdin or sys.stdin.buffer, max_bytes)
        return
    given = Path(path)
    try:
        if given.is_dir():
            yield from _from_folder(given, max_bytes)
        elif not given.exists():
            formats = ", ".join(SUFFIXES)
            yield ReportError(str(path), "does not exist", expected=f"a file ({formats}) or a folder of them")
        else:
            manifests = Manifests(given.parent)
            found = _from_file(given, manifests.of(given), max_bytes)
            yield from manifests.errors
            yield from found
    except OSError as error:
        yield _unreadable(str(path), error)


def _from_folder(folder: Path, max_bytes: int) -> _Found:
    """All reports below a folder, sorted by path; a file that cannot be opened does not stop the others."""
    manifests = Manifests(folder)
    files: list[Path] = []
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names = [name for name in names if not name.startswith(".") and name not in MANIFEST_NAMES]
        files += (Path(root) / name for name in names if not _BESIDE.fullmatch(name))
    for error in sorted(closed, key=lambda error: str(error.filename)):
        yield _unreadable(str(error.filename), error)
    if not files and not closed:
        formats = ", ".join(SUFFIXES)
        yield ReportError(str(folder), "holds no reports", expected=f"files ending in {formats}")
    for file in sorted(files, key=lambda file: file.parts):
        metadata = manifests.of(file)
        yield from manifests.errors
        manifests.errors.clear()
        try:
            yield from _from_file(file, metadata, max_bytes)
        except OSError as error:
            yield _unreadable(str(file), error)
    yield from manifests.unused()


def _from_file(path: Path, manifest: Metadata, max_bytes: int) -> _Found:
    source, suffix = str(path), path.suffix.lower()
    if suffix not in SUFFIXES:
        formats = ", ".join(SUFFIXES)
        name = suffix or "no extension"
        yield ReportError(source, f"unknown kind of file ({name})", expected=formats, advice="rename or convert it")
        return
    if suffix == ".jsonl":
        with path.open("rb") as stream:
            yield from _from_lines(stream, source, manifest, max_bytes)
        return
    if path.stat().st_size > max_bytes:
        yield _too_long(source, max_bytes)
        return
    try:
        yield _parsed(path.read_bytes(), source, manifest, path.stem, html=suffix in (".html", ".htm"))
    except ReportError as error:
        yield error


def _parsed(data: bytes, source: str, manifest: Metadata, fallback_id: str, *, html: bool) -> _Draft:
    text, own = parse_html(data, source) if html else parse_text(data, source)
    # A page's metadata are guessed from its markup, so that the manifest goes before them.
    metadata = manifest.or_else(own) if html else own.or_else(manifest)
    return _Draft(source, text, metadata, fallback_id)


def _from_lines(stream: BinaryIO, source: str, manifest: Metadata, max_bytes: int, first: bytes = b"") -> _Found:
    """The records of JSON lines, read line by line; a line longer than any allowed record is skipped unread."""
    longest, number, empty = _ESCAPED * max_bytes + 100_000, 0, True
    while line := first or stream.readline(longest + 1):
        first, number, where = b"", number + 1, f"{source}:{number + 1}"
        if len(line) > longest:
            while not line.endswith(b"\n") and (line := stream.readline(longest)):
                pass
            yield _too_long(where, max_bytes)
            empty = False
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            empty = False
            try:
                text, metadata = parse_record(line, where)
            except ReportError as error:
                yield error
                continue
            if len(text.encode()) > max_bytes:
                yield _too_long(where, max_bytes)
            else:
                yield _Draft(where, text, metadata.or_else(manifest), "")
    if empty:
        yield ReportError(source, "is empty", expected="one JSON object per line", advice="leave it out or fill it")


def _from_stdin(stream: BinaryIO, max_bytes: int) -> _Found:
    """Standard input: JSON lines where it starts with a brace, a page where with a tag of HTML, else one text.

    A text without an id is called by what it says, so that the next one does not take its place.
    """
    start = stream.readline(_ESCAPED * max_bytes + 100_001)
    if start.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        yield from _from_lines(stream, "-", Metadata(), max_bytes, first=start)
        return
    data = start + stream.read(max(max_bytes + 1 - len(start), 0))
    if len(data) > max_bytes:
        yield _too_long("-", max_bytes)
        return
    html = bool(re.match(rb"\s*<(?:!doctype html|html|\?xml)\b", data, re.IGNORECASE))
    try:
        draft = _parsed(data, "-", Metadata(), "", html=html)
        yield replace(draft, fallback_id=f"stdin-{text_sha256(draft.text)[:_ID_DIGITS]}")
    except ReportError as error:
        yield error


def _unreadable(source: str, error: OSError) -> ReportError:
    return ReportError(source, f"cannot be read: {error.strerror or error}", advice="check its permissions")


def _too_long(source: str, max_bytes: int) -> ReportError:
    return ReportError(
        source,
        "is too long",
        expected=f"at most {max_bytes:,} bytes of text in one report",
        advice="split it into its reports, or raise the limit with --max-report-bytes or SITGRAPH_MAX_REPORT_BYTES",
    )
