"""`kg remove`: reports out of the store."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.console import FAILED_INPUTS, complain, inform, progress
from kg.cli.options import StoreOption
from kg.settings import load_settings


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
        pipeline.publish(opened, settings)
    inform(f"{settings.store}: {len(reports) - len(unknown):,} removed")
    for report in unknown:
        complain(f"{settings.store}: holds no report {report!r}; see `kg list reports`")
    if unknown:
        raise typer.Exit(FAILED_INPUTS)
