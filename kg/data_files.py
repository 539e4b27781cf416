"""Tables that the packages carry."""

from __future__ import annotations

import csv
import io
from importlib.resources import files


def csv_rows(package: str, file: str) -> list[dict[str, str]]:
    """The rows of a CSV file inside a package, by the names of its header line."""
    text = (files(package) / file).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
