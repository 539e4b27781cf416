"""`kg entity`: deciding which entities are one and which are two, and listing what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import complain, ending_well, inform, output, progress, write_json
from kg.cli.options import CacheOption, JsonOption, StoreOption
from kg.errors import NotFoundError
from kg.settings import load_settings
from kg.vocabulary import ID

if TYPE_CHECKING:
    from kg.decisions import Party
    from kg.settings import Settings

app = typer.Typer(
    name="entity",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Decide which entities are one and which are two.

A decision is a line of `decisions.jsonl` in the store. It goes before what the names say, holds at every build, and
can be taken back with `kg entity undo`. Nothing that reports say is changed by it.

Examples: `kg entity merge "9th Brigade" unit/r2/ninth`, `kg entity decisions --json`""",
)

OneArgument = Annotated[str, typer.Argument(metavar="ENTITY", help="A name that is clear, an id, or an IRI.")]
MoreArgument = Annotated[list[str], typer.Argument(metavar="OTHERS", help="As many others as you like.")]
SomeArgument = Annotated[list[str] | None, typer.Argument(metavar="[OTHERS]", help="By default all of its cluster.")]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why; kept with the decision.")]


def same(
    one: OneArgument,
    other: OneArgument,
    note: NoteOption = None,
    store: StoreOption = None,
    cache: CacheOption = None,
) -> None:
    """Say that two entities are one; where they are of different kinds, that is told.

    Example: `kg entity same person/r1/kobzev person/r2/igor-kobzev --note "the governor of Irkutsk"`
    """
    _decide("same", [one, other], note, load_settings({"store": store, "cache": cache}))


def merge(
    one: OneArgument,
    others: MoreArgument,
    note: NoteOption = None,
    store: StoreOption = None,
    cache: CacheOption = None,
) -> None:
    """Say that several entities are one.

    Example: `kg entity merge "9th Brigade" unit/r2/ninth unit/r3/the-ninth`
    """
    _decide("merge", [one, *others], note, load_settings({"store": store, "cache": cache}))


def different(
    one: OneArgument,
    others: MoreArgument,
    note: NoteOption = None,
    store: StoreOption = None,
    cache: CacheOption = None,
) -> None:
    """Say that no two of several entities are one.

    Example: `kg entity different unit/r1/9th-brigade unit/r2/9th-brigade`
    """
    _decide("different", [one, *others], note, load_settings({"store": store, "cache": cache}))


def split(
    one: OneArgument,
    others: SomeArgument = None,
    note: NoteOption = None,
    store: StoreOption = None,
    cache: CacheOption = None,
) -> None:
    """Say that an entity is none of the others that it was taken to be one with.

    Example: `kg entity split unit/r2/9th-brigade`
    """
    _decide("split", [one, *(others or ())], note, load_settings({"store": store, "cache": cache}))


def undo(
    decision: Annotated[str, typer.Argument(metavar="ID", help="Its number or id; see `kg entity decisions`.")],
    note: NoteOption = None,
    store: StoreOption = None,
    cache: CacheOption = None,
) -> None:
    """Take a decision back; what names and reports say holds again.

    Example: `kg entity undo 3`
    """
    settings = load_settings({"store": store, "cache": cache})
    from kg import pipeline
    from kg.decision_records import decision_records
    from kg.decisions import Decision
    from kg.store import Store

    with Store.open(settings.store, create=False) as opened:
        known = [r for r in decision_records(opened) if r["decision"] != "undo"]
        found = [r for r in known if decision in (str(r["number"]), r["id"])]
        if not found:
            raise NotFoundError(f"There is no decision {decision!r}; see `kg entity decisions`.")
        with progress("deciding"):
            pipeline.decide(opened, Decision("undo", of=found[-1]["id"], note=note, day=_today()), settings)
    inform(f"{settings.store}: decision {found[-1]['number']} ({found[-1]['decision']}) is taken back")


def decisions(store: StoreOption = None, json: JsonOption = False) -> None:
    """List the decisions with what became of each: applied, unfit (an entity is gone), overruled or undone.

    Examples: `kg entity decisions`, `kg entity decisions --json`
    """
    settings = load_settings({"store": store})
    from kg.cli.record_tables import plain_table
    from kg.decision_records import decision_records
    from kg.store import View

    with View.open(settings.store) as view:
        found = decision_records(view)
    if json:
        write_json(found)
        return
    made = plain_table("number", "id", "day", "decision", "state", "entities", "why")
    for record in found:
        entities = ", ".join(f"{e['name']} ({e['iri'].removeprefix(ID)})" for e in record["entities"])
        why = "; ".join(text for text in (record["reason"], record["note"]) if text)
        cells = (str(record["number"]), record["id"], record["day"], record["decision"], record["state"])
        made.add_row(*(cell or "" for cell in cells), entities or record["of"], why)
    output().print(made)


def _decide(verb: str, typed: list[str], note: str | None, settings: Settings) -> None:
    """Find what is meant, write the decision down, and say what became of it."""
    from kg import pipeline
    from kg.cli.lookup import one_named
    from kg.decision_records import party
    from kg.decisions import Decision
    from kg.identity_records import members
    from kg.store import Store, View

    with Store.open(settings.store, create=False) as opened:
        with View.open(settings.store) as view:
            meant = [one_named(view, name) for name in typed]
            if verb == "split" and len(meant) == 1:
                meant += [member for member in members(view, meant[0]) if member != meant[0]]
            parties = tuple(party(view, entity) for entity in dict.fromkeys(meant))
        if len(parties) == 1:
            raise NotFoundError(f"{typed[0]!r} is one with nothing else; name another entity.")
        with progress("deciding"):
            record = pipeline.decide(opened, Decision(verb, parties, note=note, day=_today()), settings)
    said = ", ".join(f"{p.name} ({p.entity.removeprefix(ID)})" for p in parties)
    inform(f"{settings.store}: decision {record['number']} ({record['id']}), {verb}: {said}")
    if record["state"] != "applied":
        complain(f"{settings.store}: the decision is {record['state']}: {record['reason']}")
    if verb in ("same", "merge") and (kinds := kinds_of(parties)):
        complain(
            f"these are of different kinds: {kinds}; `kg entity undo {record['number']}` takes the decision back"
        )


def kinds_of(parties: Sequence[Party]) -> str:
    """What kind of thing each party is, in words; nothing where all are of one kind."""
    from kg.graph_names import kind_of

    kinds = [(kind_of(party.entity) or "thing").replace("_", " ") for party in parties]
    told = (f"{party.name} ({kind})" for party, kind in zip(parties, kinds, strict=True))
    return ", ".join(told) if len(set(kinds)) > 1 else ""


def _today() -> str:
    return Date.today().isoformat()


for _name, _command in (
    ("same", same),
    ("merge", merge),
    ("different", different),
    ("split", split),
    ("undo", undo),
    ("decisions", decisions),
):
    app.command(_name)(ending_well(_command))
