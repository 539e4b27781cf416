"""The way of the data, composed: reports to readings, readings to the store, questions to answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.catalogue import load_catalogue
from kg.extraction.reader import read_claims
from kg.gazetteer import load_gazetteer
from kg.model import Filler, Reading, Report
from kg.nlp.mentions import find_mentions
from kg.nlp.names import load_matcher
from kg.nlp.pipeline import parse
from kg.settings import Settings
from kg.syntax import Sentence


def extract(
    reports: Iterable[Report], *, settings: Settings, progress: Callable[[str], None] | None = None
) -> Iterator[Reading]:
    """Reads each report and yields its mentions and claims, in order; `progress` is told the id of each one done."""
    texts = ((report.text, report) for report in reports)
    for report, sentences in parse(texts, model=settings.model, batch_size=settings.batch_size):
        yield read(report, sentences, settings)
        if progress is not None:
            progress(report.id)


def read(report: Report, sentences: tuple[Sentence, ...], settings: Settings) -> Reading:
    """One parsed report's mentions and claims; kinds of equipment are mentions only where they fill a role."""
    catalogue = load_catalogue()
    mentions = find_mentions(report, sentences, load_matcher(), catalogue, load_gazetteer(settings.cache))
    claims = read_claims(report, sentences, mentions, catalogue)
    filling = {f.mention.span for claim in claims for fillers in claim.roles.values() for f in fillers}

    def told(filler: Filler) -> bool:
        kind = filler.link is not None and catalogue.levels.get(filler.link.entity.iri) == "class"
        return not kind or filler.mention.span in filling

    return Reading(report, tuple(f for f in mentions if told(f)), claims)
