"""Where Sitgraph keeps what belongs to the user and to no store: indexes that can be remade, and what was added."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_dir, user_data_dir


def cache_folder(given: Path | None = None) -> Path:
    """Where indexes are kept: the folder given, else that of SITGRAPH_CACHE, else the user's cache folder."""
    if given is not None:
        return given
    return Path(os.environ.get("SITGRAPH_CACHE") or user_cache_dir("sitgraph"))


def data_folder(given: Path | None = None) -> Path:
    """Where added gazetteers and tables are kept: the folder given, else that of SITGRAPH_DATA, else the user's."""
    if given is not None:
        return given
    return Path(os.environ.get("SITGRAPH_DATA") or user_data_dir("sitgraph"))


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells that the files of a folder have changed: their names, times and sizes; nothing where there is none."""
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return ()
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
