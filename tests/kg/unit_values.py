"""Small reports on what units lost and who leads them, for the tests of units and of deciding on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.identifiers import claim_id, entity_iri, local_iri, text_sha256
from kg.model import Claim, Entity, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.vocabulary import ID

UKRAINE, RUSSIA = (Entity(entity_iri("state", name), "state", name) for name in ("Ukraine", "Russia"))
T72 = Entity(entity_iri("equipment", "T-72"), "equipment", "T-72")
POKROVSK = Entity(f"{ID}place/gn-704422", "place", "Pokrovsk")
CORPS = Entity(entity_iri("unit", "3rd Army Corps (Ukraine)"), "unit", "3rd Army Corps (Ukraine)")
NINTH = "949th Kelp Brigade"


def brigade(report: str, name: str = NINTH, above: Entity = UKRAINE) -> Entity:
    return Entity(local_iri("unit", report, name), "unit", name, broader=(above.iri,))


def read(id_: str, day: int, unit: Entity, leader: str = "", sides: Mapping[str, Entity] | None = None) -> Reading:
    """A report on a loss near Pokrovsk that the unit is in (Ukraine's, unless `sides` gives other sides by their
    roles), and on who leads it."""
    text = f"Ukraine and Russia: the {unit.name} lost a T-72 near Pokrovsk. Colonel {leader} leads the brigade."
    when = date(2031, 5, day)
    report = Report(id_, text, text_sha256(text), when)

    def filler(words: str, entity: Entity, rel: str | None = None) -> Filler:
        start = text.index(words)
        return Filler(Mention(Span(start, start + len(words)), words, entity.kind), Link(entity), rel)

    def claim(type_: str, status: str, quote: str, **roles: Filler) -> Claim:
        start = text.index(quote)
        given = {role: (one,) for role, one in roles.items()}
        made = claim_id(id_, type_, status, quote, 0, [(role, one.mention.text) for role, one in roles.items()])
        span = Span(start, start + len(quote))
        return Claim(made, id_, type_, status, span, quote, given, time=Interval(when, when, basis="report_day"))

    told = filler(unit.name, unit)
    actors = {role: filler(entity.name, entity) for role, entity in (sides or {"victim": UKRAINE}).items()}
    loss = claim(
        "equipment_loss", "lost", "lost a T-72", **actors, unit=told,
        equipment=filler("T-72", T72), place=filler("Pokrovsk", POKROVSK, "near"),
    )  # fmt: skip
    mentions = [filler("Ukraine", UKRAINE), filler("Russia", RUSSIA), told, filler("Pokrovsk", POKROVSK)]
    claims = [loss]
    if leader:
        person = Entity(local_iri("person", id_, leader), "person", leader)
        claims.append(claim("relation", "leads", "leads the brigade", subject=filler(leader, person), object=told))
    return Reading(report, tuple(mentions), tuple(claims))
