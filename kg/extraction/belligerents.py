"""Who fights whom in a report: its two sides, and whom "we" and "the enemy" mean."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from kg.extraction.indexed import Indexed
from kg.model import Entity, Filler


class Belligerents(Indexed):
    """One report with its belligerents."""

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The belligerents: the states and armed groups named most, the most named first."""
        tally: Counter[str] = Counter()
        for filler in self.mentions:
            if filler.link is not None and filler.kind in ("state", "armed_group"):
                tally[filler.link.entity.iri] += 1
            elif filler.link is not None and filler.kind in ("organisation", "unit"):
                for iri in sorted(self.above(filler.link.entity)):
                    if "/state/" in iri:
                        tally[iri] += 1
        return tuple(iri for iri, n in sorted(tally.items(), key=lambda item: (-item[1], item[0])) if n > 1)[:2]

    def above(self, entity: Entity) -> frozenset[str]:
        """The IRIs of an entity and of all that it belongs to or lies in."""
        found = {entity.iri}
        for iri in (entity.iri, *entity.broader):
            found.update(self.catalogue.broader_closure(iri))
        return frozenset(found)

    def side(self, filler: Filler) -> str | None:
        """The belligerent (its IRI) that an actor belongs to."""
        if filler.link is None:
            return None
        above = self.above(filler.link.entity)
        return next((side for side in self.sides if side in above), None)

    def opponent(self, filler: Filler) -> Filler | None:
        """The other belligerent, where the report has two and this is one of them."""
        side = self.side(filler)
        if side is None or len(self.sides) < 2:
            return None
        other = self.sides[1] if side == self.sides[0] else self.sides[0]
        return self.mention_of(other, filler.mention.span.start)

    def mention_of(self, iri: str, near: int) -> Filler | None:
        named = [m for m in self.mentions if m.link is not None and m.link.entity.iri == iri]
        return min(named, key=lambda m: (m.mention.span.start > near, abs(m.mention.span.start - near)), default=None)

    def own_side(self) -> tuple[Filler, ...]:
        """Whom "we" and "our" mean: the belligerent that is not the enemy, if the report's publisher or heading tells."""
        issuer = f"{self.report.publisher or ''} {self.report.author or ''}"
        for party in self.sides:
            named = [m for m in self.mentions if m.link is not None and m.link.entity.iri == party]
            if any(re.search(rf"\b{re.escape(m.mention.text)}\b", issuer) for m in named):
                return (named[0],)
        heading = next((m for m in self.mentions if self.side(m) and m.kind in ("organisation", "unit")), None)
        if heading is None or (side := self.side(heading)) is None:
            return ()
        found = self.mention_of(side, heading.mention.span.start)
        return (found or heading,)

    def enemy(self) -> tuple[Filler, ...]:
        own = self.own_side()
        if own:
            found = self.opponent(own[0])
            return (found,) if found else ()
        named = [m for m in self.mentions if m.kind in ("state", "armed_group")]
        return (named[0],) if len({m.link.entity.iri for m in named if m.link}) == 1 else ()
