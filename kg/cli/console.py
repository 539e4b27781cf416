"""What the commands share in speaking: results to standard output, messages and progress to standard error."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import typer
from rich.console import Console

from kg.errors import FileError, NotFoundError, QueryError, QuestionError, SettingsError, SitgraphError, StoreError

if TYPE_CHECKING:
    from kg.store import View

P = ParamSpec("P")

FAILED_INPUTS = 1
USAGE = 2
INTERRUPTED = 130
WIDE = 2_000
"""Characters, more than a row of a table has."""
EXIT_CODES: tuple[tuple[type[SitgraphError], int], ...] = (
    (SettingsError, USAGE),
    (QuestionError, 3),
    (QueryError, 3),
    (StoreError, 4),
    (NotFoundError, FAILED_INPUTS),
)


def exit_code(error: SitgraphError) -> int:
    """The exit code that an error ends the command with."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), FAILED_INPUTS)


def ending_well(command: Callable[P, None]) -> Callable[P, None]:
    """The command, ending without tracebacks.

    A SitgraphError is told and ends it with its exit code, an interrupt with 130; a closed pipe ends it quietly.
    """

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except SitgraphError as error:
            complain(str(error))
            raise typer.Exit(exit_code(error)) from None
        except BrokenPipeError:
            # What is still buffered goes nowhere, so that the interpreter's last flush does not complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            complain("interrupted")
            raise typer.Exit(INTERRUPTED) from None

    return guarded


def output() -> Console:
    """Standard output for tables, made anew so that it is the stream of the moment; where that is no terminal, as
    wide as the tables are."""
    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE
    return Console(file=sys.stdout, highlight=False, soft_wrap=wide is not None, width=wide)


def messages() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Says in red on standard error what went wrong."""
    messages().print(text, style="red", markup=False)


def inform(text: str) -> None:
    """Says something about the run on standard error."""
    messages().print(text, markup=False)


def counted(number: int, one: str) -> str:
    """A number with what it counts.

    >>> counted(1, "claim"), counted(1_200, "place")
    ('1 claim', '1,200 places')
    """
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def tell_left_out(number: int, min_confidence: float, one: str = "claim") -> None:
    """Says on standard error how many were read too unsurely to be shown, where any were."""
    if number:
        inform(f"{counted(number, one)} read with a confidence below {min_confidence:g} left out")


def tell_make(view: View) -> None:
    """Says on standard error where a store was read by another make of Sitgraph than this one, or only in part anew."""
    from kg.fingerprints import IN_PART, READINGS, extractor

    made = view.fingerprints
    if made.get("extractor", extractor()) != extractor() or made.get(READINGS) == IN_PART:
        inform(f"{view.path}: read by another make of Sitgraph; `kg build` reads its reports again")


def write_line(text: str) -> None:
    """A line of results, to the letter, in UTF-8 whatever the terminal's encoding."""
    write_bytes(text.encode("utf-8", "surrogatepass") + b"\n")


def write_bytes(data: bytes) -> None:
    """Results as bytes on standard output."""
    stream = typer.get_binary_stream("stdout")
    stream.write(data)
    stream.flush()


def write_json(value: object) -> None:
    """A value as indented JSON on standard output."""
    write_line(json.dumps(value, ensure_ascii=False, indent=2))


def read_file(name: str | Path) -> bytes:
    """A file that was named, ``-`` for standard input; raises FileError where it cannot be read."""
    try:
        return typer.get_binary_stream("stdin").read() if str(name) == "-" else Path(name).read_bytes()
    except OSError as error:
        raise FileError(f"{name}: cannot be read: {error.strerror}; expected a file, or -") from error


def write_file(path: Path, data: bytes) -> None:
    """Results in a file that was named; raises FileError where it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror}") from error


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None] | None]:
    """A line on standard error: how many are done, the time, which one was last; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(what),
        TextColumn("{task.completed:.0f} done", style="bold"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[last]}", markup=False, style="dim"),
    )
    with Progress(*columns, console=messages(), transient=True) as bar:
        task = bar.add_task(what, total=None, last="")
        yield lambda last: bar.update(task, advance=1, last=last)
