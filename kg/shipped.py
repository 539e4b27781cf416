"""The queries that ship with Sitgraph, one file each in `kg/queries`, and how the parts of one are chosen.

A line that ends in ``#? variable`` stands in the query only where that variable is bound, and then with a VALUES
clause for it before it; a line of nothing else gives the VALUES clause alone. Nothing is put in the place of
anything: values are RDF terms, written as canonical N-Quads, which SPARQL reads as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.errors import NotFoundError
from kg.terms import literal, read_term

_IRI = re.compile(r"""<[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]*>""")
_CONDITION = re.compile(r"#\?\s*(\w+)\s*$")


@cache
def query_names() -> tuple[str, ...]:
    """The names of all shipped queries, sorted."""
    folder = files("kg").joinpath("queries")
    return tuple(sorted(entry.name[:-3] for entry in folder.iterdir() if entry.name.endswith(".rq")))


@cache
def query_source(query: str) -> str:
    """The text of a shipped query as it is in its file; raises NotFoundError where there is none of that name."""
    if query not in query_names():
        raise NotFoundError(f"There is no shipped query {query!r}; there are {', '.join(query_names())}.")
    return files("kg").joinpath("queries", f"{query}.rq").read_text(encoding="utf-8")


def query_text(query: str, bindings: Mapping[str, str], limit: int | None = None, offset: int = 0) -> str:
    """A shipped query with the lines and values for the variables that are bound, LIMIT and OFFSET (0 or more).

    Raises NotFoundError for an unknown query, and for a value that is no term and so can be in no graph.
    """
    lines = []
    for line in query_source(query).split("\n"):
        condition = _CONDITION.search(line)
        if condition is None:
            lines.append(line)
        elif condition[1] in bindings:
            lines.append(
                f"VALUES ?{condition[1]} {{ {_checked(bindings[condition[1]])} }} {line[: condition.start()]}"
            )
    text = "\n".join(lines)
    if limit is not None:
        text += f"LIMIT {max(0, int(limit))}\n"
    return text + (f"OFFSET {max(0, int(offset))}\n" if offset else "")


def _checked(term: str) -> str:
    try:
        parts = read_term(term)
        if parts.kind == "literal":
            return literal(
                parts.value, datatype=parts.datatype if not parts.language else "", language=parts.language
            )
    except ValueError:
        parts = None
    if parts is None or parts.kind != "iri" or not _IRI.fullmatch(term):
        raise NotFoundError(f"{term.strip('<>')!r} is not an IRI, so nothing has it for a name.")
    return term
