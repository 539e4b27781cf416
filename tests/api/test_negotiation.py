"""Which representation a request gets."""

from __future__ import annotations

import pytest

from api.errors import NotAcceptable
from api.negotiation import GRAPHS, HTML, RESULTS, negotiate

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "named", "expected"),
    [
        (None, None, "json"),
        ("", None, "json"),
        ("*/*", None, "json"),
        ("application/json", None, "json"),
        ("application/sparql-results+xml", None, "xml"),
        ("application/xml", None, "xml"),
        ("text/csv", None, "csv"),
        ("TEXT/CSV", None, "csv"),
        ("text/*", None, "csv"),
        ("text/tab-separated-values, text/csv;q=0.5", None, "tsv"),
        ("text/csv;q=0.3, text/tab-separated-values;q=0.7, */*;q=0.1", None, "tsv"),
        ("application/sparql-results+json;q=0, */*", None, "xml"),
        ("text/csv;q=0, text/*", None, "tsv"),
        ("text/csv;q=nonsense", None, "csv"),
        (BROWSER, None, "html"),
        (BROWSER, "csv", "csv"),
        ("text/turtle", "tsv", "tsv"),
        (None, "TEXT/CSV", "csv"),
    ],
)
def test_results(accept: str | None, named: str | None, expected: str) -> None:
    assert negotiate((*RESULTS, HTML), accept, named).names[0] == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "turtle"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("text/plain", "ntriples"),
        ("application/n-triples, text/turtle;q=0.9", "ntriples"),
        ("application/rdf+xml, text/turtle;q=0.5", "turtle"),
        (BROWSER, "html"),
    ],
)
def test_graphs(accept: str | None, expected: str) -> None:
    assert negotiate((*GRAPHS, HTML), accept).names[0] == expected


@pytest.mark.parametrize(
    ("accept", "named"), [("image/png", None), ("text/csv", None), ("*/*;q=0", None), (None, "xlsx")]
)
def test_nothing_fits(accept: str | None, named: str | None) -> None:
    with pytest.raises(NotAcceptable) as raised:
        negotiate(GRAPHS, accept, named)
    assert "text/turtle (format=turtle)" in raised.value.expected
