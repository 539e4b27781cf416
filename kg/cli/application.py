"""The `kg` command with its subcommands."""

from __future__ import annotations

from typing import Annotated

import typer

from kg import __version__
from kg.cli import adding, asking, browsing, identity, maintenance, measuring, reading, serving
from kg.cli.console import ending_well
from kg.settings import VARIABLE_PREFIX, Settings

VARIABLES = ", ".join(f"`{VARIABLE_PREFIX}{name.upper()}`" for name in Settings.__dataclass_fields__)

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=f"""Situation reports in, a knowledge graph out, questions answered with their evidence.

Begin with `kg build FOLDER`, then `kg ask "which equipment types did Ukraine lose in Kursk"`.

Settings are taken from flags, else {VARIABLES}, else `sitgraph.toml` in the working folder.

Exit codes: 0 done; 1 some inputs failed, a file cannot be read or written, or nothing of that name; 2 wrong usage;
3 a question or query cannot be read; 4 the store cannot be used; 130 interrupted.""",
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"sitgraph {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def _version() -> None:
    """Print the version.

    Example: `kg version`
    """
    _print_version(True)


for name, command in (
    ("build", reading.build),
    ("extract", reading.extract),
    ("ask", asking.ask),
    ("query", asking.query),
    ("show", browsing.show),
    ("list", browsing.list_),
    ("remove", maintenance.remove),
    ("validate", maintenance.validate),
    ("export", maintenance.export),
    ("serve", serving.serve),
    ("evaluate", measuring.evaluate),
    ("version", _version),
):
    app.command(name)(ending_well(command))
app.add_typer(identity.app, name="entity")

app.add_typer(adding.gazetteer, name="gazetteer")
app.add_typer(adding.catalogue, name="catalogue")


def main() -> None:
    """Entry point of the `kg` command."""
    app(prog_name="kg")
