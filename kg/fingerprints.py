"""What a store is made with, so that what an older make has read is told and read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

import kg
import ontology
from kg.catalogue import load_catalogue
from kg.gazetteer import load_gazetteer
from kg.identifiers import text_sha256
from kg.settings import Settings

READINGS, WHOLE, IN_PART = "readings", "all of one make", "in part of an older make"
"""The key and the values that tell whether a build that began to read anew has come to its end."""

_RUNTIME, _PIECES = "onnxruntime", "tokenizers"
_FOLDERS = ("extraction", "learned", "nlp")
_SUFFIXES = (".py", ".csv", ".onnx", ".npz", ".json")
_MODULES = (
    "catalogue date_context date_patterns date_resolution dates gazetteer gazetteer_entities gazetteer_hints gazetteer_layers"
    " gazetteer_names gazetteer_tables graph identifiers linking"
    " model quantities spellings surfaces syntax vocabulary"
)


def fingerprints(settings: Settings) -> dict[str, str]:
    """What a store is made with: versions and digests of everything that shapes its content."""
    return {
        "extractor": extractor(),
        "model": f"{settings.model} {_version(settings.model)}, spaCy {_version('spacy')}"
        f"{f', onnxruntime {_version(_RUNTIME)}, tokenizers {_version(_PIECES)}' if settings.learned else ', rules alone'}",
        "ontology": text_sha256("".join(ontology.turtle(module) for module in ontology.modules())),
        "catalogue": load_catalogue(settings.data).fingerprint,
        "gazetteer": load_gazetteer(settings.cache, settings.data).fingerprint,
        READINGS: WHOLE,
    }


def extractor() -> str:
    """The make of Sitgraph that reads reports here: its version, and a digest of all that readings come from."""
    return f"{kg.__version__} {_rules()[:16]}"


@cache
def _rules() -> str:
    """The digest of the code, tables and weights that readings come from: a changed table of verbs is a new extractor."""
    package = resources.files(kg)
    modules = [package / f"{module}.py" for module in _MODULES.split()]
    files = sorted([*modules, *(file for folder in _FOLDERS for file in _files(package / folder))], key=str)
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(_SUFFIXES):
            yield entry


def _version(distribution: str) -> str:
    """The version of an installed package; nothing for a model that is a folder."""
    try:
        return metadata.version(distribution)
    except (metadata.PackageNotFoundError, ValueError):
        return ""
