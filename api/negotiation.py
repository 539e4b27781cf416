"""Which of the offered media types a request gets: by ``?format=``, else by its Accept header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.errors import NotAcceptable


@dataclass(frozen=True, slots=True)
class Offer:
    """A representation: its media type, the names that ``?format=`` has for it, other types that mean it."""

    media_type: str
    names: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    charset: bool = True

    @property
    def content_type(self) -> str:
        """The Content-Type header, with the charset where the type has one."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


JSON = Offer("application/json", ("json",), charset=False)
HTML = Offer("text/html", ("html",), ("application/xhtml+xml",))

RESULTS: tuple[Offer, ...] = (
    Offer("application/sparql-results+json", ("json", "srj"), ("application/json",), charset=False),
    Offer("application/sparql-results+xml", ("xml", "srx"), ("application/xml", "text/xml"), charset=False),
    Offer("text/csv", ("csv",)),
    Offer("text/tab-separated-values", ("tsv",)),
)
"""How the rows of a SELECT and the verdict of an ASK can be written."""

GRAPHS: tuple[Offer, ...] = (
    Offer("text/turtle", ("turtle", "ttl"), ("application/x-turtle",)),
    Offer("application/n-triples", ("ntriples", "nt"), ("text/plain",)),
    Offer("application/ld+json", ("jsonld", "json-ld"), ("application/json",), charset=False),
)
"""How triples can be written: the answers of CONSTRUCT and DESCRIBE, and what is known of an IRI."""

_QUALITY = re.compile(r"^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")


def _ranges(accept: str) -> tuple[tuple[str, float], ...]:
    """The media ranges of an Accept header with their weights; a weight that cannot be read counts as 1."""
    found: list[tuple[str, float]] = []
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q" and _QUALITY.match(value.strip()):
                weight = float(value)
        if media:
            found.append(("*/*" if media == "*" else media, weight))
    return tuple(found)


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that covers a media type (RFC 9110, 12.5.1); 0 where none does."""
    family = media_type.partition("/")[0]
    for wanted in (media_type, f"{family}/*", "*/*"):
        weights = [weight for media, weight in ranges if media == wanted]
        if weights:
            return max(weights)
    return 0.0


def _offer_weight(offer: Offer, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of an offer; its synonyms count only where they are named, a q=0 for the type itself holds."""
    exact = dict(ranges)
    if exact.get(offer.media_type) == 0.0:
        return 0.0
    named = (exact[synonym] for synonym in offer.synonyms if synonym in exact)
    return max(_weight(offer.media_type, ranges), *named, 0.0)


def negotiate(offers: Sequence[Offer], accept: str | None, named: str | None = None) -> Offer:
    """The offer to answer with: the one that `named` (the value of ``?format=``) names, else the best by Accept.

    Of equally wanted offers the first stands; no header is as good as ``*/*``. Raises NotAcceptable, which lists
    what is offered, when nothing fits.

    >>> negotiate(GRAPHS, "application/ld+json;q=0.9, text/turtle;q=0.2").names[0]
    'jsonld'
    """
    if named:
        wanted = named.strip().lower()
        for offer in offers:
            if wanted in offer.names or wanted == offer.media_type:
                return offer
        raise NotAcceptable(f"format={named}", offers_told(offers))
    ranges = _ranges(accept or "") or (("*/*", 1.0),)
    weights = [_offer_weight(offer, ranges) for offer in offers]
    best = max(weights, default=0.0)
    if best <= 0.0:
        raise NotAcceptable(f"Accept: {accept}", offers_told(offers))
    return offers[weights.index(best)]


def offers_told(offers: Sequence[Offer]) -> tuple[str, ...]:
    """The offers as text for an error: media type and format name."""
    return tuple(f"{offer.media_type} (format={offer.names[0]})" for offer in offers)
