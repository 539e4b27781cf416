"""The files around a store's database: whether a folder is a store, what it was made with, its snapshots."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from kg.errors import StoreError

SCHEMA = 1
"""The version of the graph's layout; a store of a greater one is refused."""

_FILES = {"db", "snapshots", "decisions.jsonl", "fingerprints.json", "lock"}


def check_folder(folder: Path, create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file; expected a folder for the store.")
    present = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if present - {"lock"} and "fingerprints.json" not in present and not present <= _FILES:
        raise StoreError(f"{folder}: holds other files and is no store; name an empty or new folder.")
    if not create and "fingerprints.json" not in present:
        raise StoreError(f"{folder}: there is no store here; make one with `kg build`.")


def make_folder(folder: Path, create: bool) -> None:
    """Checks a folder as `check_folder` does and makes it where it is missing; raises StoreError where it cannot."""
    check_folder(folder, create)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: the folder cannot be made: {error.strerror}; name another.") from error


def read_fingerprints(folder: Path, store: Path) -> dict[str, str]:
    try:
        read = json.loads((folder / "fingerprints.json").read_text(encoding="utf-8"))
        fingerprints = {str(key): str(value) for key, value in read.items()}
        schema = int(fingerprints["schema"])
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, AttributeError) as error:
        raise StoreError(f"{store}: fingerprints.json cannot be read ({error}); build the store anew.") from error
    if schema > SCHEMA:
        raise StoreError(
            f"{store}: made by a newer Sitgraph (schema {schema}, this one knows {SCHEMA});"
            " update Sitgraph, or build a store anew in another folder."
        )
    return fingerprints


def write_fingerprints(path: Path, value: Mapping[str, str]) -> None:
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=2, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def snapshot_numbers(folder: Path) -> list[int]:
    try:
        return sorted(int(entry.name) for entry in (folder / "snapshots").iterdir() if entry.name.isdecimal())
    except FileNotFoundError:
        return []


def drop_snapshot(snapshot: Path) -> None:
    """Where a reader still holds its files open, POSIX lets it read on; Windows refuses, and it goes next time."""
    gone = snapshot.with_suffix(".new")
    try:
        snapshot.rename(gone)
    except OSError:
        return
    shutil.rmtree(gone, ignore_errors=True)
