"""Manifests: files beside reports that say what the reports do not say of themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import ReportError
from kg.report_formats import Metadata, decode, metadata_from, parse_yaml

MANIFEST_NAMES = ("manifest.yaml", "manifest.yml", "manifest.json")


class Manifests:
    """The manifests of a folder and those below it; `errors` gathers those that cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.errors: list[ReportError] = []
        self._read: dict[Path, tuple[str, Mapping[str, Metadata]]] = {}
        self._used: set[tuple[Path, str]] = set()

    def of(self, file: Path) -> Metadata:
        """What the manifests from the file's own folder up to the root say of it, the nearest first."""
        metadata = Metadata()
        for folder in file.parents:
            name = file.relative_to(folder).as_posix()
            if (entry := self._entries(folder)[1].get(name)) is not None:
                metadata = metadata.or_else(entry)
                self._used.add((folder, name))
            if folder == self.root:
                break
        return metadata

    def unused(self) -> Iterable[ReportError]:
        """An error for every entry that names no file."""
        for folder, (source, entries) in sorted(self._read.items()):
            for name in entries:
                if (folder, name) not in self._used:
                    advice = "correct the name or take the entry out"
                    yield ReportError(source, f"{name!r} is not there", expected="names of files", advice=advice)

    def _entries(self, folder: Path) -> tuple[str, Mapping[str, Metadata]]:
        if folder not in self._read:
            path = next((folder / name for name in MANIFEST_NAMES if (folder / name).is_file()), None)
            try:
                entries = _manifest(path) if path else {}
            except ReportError as error:
                self.errors.append(error)
                entries = {}
            except OSError as error:
                self.errors.append(ReportError(str(path), f"cannot be read: {error.strerror or error}"))
                entries = {}
            self._read[folder] = (str(path), entries)
        return self._read[folder]


def _manifest(path: Path) -> dict[str, Metadata]:
    source = str(path)
    text = decode(path.read_bytes(), source)
    if path.suffix == ".json":
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ReportError(source, f"the JSON cannot be read: {error}") from None
    else:
        values = parse_yaml(text, source)
    if not isinstance(values, dict) or not all(isinstance(entry, dict) for entry in values.values()):
        example = "a mapping from file name to metadata, as in a.txt: {date: 2024-08-15}"
        raise ReportError(source, "is no manifest", expected=example)
    return {str(name): metadata_from(entry, f"{source} ({name})") for name, entry in values.items()}
