"""`kg ask` and `kg query`: answers out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from kg.cli.answers import show_answer
from kg.cli.console import output, read_file, tell_make, write_bytes, write_json, write_line
from kg.cli.options import CacheOption, DataOption, JsonOption, MinConfidenceOption, ModelOption, StoreOption, one_of
from kg.errors import QueryError
from kg.settings import load_settings

if TYPE_CHECKING:
    from kg.store import Results


FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml")
"""What results are written as: a table for people, the standard forms of tables, the forms of graphs."""


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question in English, in quotes.")],
    store: StoreOption = None,
    json: JsonOption = False,
    sparql: Annotated[bool, typer.Option("--sparql", help="Print the SPARQL that was run too.")] = False,
    min_confidence: MinConfidenceOption = 0.0,
    model: ModelOption = None,
    cache: CacheOption = None,
    data: DataOption = None,
) -> None:
    """Answer a question, each row with the words of the reports that it rests on.

    What is denied, planned or only possible is left out and listed as left out, unless the question asks for it.
    `--json` gives the same with offsets, identifiers and the SPARQL that was run. With `--min-confidence`, claims
    that were read less surely are left out, and listed so.

    Examples: `kg ask "which equipment types did Ukraine lose in Kursk"`, `kg ask "who produces the JASSM" --json`,
    `kg ask "did Russia capture Hrodivka" --min-confidence 0.9`
    """
    settings = load_settings({"store": store, "model": model, "cache": cache, "data": data})
    from kg import pipeline
    from kg.store import View

    with View.open(settings.store) as view:
        tell_make(view)
        answer = pipeline.ask(view, question, settings=settings, min_confidence=min_confidence)
        if json:
            write_json(answer.to_json())
        else:
            show_answer(answer, view, output(), sparql=sparql)


def query(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file with a SPARQL query, or - for standard input.")],
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table; json, xml, csv, tsv for rows; turtle, ntriples, jsonld, rdfxml for graphs.",
            autocompletion=lambda: list(FORMATS),
        ),
    ] = "table",
    store: StoreOption = None,
) -> None:
    """Run a SPARQL query; the prefixes sg, id, rdf, rdfs, owl, xsd, skos, dcterms, prov, oa, geo stand undeclared.

    Examples: `kg query losses.rq`, `kg query - --format csv < losses.rq`,
    `echo 'SELECT * { ?e a sg:EquipmentLoss } LIMIT 5' | kg query -`
    """
    one_of("--format", format, FORMATS)
    settings = load_settings({"store": store})
    sparql = _read_query(file)
    from kg.store import View

    with View.open(settings.store) as view:
        results = view.query(sparql)
        if format != "table":
            write_bytes(results.serialize(format))
        elif results.kind == "ask":
            write_line("yes" if results.boolean else "no")
        elif results.kind == "construct":
            write_bytes(results.serialize("turtle"))
        else:
            output().print(_table(results))


def _read_query(file: str) -> str:
    try:
        return read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: is not UTF-8: {error}") from error


def _table(results: Results) -> Table:
    from kg.terms import PREFIXES

    table = Table(*results.variables)
    for row in results:
        cells = []
        for term in row:
            text = term.value if term is not None else ""
            if term is not None and term.kind == "iri":
                prefixes = (prefix for prefix, start in PREFIXES.items() if text.startswith(start))
                prefix = next(prefixes, None)
                text = f"{prefix}:{text.removeprefix(PREFIXES[prefix])}" if prefix else text
            cells.append(_escape(text))
        table.add_row(*cells)
    return table


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)
