"""`kg remove`, `kg validate` and `kg export`: the store as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import (
    FAILED_INPUTS,
    complain,
    counted,
    inform,
    progress,
    tell_left_out,
    write_bytes,
    write_file,
    write_json,
    write_line,
)
from kg.cli.options import JsonOption, MinConfidenceOption, StoreOption, one_of
from kg.settings import load_settings

if TYPE_CHECKING:
    from kg.store import View
    from kg.terms import Quad

CHECKED_TOGETHER = 5_000
"""Quads that are checked at once, unless one graph of a report has more."""


FORMATS = ("turtle", "trig", "nquads", "jsonld", "graphml", "csv")
"""What the graph can be written as."""


def remove(
    reports: Annotated[list[str], typer.Argument(metavar="REPORT", help="Ids of reports; see `kg list reports`.")],
    store: StoreOption = None,
) -> None:
    """Remove reports with all that only they say; events are remade from what is left.

    Examples: `kg remove 2024-08-15`, `kg remove monday tuesday --store war`
    """
    settings = load_settings({"store": store})
    from kg import pipeline
    from kg.store import Store

    with progress("removing"), Store.open(settings.store, create=False) as opened:
        unknown = [report for report in reports if not opened.remove(report)]
        if len(unknown) < len(reports):
            pipeline.publish(opened, settings)
    inform(f"{settings.store}: {len(reports) - len(unknown):,} removed")
    for report in unknown:
        complain(f"{settings.store}: holds no report {report!r}; see `kg list reports`")
    if unknown:
        raise typer.Exit(FAILED_INPUTS)


def validate(store: StoreOption = None, json: JsonOption = False) -> None:
    """Check the whole store against the SHACL shapes; exit code 1 where something does not conform.

    Decisions that no longer fit are told as well; they are no fault of the graph.

    Examples: `kg validate`, `kg validate --store demo --json`
    """
    settings = load_settings({"store": store})
    from kg.store import View

    problems: set[str] = set()
    with View.open(settings.store) as view:
        from kg.decision_records import decision_records
        from kg.validation import validate_quads

        doubtful = [record for record in decision_records(view) if record["state"] in ("unfit", "overruled")]

        with progress("checking") as tell:
            for name, quads in _checked_together(view):
                problems.update(validate_quads(quads))
                if tell is not None:
                    tell(name)
    if json:
        write_json({"conforms": not problems, "problems": sorted(problems), "decisions": doubtful})
    else:
        for record in doubtful:
            complain(f"decision {record['number']} ({record['decision']}) is {record['state']}: {record['reason']}")
        for problem in sorted(problems):
            write_line(problem)
        inform(f"{settings.store}: {counted(len(problems), 'problem') if problems else 'conforms'}")
    if problems:
        raise typer.Exit(FAILED_INPUTS)


def _checked_together(view: View) -> Iterator[tuple[str, list[Quad]]]:
    """The graphs of reports, several at once, then the events, several at once, then identity; each with a
    name to tell."""
    from kg.identifiers import graph_iri

    held: list[Quad] = []
    for graph in view.report_graphs():
        held += view.quads(graph)
        if len(held) >= CHECKED_TOGETHER:
            yield graph, held
            held = []
    yield "reports", held
    held = []
    for quad in view.quads(graph_iri("events")):
        if len(held) >= CHECKED_TOGETHER and quad.subject != held[-1].subject:
            yield "events", held
            held = []
        held.append(quad)
    yield "events", held
    yield "identity", [quad for graph in ("identity", "decisions") for quad in view.quads(graph_iri(graph))]


def export(
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="turtle, trig, nquads, jsonld or graphml; with --links csv or turtle.",
            show_default="turtle; with --links csv",
            autocompletion=lambda: list(FORMATS),
        ),
    ] = None,
    links: Annotated[
        bool, typer.Option("--links", help="Entities with their ids in Wikidata, GeoNames and ISO 3166 only.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    min_confidence: MinConfidenceOption = 0.0,
    store: StoreOption = None,
) -> None:
    """Write the graph out: RDF for other stores, GraphML for network tools, a table of identifiers for joins.

    With `--min-confidence`, claims below it are left out, and events that rest on no other; of identifiers, those of
    entities that no other claim names.

    Examples: `kg export --format trig -o war.trig`, `kg export -f graphml > war.graphml`,
    `kg export --links > ids.csv`, `kg export --links -f turtle -o ids.ttl`, `kg export --min-confidence 0.9 > sure.ttl`
    """
    one_of("--format", format, FORMATS)
    format = format or ("csv" if links else "turtle")
    if links != (format == "csv") and format != "turtle":
        raise typer.BadParameter("--links writes csv or turtle" if links else "csv is written with --links only")
    settings = load_settings({"store": store})
    from kg.store import View

    with View.open(settings.store) as view:
        from kg.confidence import Confident
        from kg.export import export as whole
        from kg.export_links import export_links

        told = Confident(view, min_confidence) if min_confidence else view
        text = export_links(view, format, min_confidence) if links else whole(told, format)
        data = text.encode("utf-8", "surrogatepass")
        hidden = view.counts(min_confidence=min_confidence)["left_out"] if min_confidence else 0
    tell_left_out(hidden, min_confidence)
    if output is None:
        write_bytes(data)
        return
    write_file(output, data)
    inform(f"{output}: {len(data):,} bytes of {format}")
