"""Running the server: the app with the asking function, under uvicorn."""

from __future__ import annotations

import copy
import os
from functools import partial
from typing import Any

import uvicorn
from uvicorn.config import LOGGING_CONFIG

from api.app import create_app
from api.settings import Settings
from kg.settings import Settings as RunSettings


def run(settings: RunSettings, *, host: str, port: int) -> None:
    """Serve the store of `settings` until the process is told to end."""
    from kg.pipeline import ask  # loads a language model at the first question, so not before the server is wanted

    app = create_app(
        settings.store, Settings.from_environment(os.environ), partial(ask, settings=settings), settings.cache
    )
    uvicorn.run(app, host=host, port=port, log_config=_logging())


def _logging() -> dict[str, Any]:
    """Uvicorn's logging, all of it on standard error: standard output is for data."""
    config = copy.deepcopy(LOGGING_CONFIG)
    for handler in config["handlers"].values():
        handler["stream"] = "ext://sys.stderr"
    return config
