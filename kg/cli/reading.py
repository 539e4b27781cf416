"""`kg build` and `kg extract`: reports in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Date
from datetime import timedelta
from typing import Annotated

import typer

from kg.cli.console import (
    FAILED_INPUTS,
    complain,
    counted,
    inform,
    output,
    progress,
    tell_left_out,
    write_json,
    write_line,
)
from kg.cli.options import (
    BatchSizeOption,
    BuildPathsArgument,
    CacheOption,
    DataOption,
    DateOption,
    JsonOption,
    LearnedOption,
    MaxReportBytesOption,
    MinConfidenceOption,
    ModelOption,
    PathsArgument,
    ProcessesOption,
    StoreOption,
    parse_date,
    settings_of,
)
from kg.errors import ReportError
from kg.model import Report


def build(
    paths: BuildPathsArgument = None,
    date: DateOption = None,
    store: StoreOption = None,
    processes: ProcessesOption = None,
    batch_size: BatchSizeOption = None,
    learned: LearnedOption = None,
    model: ModelOption = None,
    cache: CacheOption = None,
    data: DataOption = None,
    max_report_bytes: MaxReportBytesOption = None,
    json: JsonOption = False,
) -> None:
    """Read reports into the store: claims, entities, events.

    Every report needs its day: `date: 2024-08-15` in front matter (between lines of `---`) or in its entry of a
    `manifest.yaml` beside it, `"date"` in a JSON line, or `--date` for all that state none.

    A report that the store holds already is left alone where nothing changed, else replaced. What an older make of
    Sitgraph has read is read again from the texts in the store, also where no PATHS are given. Inputs that cannot
    be read are told on standard error; the rest is taken in and the exit code is 1.

    Examples: `kg build reports/`, `kg build today.txt --date 2024-08-15`, `cat report.txt | kg build - --date 2024-08-15`
    """
    default_date = parse_date(date)
    settings = settings_of(locals())
    from kg import pipeline
    from kg.reports import read_reports
    from kg.store import Store

    reports = telling_days_to_come(
        read_reports(paths or (), default_date=default_date, max_bytes=settings.max_report_bytes), default_date
    )
    with Store.open(settings.store, create=bool(paths)) as opened:
        reread = len(opened.reports())
        if reread and (stale := opened.stale(pipeline.fingerprints(settings))):
            again = f"{counted(reread, 'report')} to be read again"
            inform(f"{settings.store}: made with another {', '.join(stale)}; {again}")
        with progress("reading") as tell:
            summary = pipeline.build(opened, reports, settings=settings, progress=tell)
    for error in summary.failed:
        complain(str(error))
    figures = {
        "added": summary.added,
        "replaced": summary.replaced,
        "unchanged": summary.unchanged,
        "failed": len(summary.failed),
        "claims": summary.claims,
        "events": summary.events,
    }
    if json:
        write_json({**figures, "store": str(settings.store)})
    else:
        done = [f"{figures[what]:,} {what}" for what in ("added", "replaced", "unchanged", "failed")]
        held = [counted(summary.claims, "claim"), counted(summary.events, "event")]
        inform(f"{settings.store}: {', '.join((*done, *held))}")
    if summary.failed:
        raise typer.Exit(FAILED_INPUTS)


def extract(
    paths: PathsArgument,
    date: DateOption = None,
    processes: ProcessesOption = None,
    batch_size: BatchSizeOption = None,
    learned: LearnedOption = None,
    model: ModelOption = None,
    cache: CacheOption = None,
    data: DataOption = None,
    max_report_bytes: MaxReportBytesOption = None,
    min_confidence: MinConfidenceOption = 0.0,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print for people what each claim was read from, and why.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON also with --explain; else it is JSON anyway.")] = False,
) -> None:
    """Print what is claimed in reports, one JSON object per report and line; no store is needed.

    Every report needs its day, as for `kg build`: in front matter, a manifest or a JSON line, or by `--date`.

    Each object holds the report (id, sha256, title, date, source), its mentions and its claims; offsets count
    code points of the report's text. Inputs that cannot be read are told on standard error; the rest is printed
    and the exit code is 1.

    With `--explain`, each claim is shown with its words, its trigger, what proposed it (a row of the lexicon, a
    family of rules, the learned score), its confidence, and each slot's way from the trigger through the tree:
    ↑ up, ↓ down. `--explain --json` gives the same as `explanation` of each claim, with `<` for up and `>` for down.

    Examples: `kg extract report.txt --date 2024-08-15`, `kg extract reports.jsonl > claims.jsonl`,
    `kg extract seeds/ | head -1`, `kg extract seeds/ --explain`, `kg extract seeds/ --min-confidence 0.9`
    """
    default_date = parse_date(date)
    settings = settings_of(locals())
    from kg import pipeline
    from kg.interchange import reading_to_line
    from kg.reports import read_reports

    failed: list[ReportError] = []
    unread: list[ReportError] = []
    done = hidden = 0
    with progress("reading") as tell:
        taken = read_reports(paths, default_date=default_date, max_bytes=settings.max_report_bytes)
        reports = readable(telling_days_to_come(taken, default_date), failed)
        if explain:
            from kg.cli.explaining import explained_line, show_explained, surer

            for explained in pipeline.explain(reports, settings=settings, progress=tell, failed=unread):
                sure = surer(explained, min_confidence)
                hidden += len(explained[0].claims) - len(sure[0].claims)
                if json:
                    write_line(explained_line(*sure))
                else:
                    show_explained(*sure, output())
                done += 1
        else:
            for reading in pipeline.extract(reports, settings=settings, progress=tell, failed=unread):
                surest = reading.with_confidence(min_confidence)
                hidden += len(reading.claims) - len(surest.claims)
                write_line(reading_to_line(surest))
                done += 1
    for error in unread:
        complain(str(error))
    tell_left_out(hidden, min_confidence)
    if failed or unread:
        inform(f"{done:,} read, {len(failed) + len(unread):,} failed")
        raise typer.Exit(FAILED_INPUTS)


def telling_days_to_come(
    reports: Iterable[Report | ReportError], default_date: Date | None
) -> Iterator[Report | ReportError]:
    """The same; of a day that is still to come everywhere on Earth it is told at once, of the default's only once."""
    latest = Date.today() + timedelta(days=1)
    if default_date is not None and default_date > latest:
        inform(f"--date {default_date} is still to come; is it the day of the reports?")
    for report in reports:
        if isinstance(report, Report) and report.date and latest < report.date != default_date:
            inform(f"{report.id}: its date, {report.date}, is still to come; is it right?")
        yield report


def readable(reports: Iterable[Report | ReportError], failed: list[ReportError]) -> Iterator[Report]:
    """The reports among them; errors are told at once and added to `failed`."""
    for report in reports:
        if isinstance(report, ReportError):
            complain(str(report))
            failed.append(report)
        else:
            yield report
