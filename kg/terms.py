"""RDF terms and quads as the strings that N-Quads writes, in its canonical form; standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote as percent

from kg.vocabulary import ID, SG

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

PREFIXES: dict[str, str] = {
    "sg": SG,
    "id": ID,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": XSD,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
}
"""The prefixes of every query and export; a query may use them without declaring them."""

_ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
_ESCAPES |= {code: f"\\u{code:04X}" for code in (*range(32), 127, 0xFFFE, 0xFFFF) if code not in _ESCAPES}
_UNESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?', re.S)
_TERM = r'(<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|_:\S+)'
_LINE = re.compile(rf"{_TERM}[ \t]+{_TERM}[ \t]+{_TERM}[ \t]+{_TERM}[ \t]*\.")
_IN_ADDRESS = "/:?@!$&'()*+,;=~%"
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?([/?#].*)?", re.S)


class Quad(NamedTuple):
    """One statement in one graph: four terms as N-Quads writes them, so that quads sort and compare as text."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        """The N-Quads line, without its line end."""
        return f"{self.subject} {self.predicate} {self.object} {self.graph} ."


class Term(NamedTuple):
    """A term taken apart: `kind` is ``iri``, ``literal`` or ``bnode``; `datatype` and `language` are a literal's."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


def iri(value: str) -> str:
    """An IRI as a term.

    >>> iri("http://example.org/a")
    '<http://example.org/a>'
    """
    return f"<{value}>"


def name(prefixed: str) -> str:
    """A name of ours or of a standard vocabulary as a term.

    >>> name("sg:Claim")
    '<https://w3id.org/sitgraph/ontology#Claim>'
    """
    prefix, _, local = prefixed.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def literal(value: str, *, datatype: str = "", language: str = "") -> str:
    r"""A literal as a term, escaped as canonical N-Quads is; `datatype` is an IRI, a string's is left out.

    Raises ValueError where the text holds half of a surrogate pair, which no RDF syntax can write.

    >>> print(literal('He said "no"\n', language="en"))
    "He said \"no\"\n"@en
    """
    text = value.translate(_ESCAPES)
    if not text.isascii():
        text.encode("utf-8")  # UnicodeEncodeError is a ValueError
    if language:
        return f'"{text}"@{language.lower()}'
    return f'"{text}"^^<{datatype}>' if datatype and datatype != f"{XSD}string" else f'"{text}"'


def integer(value: int) -> str:
    """A whole number as a term."""
    return f'"{value}"^^<{XSD}integer>'


def decimal(value: float) -> str:
    """A number rounded to two decimals as a term, in the shortest form, which stores keep as it is.

    >>> decimal(0.5)
    '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    shortest = f"{value:.2f}".rstrip("0").rstrip(".")
    return f'"{"0" if shortest == "-0" else shortest}"^^<{XSD}decimal>'


def plain_decimal(value: float) -> str:
    """A number to its last digit, without an exponent, as SPARQL and xsd:decimal write it.

    >>> plain_decimal(0.945), plain_decimal(1e-7)
    ('0.945', '0.0000001')
    """
    return format(Decimal(repr(float(value))), "f")


def date(value: object) -> str:
    """A day as a term."""
    return f'"{value}"^^<{XSD}date>'


def address(url: str) -> str:
    """A web address as an IRI, what no IRI may hold percent-encoded; anything else as a literal.

    >>> address("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    if not _WEB_ADDRESS.fullmatch(url):
        return literal(url)
    front, mark, fragment = url.partition("#")
    return iri(percent(front, safe=_IN_ADDRESS) + mark + percent(fragment, safe=_IN_ADDRESS))


def read_term(term: str) -> Term:
    """A term's parts; raises ValueError where it is none.

    >>> read_term('"3"^^<http://www.w3.org/2001/XMLSchema#integer>').value
    '3'
    """
    if term.startswith("<"):
        return Term("iri", term[1:-1])
    if term.startswith("_:"):
        return Term("bnode", term[2:])
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not an RDF term: {term!r}")
    text = match[1]
    if "\\" in text:
        text = _ESCAPED.sub(_unescape, text)
    language, datatype = match[2] or "", match[3] or ""
    return Term(
        "literal", text, datatype or (f"{PREFIXES['rdf']}langString" if language else f"{XSD}string"), language
    )


def text_of(term: str) -> str:
    """The IRI, or the text of the literal."""
    return term[1:-1] if term.startswith("<") else read_term(term).value


def plain_value(term: str) -> str | int | float | bool:
    """A term as a JSON value: numbers and booleans as such, all else as text."""
    parts = read_term(term)
    if parts.datatype == f"{XSD}integer":
        return int(parts.value)
    if parts.datatype == f"{XSD}decimal":
        return float(Decimal(parts.value))
    if parts.datatype == f"{XSD}boolean":
        return parts.value in ("true", "1")
    return parts.value


def to_nquads(quads: Iterable[Quad]) -> str:
    """Quads as N-Quads: sorted, each once, every line ended; the same set of quads gives the same text."""
    return "".join(f"{line}\n" for line in sorted({quad.line() for quad in quads}))


def to_triples(quads: Iterable[Quad]) -> str:
    """The triples of quads without their graphs: sorted lines that N-Triples, Turtle and SPARQL's DATA read."""
    return "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in sorted(quads))


def from_nquads(text: str) -> Iterator[Quad]:
    """The quads of N-Quads text; raises ValueError on a line that is none."""
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            match = _LINE.fullmatch(line.strip())
            if match is None:
                raise ValueError(f"not an N-Quads line: {line[:120]!r}")
            yield Quad(*match.groups())


def with_sorted_prefixes(turtle: bytes) -> bytes:
    """Turtle with its prefixes in order: serializers give them in one that changes from run to run."""
    lines = turtle.split(b"\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), 0)
    return b"\n".join([*sorted(lines[:count]), *lines[count:]])


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _UNESCAPES[match[3]]
