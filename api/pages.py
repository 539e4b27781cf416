"""Writing HTML: the templates of `web/templates`, always escaped, and the words of a report in their context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.markup import plain, plain_parts
from kg.vocabulary import ID, SG

WEB = Path(__file__).parent / "web"
CREDITS = (
    ("GeoNames", "https://www.geonames.org/", "place names and coordinates, CC BY 4.0"),
    ("Wikidata", "https://www.wikidata.org/", "identifiers, CC0"),
)
"""Whose data stands in the graph: name, address, what and under which licence."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a report with what stands before and after them; `cut` flags tell where the text goes on."""

    before: str
    words: str
    after: str
    cut_before: bool
    cut_after: bool


def excerpt(text: str, start: int, end: int, around: int = 160) -> Excerpt:
    """The words from `start` to `end` (code points) with up to `around` code points on either side.

    The context ends at whole words and at the ends of its paragraph; offsets outside the text are brought inside. Marks
    of Markdown are left out.

    >>> excerpt("Kyiv said that a tank burned near Lgov.", 15, 28, 8)
    Excerpt(before='that ', words='a tank burned', after=' near', cut_before=True, cut_after=True)
    """
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    left, right = max(start - around, 0), min(end + around, len(text))
    before, after = text[left:start], text[end:right]
    if left > 0 and not text[left - 1].isspace():
        before = before.partition(" ")[2] if " " in before else before
    if right < len(text) and not text[right].isspace():
        after = after.rpartition(" ")[0] if " " in after else after
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    left, right = start - len(before), end + len(after)
    line = "\n" if not left or text[left - 1] == "\n" else ""
    _, before, quoted, after = plain_parts(line, before, text[start:end], after)
    return Excerpt(before, quoted, after, left > 0, right < len(text))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a report's text and the ids of the claims whose evidence covers all of it."""

    text: str
    claims: tuple[str, ...]


def marked(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """A text cut at the borders of spans of claims (start, end, claim id), which may overlap.

    >>> [(piece.text, piece.claims) for piece in marked("abcd", [(0, 3, "x"), (2, 3, "y")])]
    [('ab', ('x',)), ('c', ('x', 'y')), ('d', ())]
    """
    inside = [(max(start, 0), min(end, len(text)), claim) for start, end, claim in spans if start < end]
    borders = sorted({0, len(text), *(start for start, _, _ in inside), *(end for _, end, _ in inside)})
    pieces: list[Piece] = []
    for left, right in pairwise(borders):
        covering = tuple(claim for start, end, claim in inside if start <= left and right <= end)
        pieces.append(Piece(text[left:right], covering))
    return tuple(pieces)


def local(iri: str) -> str:
    """An IRI shortened for reading: `sg:` for the ontology, the path for data, the rest as it is."""
    if iri.startswith(SG):
        return "sg:" + iri.removeprefix(SG)
    return iri.removeprefix(ID)


def address(iri: str) -> str:
    """Where this server answers for an IRI; IRIs of others lead to themselves when they are http(s), else nowhere."""
    if iri.startswith(ID):
        return "/id/" + quote(iri.removeprefix(ID), safe="/%")
    if iri.startswith(SG):
        return "/ontology#" + quote(iri.removeprefix(SG))
    return iri if iri.startswith(("https://", "http://")) else ""


def sure_address(iri: str, min_confidence: float) -> str:
    """Where this server answers for an IRI of the graph from claims of that confidence (0–1) and over."""
    return f"{address(iri)}?min_confidence={min_confidence:g}" if min_confidence else address(iri)


def authority(iri: str) -> str:
    """The name of who gives an external identifier, with the identifier.

    >>> authority("https://sws.geonames.org/703448/"), authority("http://www.wikidata.org/entity/Q212")
    ('GeoNames 703448', 'Wikidata Q212')
    """
    for start, name in (
        ("https://sws.geonames.org/", "GeoNames"),
        ("http://www.wikidata.org/entity/", "Wikidata"),
        ("https://www.wikidata.org/wiki/", "Wikidata"),
    ):
        if iri.startswith(start):
            return f"{name} {iri.removeprefix(start).strip('/')}"
    return iri


def words(name: str) -> str:
    """A term of the vocabulary as words.

    >>> words("prisoner_exchange")
    'prisoner exchange'
    """
    return name.replace("_", " ")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(local=local, address=address, authority=authority, words=words, plain=plain)
    environment.globals.update(credits=CREDITS)
    return environment


def write(template: str, **values: object) -> str:
    """A template filled in; what is not named `| safe` is escaped."""
    return _environment().get_template(template).render(**values)


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A whole page; `path` tells the template where it stands, `show_all` where it stands without a least confidence,
    `added` whom the store's own gazetteers credit."""
    path, added = request.url.path, request.app.state.context.credits()
    kept = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "min_confidence" and pair[1]])
    show_all = f"{path}?{kept}" if kept else path
    return HTMLResponse(write(template, path=path, show_all=show_all, added=added, **values), status)
