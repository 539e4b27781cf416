"""Tables that the user has added to the catalogue: kept in the user's data folder as they were given.

DATA/catalogue/NAME.csv    a table with the columns of one in ``ontology/catalogue``
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from kg.catalogue_tables import TABLES, CatalogueError, Table, read_table
from kg.user_folders import data_folder

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class AddedTable:
    """A table beside those of the package: its name, the form that it has, and its text."""

    name: str
    table: Table
    text: str

    @property
    def rows(self) -> int:
        """How many entities it holds."""
        return sum(1 for _ in read_table(self.table, self.text))


def added_tables(data_dir: Path | None = None) -> tuple[AddedTable, ...]:
    """The tables that were added, by name; raises CatalogueError, naming file and line, where one is damaged."""
    return tuple(_read(file, file.stem) for file in sorted(_folder(data_dir).glob("*.csv")))


def add_table(
    path: Path,
    check: Callable[[Sequence[AddedTable]], object],
    *,
    name: str | None = None,
    data_dir: Path | None = None,
) -> AddedTable:
    """Adds a table under a name, the file's own unless told; an older one of that name is replaced.

    Which table of the catalogue it adds to is told by its header. `check` is given all tables that there would be,
    and raises CatalogueError where they do not go together; then nothing is added.
    """
    name = name if name is not None else re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-")
    if not _NAME.fullmatch(name):
        raise CatalogueError(repr(name), "no name of a table: expected small letters, digits, - and _")
    added = _read(path, name)
    if not added.rows:
        raise CatalogueError(str(path), "the table has a header only")
    check((*(other for other in added_tables(data_dir) if other.name != name), added))
    folder = _folder(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{name}.csv.part"
        part.write_text(added.text, encoding="utf-8")
        part.replace(folder / f"{name}.csv")
    except OSError as error:
        raise CatalogueError(str(folder), f"cannot be written: {error.strerror}") from error
    return added


def remove_table(name: str, data_dir: Path | None = None) -> None:
    """Removes an added table; raises CatalogueError where there is none of that name."""
    names = [file.stem for file in sorted(_folder(data_dir).glob("*.csv"))]
    if name not in names:
        raise CatalogueError(name, f"no table of that name was added; there is {', '.join(names) or 'none'}")
    (_folder(data_dir) / f"{name}.csv").unlink()


def _folder(data_dir: Path | None) -> Path:
    return data_folder(data_dir) / "catalogue"


def _read(file: Path, name: str) -> AddedTable:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise CatalogueError(f"{file}:{line}", "not UTF-8; convert it to UTF-8") from error
    except OSError as error:
        raise CatalogueError(str(file), f"cannot be read: {error.strerror}") from error
    header = tuple(next(csv.reader(StringIO(text, newline="")), []))
    for table in TABLES:
        if header == table.columns:
            return AddedTable(name, replace(table, file=str(file), given=True), text)
    known = "\n".join(f"  {table.kind}: {','.join(table.columns)}" for table in TABLES)
    raise CatalogueError(f"{file}:1", f"the header is {','.join(header)!r}; expected that of one of\n{known}")
