"""`kg serve`: the page, the HTTP interface and the SPARQL endpoint."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.console import inform
from kg.cli.options import StoreOption
from kg.settings import load_settings


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Port to listen on.")] = 8000,
) -> None:
    """Serve the store to browsers and programs: a page to ask on, JSON, RDF and SPARQL.

    Listens to this computer only unless another address is given.

    Examples: `kg serve`, `kg serve --port 9000 --store demo`
    """
    settings = load_settings({"store": store})
    from api.serve import run
    from kg.store import View

    # told at once, not by every request
    View.open(settings.store).close()
    inform(f"{settings.store}: http://{host}:{port}/ (Ctrl-C ends)")
    run(settings, host=host, port=port)
