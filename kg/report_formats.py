"""From bytes to a report's text and what is known about it: plain text with front matter, HTML, JSON, manifests."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date as Date

import yaml

from kg.errors import ReportError

_ALIASES = {"license": "licence", "lang": "language", "archive": "archive_url", "source_url": "url"}
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a record, front matter, manifest or page says about a report; None where it says nothing."""

    id: str | None = None
    date: Date | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    archive_url: str | None = None
    retrieved: Date | None = None
    language: str | None = None
    licence: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """This, with what it leaves open taken from another."""
        gaps = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **gaps)


_FIELDS = tuple(field.name for field in fields(Metadata))


def read_date(value: object, source: str, field: str = "date") -> Date:
    """A day from an ISO date or date-time; raises ReportError for anything else."""
    if match := _DATE.fullmatch(str(value).strip()):
        try:
            return Date.fromisoformat(match[1])
        except ValueError:
            pass
    raise ReportError(
        source,
        f"invalid {field} {str(value)!r}",
        expected="a day as YYYY-MM-DD",
        advice="correct it, for example 2024-08-15",
    )


def metadata_from(values: Mapping[str, object], source: str) -> Metadata:
    """The known fields of a mapping, others left aside; raises ReportError where a value cannot be read."""
    found: dict[str, str | Date] = {}
    for key, value in values.items():
        name = _ALIASES.get(str(key).lower(), str(key).lower())
        if name not in _FIELDS or value is None or value == "":
            continue
        if name in ("date", "retrieved"):
            found[name] = read_date(value, source, name)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            found[name] = _writable(str(value).strip(), name, source)
        else:
            kind = type(value).__name__
            raise ReportError(
                source, f"{name} is of type {kind}", expected=f"{name} as text", advice="write it as one string"
            )
    return Metadata(**found)  # type: ignore[arg-type]


def _writable(text: str, field: str, source: str) -> str:
    """A text that files and RDF can hold; JSON's escapes can spell others."""
    if bad := _UNWRITABLE.search(text):
        raise ReportError(
            source,
            f"{field} holds U+{ord(bad[0]):04X} at character {bad.start()}, which no file can hold as text",
            expected="Unicode text",
            advice="remove that character",
        )
    return text


def decode(data: bytes, source: str) -> str:
    """UTF-8 bytes as text, the byte order mark dropped; raises ReportError for anything else."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReportError(source, "is UTF-16", expected="UTF-8 text", advice=_recode(source, "utf-16"))
    if (zero := data.find(b"\0")) >= 0:
        raise ReportError(
            source,
            f"is a binary file (a NUL byte at byte offset {zero})",
            expected="UTF-8 text",
            advice="give its text as .txt, .md, .html or .jsonl",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise ReportError(
            source,
            f"is not UTF-8 (byte 0x{data[at]:02x} at byte offset {at})",
            expected="UTF-8 text",
            advice=_recode(source, "latin1"),
        ) from None


def _recode(source: str, encoding: str) -> str:
    name = "FILE" if source == "-" else re.sub(r":\d+$", "", source)
    return f"if it is {encoding}, re-encode it with: iconv -f {encoding} -t utf-8 '{name}' > NEW"


def parse_yaml(text: str, source: str, first_line: int = 1) -> object:
    """A YAML document whose scalars all stay strings (an id of 007, a date); raises ReportError with the line."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = first_line + error.problem_mark.line if error.problem_mark else first_line
        problem = f"the YAML cannot be read: {error.problem}"
        raise ReportError(f"{source}:{line}", problem, expected="lines of the form key: value") from None
    except (yaml.YAMLError, RecursionError) as error:
        problem = f"the YAML cannot be read: {str(error).splitlines()[0]}"
        raise ReportError(f"{source}:{first_line}", problem, expected="lines of the form key: value") from None


def parse_text(data: bytes, source: str) -> tuple[str, Metadata]:
    """Plain text or Markdown with its front matter taken off; CRLF becomes LF."""
    text = decode(data, source).replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    # Two rules around a line of prose are no front matter: that has keys.
    if not match or not re.search(r"^[\w-]+:", match["head"], re.MULTILINE):
        return text, Metadata()
    values = parse_yaml(match["head"], source, first_line=2)
    if not isinstance(values, dict):
        return text, Metadata()
    return text[match.end() :], metadata_from(values, source)


def parse_html(data: bytes, source: str) -> tuple[str, Metadata]:
    """The article of a web page and what the page says about it; raises ReportError where there is none."""
    # Half a second of imports, which reading plain text need not wait for.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    page = bare_extraction(
        _decode_page(data, source),
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(page, Document) or not (page.text or "").strip():
        raise ReportError(
            source,
            "no article found in the page",
            expected="a page with paragraphs of text",
            advice="save the article's text as .txt",
        )
    known = {
        "title": page.title,
        "author": page.author,
        "date": page.date,
        "publisher": page.sitename,
        "url": page.url,
    }
    return str(page.text), metadata_from(known, source)


def _decode_page(data: bytes, source: str) -> str:
    """A page as UTF-8, else in the encoding that it declares."""
    try:
        return decode(data, source)
    except ReportError:
        declared = _CHARSET.search(data[:2048])
        if not declared or b"\0" in data:
            raise
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
        raise


def parse_record(line: bytes, source: str) -> tuple[str, Metadata]:
    """One JSON object with id, text and whatever else is known; its text to the letter."""
    try:
        values = json.loads(decode(line, source))
    except RecursionError:
        raise ReportError(source, "the JSON is nested too deeply", expected="a flat JSON object") from None
    except ValueError as error:
        what = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise ReportError(
            source, f"the JSON cannot be read: {what}", expected="one JSON object per line", advice="repair this line"
        ) from None
    if not isinstance(values, dict):
        kind = type(values).__name__
        raise ReportError(
            source, f"the line is of type {kind}", expected='a JSON object with "id", "text" and "date"'
        )
    for field in ("id", "text"):
        if (value := values.get(field)) in (None, ""):
            raise ReportError(
                source,
                f'the record has no "{field}"' if value is None else f'"{field}" is empty',
                expected='a JSON object with "id", "text" and "date"',
                advice=f'give this line its "{field}", or take it out',
            )
    text = values["text"]
    if not isinstance(text, str):
        raise ReportError(source, f"text is of type {type(text).__name__}", expected="text as a JSON string")
    return _writable(text, "text", source), metadata_from(
        {key: value for key, value in values.items() if key != "text"}, source
    )
