"""The protocol's default-graph-uri and named-graph-uri, as FROM and FROM NAMED in the query."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.errors import BadRequest
from kg.sparql import check_query

_TOKEN = re.compile(
    r"""(?P<passed><[^<>"{}|^`\\\x00-\x20]*>|\"\"\".*?\"\"\"|'''.*?'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
        |\#[^\n\r]*|[?$:@]\w+|\w*:[\w.-]*)|(?P<word>\w+)|(?P<mark>[{}()])""",
    re.X | re.S,
)
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def with_dataset(query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The query on the graphs that the request names; the query itself where it names none.

    Raises BadRequest where a graph is no IRI, and where the query has a FROM of its own, which the protocol lets
    the request override, or no pattern before which FROM can stand: then the query is to say it itself.
    """
    graphs = (*default_graphs, *named_graphs)
    if not graphs:
        return query
    for graph in graphs:
        if not graph or _FORBIDDEN.search(graph):
            raise BadRequest(f"{graph!r} is no IRI of a graph.", expected=("the IRI of one of the store's graphs",))
    outline = check_query(query)
    place = None if outline.graphs else _pattern_start(query, outline.form)
    if place is not None:
        clauses = [f"FROM <{graph}>" for graph in default_graphs] + [
            f"FROM NAMED <{graph}>" for graph in named_graphs
        ]
        written = f"{query[:place]} {' '.join(clauses)} {query[place:]}"
        if check_query(written).graphs == graphs:
            return written
    raise BadRequest(
        "default-graph-uri and named-graph-uri cannot be joined with this query.",
        expected=("FROM <graph> and FROM NAMED <graph> in the query itself, and nowhere else",),
        advice="SELECT ?graph WHERE { GRAPH ?graph {} } lists the store's graphs.",
    )


def _pattern_start(query: str, form: str) -> int | None:
    """Where the WHERE clause begins: past the form, and past the template of a CONSTRUCT."""
    begun, template, parentheses = False, 0, 0
    templated = form != "construct"
    for match in _TOKEN.finditer(query):
        word, mark = (match["word"] or "").lower(), match["mark"]
        if not begun:
            begun = word == form
        elif mark in ("(", ")"):
            parentheses += 1 if mark == "(" else -1
        elif not templated and mark:
            template += 1 if mark == "{" else -1
            templated = template == 0
        elif not parentheses and not template and (word == "where" or mark == "{"):
            return match.start()
    return None
