"""What a SPARQL query asks for, read off its tokens, so that what reaches outside the store never runs.

The tokens are those of the SPARQL 1.1 grammar, in its order of precedence, so that a keyword can neither hide
in a string, an IRI or a comment, nor a string or comment be taken for a keyword. Keywords are looked for inside
words too, since parsers without a tokenizer read ``1SERVICE`` as two. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryError
from kg.terms import PREFIXES

_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
               |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d_](?:[\w.\u00b7-]*[\w\u00b7-])?|_)?:(?:[\w:\u00b7.-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
    |(?P<word>\w+)
    |(?P<other>\S)""",
    re.X | re.S,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})")
_AT = re.compile(r"error at (\d+):(\d+): ?(.*)", re.S)
_CHARACTERS = re.compile(r"\[[^\[\]]*\](?:, )?", re.S)

FORMS = ("select", "ask", "construct", "describe")
UPDATES = ("insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with")


@dataclass(frozen=True, slots=True)
class Outline:
    """A query's form (one of `FORMS`) and the graphs it is FROM and FROM NAMED."""

    form: str
    graphs: tuple[str, ...] = ()


def check_query(sparql: str) -> Outline:
    """The outline of a query that only reads this store.

    Raises QueryError for updates, for SERVICE, and for a FROM whose IRI cannot be told. Codepoint escapes are
    looked at both ways, as the grammar has them and as written, and have to come to the same.
    """
    outline = _outline(sparql)
    if _CODE_POINT.search(sparql) and _outline(_CODE_POINT.sub(_code_point, sparql)) != outline:
        raise QueryError(
            "Codepoint escapes (\\u...) may stand in strings and names only; write the keyword as it is."
        )
    return outline


def syntax_error(sparql: str, problem: str) -> QueryError:
    """The error for a query that the store could not parse: line, column, what was expected and a hint."""
    match = _AT.match(problem)
    if match is None:
        return QueryError(f"The query cannot be read: {problem}")
    number, column = int(match[1]), int(match[2])
    listed = _CHARACTERS.sub("", match[3]).strip(" ,").removeprefix("expected one of ").removeprefix("expected ")
    expected = ", ".join(word for word in listed.split(", ") if word not in ("SERVICE", "LATERAL", ""))
    problem = f"expected {expected}" if expected else "unexpected text"
    lines = sparql.split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    return QueryError(
        f"The query cannot be read at line {number}, column {column}: {problem}\n"
        f"  {line.rstrip()}\n  {' ' * max(0, column - 1)}^\n{_hint(sparql)}"
    )


def _outline(sparql: str) -> Outline:
    tokens = list(_tokens(sparql))
    form, graphs, prefixes = "", [], dict(PREFIXES)
    for position, (kind, text) in enumerate(tokens):
        if kind not in ("word", "name"):
            continue
        word = text.lower() if kind == "word" else text.lower().partition(":")[0]
        if "service" in word:
            raise QueryError(
                "SERVICE is refused: a query reads this store only, never another server."
                " (Neither may a prefix have that word in its name.)"
            )
        if kind == "name":
            continue
        following = tokens[position + 1 : position + 4]
        if not form and word in FORMS:
            form = word
        elif not form and word in UPDATES:
            raise QueryError(f"{text.upper()} is refused: queries only read; use SELECT, ASK, CONSTRUCT or DESCRIBE.")
        elif not form and word == "prefix" and [k for k, _ in following[:2]] == ["name", "iri"]:
            prefixes[following[0][1][:-1]] = following[1][1][1:-1]
        elif word == "from":
            graphs.append(_graph([token for token in following if token[1].lower() != "named"], prefixes))
    if not form:
        raise QueryError("The query holds no SELECT, ASK, CONSTRUCT or DESCRIBE.")
    return Outline(form, tuple(graphs))


def _graph(following: list[tuple[str, str]], prefixes: dict[str, str]) -> str:
    kind, text = following[0] if following else ("", "")
    if kind == "iri":
        return text[1:-1]
    prefix, colon, local = text.partition(":")
    if kind == "name" and colon and prefix in prefixes:
        return prefixes[prefix] + local.replace("\\", "")
    raise QueryError(
        "FROM needs the IRI of one of this store's graphs, for example <https://w3id.org/sitgraph/id/graph/events>."
    )


def _tokens(sparql: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup not in (None, "comment"):
            yield str(match.lastgroup), match[0]


def _code_point(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))


def _hint(sparql: str) -> str:
    declared = {text for kind, text in _tokens(sparql) if kind == "name"}
    unknown = sorted({name.partition(":")[0] for name in declared} - set(PREFIXES) - {"_", ""})
    undeclared = [prefix for prefix in unknown if not re.search(rf"prefix\s+{re.escape(prefix)}:", sparql, re.I)]
    if undeclared:
        known = ", ".join(PREFIXES)
        return f"Hint: the prefix {undeclared[0]}: is not declared; without PREFIX stand {known}."
    if sparql.count("{") != sparql.count("}"):
        return f"Hint: {sparql.count('{')} opening and {sparql.count('}')} closing braces."
    return "Hint: a pattern is three terms and a full stop: ?event sg:victim ?who ."
