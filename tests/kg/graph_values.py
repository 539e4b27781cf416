"""Small readings for the tests of the graph and the store, and a strategy that makes any reading."""

from __future__ import annotations

from datetime import date
from string import ascii_lowercase

from hypothesis import strategies as st

from kg.identifiers import claim_id, entity_iri, local_iri, text_sha256
from kg.model import Claim, Count, Entity, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.vocabulary import (
    BASES,
    CERTAINTIES,
    CLAIM_TYPES,
    ENTITY_KINDS,
    MODALITIES,
    PLACE_RELATIONS,
    POLARITIES,
    SCOPES,
    TIME_BASES,
)

NORLAND = Entity(
    entity_iri("state", "Norland"), "state", "Norland", ("Norlandic",), links=("https://sws.geonames.org/1/",)
)
OBLAST = Entity(entity_iri("place", "West Oblast"), "place", "West Oblast", broader=(NORLAND.iri,))
TOWN = Entity(entity_iri("place", "Korvo"), "place", "Korvo", broader=(OBLAST.iri,), latitude=51.25, longitude=-36.5)
TANK = Entity(entity_iri("equipment", "T-1"), "equipment", "T-1")
KNOWN = {entity.iri: entity for entity in (NORLAND, OBLAST, TOWN, TANK)}


def closure(iri: str) -> tuple[str, ...]:
    broader = KNOWN[iri].broader if iri in KNOWN else ()
    return tuple(sorted({iri, *(above for b in broader for above in closure(b))}))


def reading(
    id_: str = "r1", text: str = 'Norland said: "its 9th Brigade lost two T-1 near Korvo".\n', day: int = 6
) -> Reading:
    """A report with one claim, whose perpetrator only that report knows."""
    report = Report(
        id_,
        text,
        text_sha256(text),
        date(2024, 8, day),
        title="A title",
        publisher="Daily",
        url="https://example.org/a",
    )
    unit = Entity(local_iri("unit", id_, "9th Brigade"), "unit", "9th Brigade", broader=(NORLAND.iri,))

    def filler(words: str, entity: Entity, rel: str | None = None) -> Filler:
        start = text.index(words)
        return Filler(Mention(Span(start, start + len(words)), words, entity.kind), Link(entity, 0.9, ("name",)), rel)

    quote = "its 9th Brigade lost two T-1 near Korvo"
    start = text.index(quote)
    claim = Claim(
        claim_id(id_, "equipment_loss", "lost", quote, 0, [("equipment", "T-1")]), id_, "equipment_loss", "lost",
        Span(start, start + len(quote)), quote,
        {
            "victim": (filler("9th Brigade", unit),), "equipment": (filler("T-1", TANK),),
            "place": (filler("Korvo", TOWN, "near"),),
        },
        Count(2, 2, text="two"), Interval(date(2024, 8, day), date(2024, 8, day), basis="report_day"),
        attribution=(filler("Norland", NORLAND),), confidence=0.8,
    )  # fmt: skip
    mentions = sorted((filler("Norland", NORLAND), filler("9th Brigade", unit)), key=lambda f: f.mention.span)
    return Reading(report, tuple(mentions), (claim,))


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SCORES = st.integers(0, 100).map(lambda n: n / 100)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading whose values can be told apart in a graph: unlinked mentions and empty texts are left out."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=5, max_size=80))
    id_ = draw(TEXT)
    maybe = st.none() | TEXT
    report = Report(
        id_, text, text_sha256(text), draw(st.none() | DAYS), draw(maybe), draw(maybe), draw(maybe),
        draw(st.sampled_from([None, "https://example.org/a?b=c#d", "ftp:odd address"])), None,
        draw(st.none() | DAYS), "en", draw(maybe),
    )  # fmt: skip
    local = Entity(
        local_iri("unit", id_, "Local"),
        "unit",
        draw(TEXT),
        tuple(sorted(draw(st.sets(TEXT, max_size=2)))),
        (NORLAND.iri,),
    )
    entities = st.sampled_from([*KNOWN.values(), local])

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    def filler(linked: bool = False) -> Filler:
        where = span()
        reasons = st.lists(st.text(ascii_lowercase, min_size=1, max_size=5), max_size=2).map(tuple)
        link = draw(
            st.builds(Link, entities, SCORES, reasons)
            if linked
            else st.none() | st.builds(Link, entities, SCORES, reasons)
        )
        kind = link.entity.kind if linked and link else draw(st.none() | st.sampled_from(sorted(ENTITY_KINDS)))
        return Filler(
            Mention(where, where.cut(text), kind),
            link,
            None if linked else draw(st.none() | st.sampled_from(PLACE_RELATIONS)),
        )

    def claim(number: int) -> Claim:
        type_ = draw(st.sampled_from(list(CLAIM_TYPES.values())))
        chosen = draw(st.sets(st.sampled_from(type_.roles)))
        roles = {role: tuple(filler() for _ in range(draw(st.integers(1, 12)))) for role in sorted(chosen)}
        where, count = span(), st.none() | st.integers(0, 10**9)
        return Claim(
            claim_id(id_, type_.name, "", text, number, []), id_, type_.name,
            draw(st.sampled_from(type_.statuses)), where,
            where.cut(text), roles,
            draw(st.none() | st.builds(Count, count, count, st.sampled_from(SCOPES), st.just("") | TEXT)),
            draw(st.none() | st.builds(Interval, DAYS, DAYS, st.just("") | TEXT, st.sampled_from(TIME_BASES))),
            draw(st.sampled_from(POLARITIES)), draw(st.sampled_from(MODALITIES)), draw(st.sampled_from(CERTAINTIES)),
            draw(st.sampled_from(BASES)), draw(maybe), draw(maybe), draw(maybe), draw(maybe),
            tuple(filler() for _ in range(draw(st.integers(0, 2)))), draw(SCORES),
        )  # fmt: skip

    claims = sorted((claim(number) for number in range(draw(st.integers(0, 3)))), key=lambda c: (c.evidence, c.id))
    mentions = {f.mention.span: f for f in (filler(linked=True) for _ in range(draw(st.integers(0, 3))))}
    return Reading(report, tuple(f for _, f in sorted(mentions.items())), tuple(claims))
