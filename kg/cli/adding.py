"""`kg gazetteer` and `kg catalogue`: places and names that the user adds to those that Sitgraph ships."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kg.cli.console import counted, ending_well, inform, output, progress, write_json
from kg.cli.options import CacheOption, DataOption, JsonOption
from kg.settings import load_settings

REBUILD = "Run `kg build` to read the reports of a store again with it."
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="What to call it.", show_default="the file's name")
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Its name; see the list.")]


def add_gazetteer(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoNames dump .txt, .csv, .tsv, .geojson or .json.")],
    name: NameOption = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN", help="Which column (or property) a field stands in; repeat it."
        ),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="The state of all places, as UA (ISO 3166-1).")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help="Whom to credit.", show_default="the file's name")
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", metavar="TEXT", help="The licence of the data, as 'CC BY 4.0'.")
    ] = None,
    data: DataOption = None,
    cache: CacheOption = None,
) -> None:
    """Add the places of a file: they are found in reports from then on, and credited in exports.

    A dump of a country from GeoNames needs no options. Of tables and GeoJSON, fields are taken from columns of their
    name (name, aliases, latitude, longitude, country, region, district, population, id, geonames, wikidata) or of a
    usual one (lat, lon, admin1); `--map` names others. Several aliases stand with ; between them.

    Examples: `kg gazetteer add UA.txt`,
    `kg gazetteer add villages.csv --map name=title --map latitude=y --map longitude=x --country UA --licence 'ODbL 1.0'`
    """
    settings = load_settings({"data": data, "cache": cache})
    from kg.gazetteer_added import add_gazetteer as add
    from kg.gazetteer_formats import Mapped
    from kg.gazetteer_packages import open_packages

    mapped = Mapped(_pairs(column or []), {"country": country} if country else {})
    with progress("thousands of places") as tell:
        base = open_packages(settings.cache)
        added = add(
            file, base, name=name, source=source, licence=licence, mapped=mapped, data_dir=settings.data, tell=tell
        )
    new = counted(added.places, "place")
    inform(f"{added.name}: {new} added, known before: {added.known:,}. {added.credit}\n{REBUILD}")


def list_gazetteers(data: DataOption = None, json: JsonOption = False) -> None:
    """List the gazetteers that were added, with their sources and licences.

    Examples: `kg gazetteer list`, `kg gazetteer list --json`
    """
    settings = load_settings({"data": data})
    from dataclasses import asdict

    from kg.gazetteer_added import added_gazetteers

    found = added_gazetteers(settings.data)
    if json:
        write_json([asdict(added) for added in found])
        return
    table = Table("name", "places", "file", "source", "licence")
    for added in found:
        table.add_row(added.name, f"{added.places:,}", added.file, added.source, added.licence)
    output().print(table) if found else inform("no gazetteer was added; see `kg gazetteer add --help`")


def remove_gazetteer(name: NameArgument, data: DataOption = None) -> None:
    """Remove a gazetteer that was added.

    Example: `kg gazetteer remove ua`
    """
    settings = load_settings({"data": data})
    from kg.gazetteer_added import remove_gazetteer as remove

    remove(name, settings.data)
    inform(f"{name}: removed. {REBUILD}")


def add_catalogue(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table with the columns of one that ships.")],
    name: NameOption = None,
    data: DataOption = None,
) -> None:
    """Add a table of states, organisations, armed groups, persons, units, equipment or regions.

    Its first line is that of the table of the same kind in `ontology/catalogue`; names that it refers to may stand
    there or in other tables that were added.

    Examples: `kg catalogue add brigades.csv`, `kg catalogue add people.csv --name officials`
    """
    settings = load_settings({"data": data})
    from kg.catalogue import extended_catalogue
    from kg.catalogue_added import add_table

    added = add_table(file, extended_catalogue, name=name, data_dir=settings.data)
    inform(f"{added.name}: {added.rows:,} of the kind {added.table.kind} added. {REBUILD}")


def list_catalogue(data: DataOption = None, json: JsonOption = False) -> None:
    """List the tables that were added to the catalogue.

    Examples: `kg catalogue list`, `kg catalogue list --json`
    """
    settings = load_settings({"data": data})
    from kg.catalogue_added import added_tables

    found = added_tables(settings.data)
    if json:
        write_json([{"name": added.name, "kind": added.table.kind, "rows": added.rows} for added in found])
        return
    table = Table("name", "kind", "rows")
    for added in found:
        table.add_row(added.name, added.table.kind, f"{added.rows:,}")
    output().print(table) if found else inform("no table was added; see `kg catalogue add --help`")


def remove_catalogue(name: NameArgument, data: DataOption = None) -> None:
    """Remove a table that was added to the catalogue.

    Example: `kg catalogue remove brigades`
    """
    settings = load_settings({"data": data})
    from kg.catalogue_added import remove_table

    remove_table(name, settings.data)
    inform(f"{name}: removed. {REBUILD}")


def _pairs(told: list[str]) -> dict[str, str]:
    pairs = {}
    for pair in told:
        field, mark, column = pair.partition("=")
        if not mark or not field or not column:
            raise typer.BadParameter(f"{pair!r} is no mapping; expected FIELD=COLUMN, as name=title")
        pairs[field.strip()] = column.strip()
    return pairs


def _group(help_: str, commands: dict[str, object]) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help=help_)
    for name, command in commands.items():
        group.command(name)(ending_well(command))  # type: ignore[arg-type]
    return group


gazetteer = _group(
    """Add places that Sitgraph does not know, such as villages; list and remove what was added.

    Examples: `kg gazetteer add UA.txt`, `kg gazetteer list`, `kg gazetteer remove ua`
    """,
    {"add": add_gazetteer, "list": list_gazetteers, "remove": remove_gazetteer},
)
catalogue = _group(
    """Add names that Sitgraph does not know, such as units; list and remove what was added.

    Examples: `kg catalogue add brigades.csv`, `kg catalogue list`, `kg catalogue remove brigades`
    """,
    {"add": add_catalogue, "list": list_catalogue, "remove": remove_catalogue},
)
