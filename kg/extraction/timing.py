"""When a claim happened: the time said of its own verb, else of what it depends on, else the one told before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.dates import TimeMatch
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.standing import Standing, over, standing, titled
from kg.model import Interval, Span
from kg.syntax import Clause, Sentence, Token

_HAPPENINGS = frozenset({"equipment_loss", "personnel_loss", "attack", "territorial", "movement"})
_LOSSES = frozenset({"equipment_loss", "personnel_loss"})
_ACTS = frozenset({"measure", "diplomacy"})
_PARTING = frozenset({"after", "before", "because", "until", "till"})
# Sentences over which what happened still has the time told before it: people die of what was told, losses are listed.
_NEAR = {"equipment_loss": 1, "movement": 0}
_CARRIED_DAYS = 3
_ASIDE = frozenset({"relcl", "acl", "ccomp", "advcl", "parataxis"})
_TOLD_WITH = frozenset({"equipment_loss", "personnel_loss", "attack"})


def time_of(draft: Draft, discourse: Discourse) -> Interval | None:
    """The interval said of a claim in its sentence; None where none is, or none that fixes days."""
    inside = [t for t in discourse.times_in(draft.span) if not _is_dateline(t, discourse)]
    if draft.clause is None or draft.type == "relation":
        return next((t.interval for t in inside if t.interval), None) if draft.type != "relation" else None
    sentence, head = draft.clause.sentence, draft.clause.head
    chain = [head, *(a.i for a in sentence.ancestors(head))]
    reach = _reach(sentence, chain)
    found: list[tuple[int, int, Interval]] = []
    for match in discourse.times_in(sentence.span):
        if match.interval is None or not sentence.span.contains(match.span) or _is_dateline(match, discourse):
            continue
        token = sentence.at(match.span.start)
        if token is None:
            continue
        verb = _governor(sentence, token, chain)
        if verb is None or verb.i == head:
            rank = 0
        elif verb.i in chain and (match.span.end <= draft.span.start or chain.index(verb.i) <= 2):
            rank = 1 + chain.index(verb.i)
            if rank > reach or _parted(draft.span, match.span, discourse.text):
                continue
        elif (
            match in inside
            and head in (a.i for a in sentence.ancestors(token.i))
            and verb.dep not in ("relcl", "acl", "ccomp")
        ):
            rank = 8
        elif draft.clause.kind == "noun" and match in inside:
            rank = 1
        elif _is_shared(match, sentence, verb, chain):
            rank = 9
        else:
            continue
        found.append((rank, match.span.start, match.interval))
    return min(found, key=lambda f: f[:2])[2] if found else None


def opened(draft: Draft, discourse: Discourse) -> Interval | None:
    """The day right before the "when" that a claim's clause opens with; what holds since a day began on it."""
    if draft.clause is None or draft.type == "relation":
        return None
    sentence, head = draft.clause.sentence, draft.clause.head
    when = _when(sentence, [head, *(a.i for a in sentence.ancestors(head))])
    if when is None:
        return None
    before = [t for t in discourse.times_in(sentence.span) if 0 < when.start - t.span.end <= 2]
    return next((_first_day(t.interval) for t in before if t.interval), None)


def _when(sentence: Sentence, chain: Sequence[int]) -> Token | None:
    """The "when" that a clause opens with, or the one that it goes on from."""
    for i in chain:
        word = next((t for t in sentence.below(i, "advmod") if t.text.lower() == "when" and t.i < i), None)
        if word is not None or sentence.tokens[i].dep not in ("conj", "dobj", "nsubj", "nsubjpass"):
            return word
    return None


def _first_day(interval: Interval) -> Interval:
    """Of what holds since a day, that day."""
    return replace(interval, end=interval.start) if interval.text.lower().startswith("since") else interval


def _is_shared(match: TimeMatch, sentence: Sentence, verb: Token, chain: Sequence[int]) -> bool:
    """Whether a day stands at the end of two verbs of one subject: "killed one and wounded fifteen on Saturday"."""
    interval, first = match.interval, sentence.tokens[verb.head]
    if interval is None or (interval.end - interval.start).days > _CARRIED_DAYS or match.span.start < verb.start:
        return False
    if verb.dep != "conj" or first.tag != verb.tag or sentence.below(verb.i, "nsubj", "nsubjpass", "aux", "auxpass"):
        return False
    own = next((i for i in chain if sentence.tokens[i].pos in ("VERB", "AUX")), None)
    between = {t.text.lower() for t in sentence.tokens[first.i : verb.i] if t.pos in ("CCONJ", "PUNCT")}
    return first.i == own and between == {"and"}


def is_parted(clause: Clause, token: Token) -> bool:
    """Whether a word of a claim's sentence lies beyond what its time is said with: "on Tuesday he came, after shells hit it"."""
    chain = [clause.head, *(a.i for a in clause.sentence.ancestors(clause.head))]
    reach = _reach(clause.sentence, chain)
    return reach < len(chain) and token.i not in clause.sentence.subtree(chain[reach])


def _governor(sentence: Sentence, token: Token, chain: Sequence[int]) -> Token | None:
    """The verb that a time hangs on, or the noun above the claim that it stands beside: "Wednesday's attack"."""
    for above in sentence.ancestors(token.i):
        if above.pos in ("VERB", "AUX") or (above.i in chain and above.pos == "NOUN"):
            return above
    return None


def _reach(sentence: Sentence, chain: Sequence[int]) -> int:
    """How far up a claim's time may be said: not where "after", "because" or a past perfect parts it from its matrix."""
    for n, i in enumerate(chain):
        below = sentence.below(i, "mark", "aux")
        words = {t.text.lower() for t in below if t.i < i}
        if words & _PARTING or sentence.tokens[i].text.lower() in _PARTING:
            return n
        if "had" in words and sentence.tokens[i].dep in ("relcl", "advcl"):
            return n
    return len(chain) + 1


def _parted(one: Span, other: Span, text: str) -> bool:
    """Whether a semicolon stands between a stretch and one behind it."""
    return ";" in text[one.end : max(one.end, other.start)]


def _is_dateline(match: TimeMatch, discourse: Discourse) -> bool:
    """Whether a date stands in a dateline, "KYIV, Sept 12 -": when the report was written, not when anything happened."""
    line = discourse.text.rfind("\n", 0, match.span.start) + 1
    before, after = discourse.text[line : match.span.start], discourse.text[match.span.end : match.span.end + 14]
    opening = before.rstrip(" ,(")
    return (
        bool(opening)
        and len(opening) < 40
        and opening.split()[0].isupper()
        and after.lstrip(" ,)")[:1] in ("-", "–", "—")
    )


def carried(drafts: Sequence[Draft], discourse: Discourse) -> list[Draft]:
    """What happened has the days of the dated claim before it in its paragraph, else those that stand over its line."""
    out: list[Draft] = []
    stretches = standing(discourse)
    loose = list(_loose(discourse))
    dated: Draft | None = None
    told: TimeMatch | None = None
    paragraph = -1
    for draft in sorted(drafts, key=lambda d: d.span):
        line = discourse.text.rfind("\n", 0, draft.span.start)
        if line != paragraph:
            paragraph, dated, told = line, None, None
        while loose and loose[0].span.start < draft.span.end:
            match = loose.pop(0)
            told = match if match.span.start > line else None
        own = draft.time
        if own is not None:
            short = (own.end - own.start).days <= _CARRIED_DAYS
            dated = draft if short and not _background(draft) else dated
        elif (given := _given(draft, dated, over(stretches, draft.span.start), discourse)) is not None:
            draft = replace(draft, time=replace(given, text=""))
        elif told is not None and _is_told_with(draft, told, discourse):
            assert told.interval is not None
            draft = replace(draft, time=replace(told.interval, text=""))
        out.append(draft)
    return out


def _loose(discourse: Discourse) -> Iterator[TimeMatch]:
    """The days that are told with the main verb of a sentence, or in one that has none, in text order."""
    for match in discourse.times:
        if (
            match.interval is None
            or (match.interval.end - match.interval.start).days > _CARRIED_DAYS
            or _is_dateline(match, discourse)
        ):
            continue
        for _, sentence in discourse.sentences_of(match.span):
            token = sentence.at(match.span.start)
            if token is not None and not any(_is_aside(a) for a in (token, *sentence.ancestors(token.i))):
                yield match
            break


def _is_aside(token: Token) -> bool:
    """Whether a word heads a clause under another; the first of two parted by a semicolon is parsed as a left ccomp."""
    return token.dep in _ASIDE and not (token.dep == "ccomp" and token.i < token.head)


def _is_told_with(draft: Draft, told: TimeMatch, discourse: Discourse) -> bool:
    """Whether a loss or an attack is told as going on from a day that its sentence tells before it."""
    clause = draft.clause
    if clause is None or draft.type not in _TOLD_WITH or draft.modality in ("planned", "possible"):
        return False
    if _background(draft) or _is_present(draft) or (draft.count is not None and draft.count.scope != "event"):
        return False
    token = clause.sentence.at(told.span.start)
    return token is not None and told.span.start < draft.span.start and not is_parted(clause, token)


def _given(draft: Draft, dated: Draft | None, stretch: Standing | None, discourse: Discourse) -> Interval | None:
    """The time that a draft without its own is told under, None where it is told as lying elsewhere."""
    if (
        draft.modality == "planned"
        or _background(draft)
        or _is_apart(draft)
        or (draft.count and draft.count.scope == "cumulative")
    ):
        return None
    if draft.type in _HAPPENINGS:
        if draft.type in _LOSSES and stretch is None and dated is None and _is_listed(draft):
            return titled(discourse)
        if draft.modality == "possible" or _is_present(draft):
            return stretch.interval if stretch and stretch.dated else None
        if dated is not None and _goes_on(dated, draft, discourse):
            return dated.time
        return stretch.interval if stretch else None
    return stretch.interval if stretch and stretch.dated and draft.type in _ACTS else None


def _is_apart(draft: Draft) -> bool:
    """Whether a claim's own clause lies before or behind what its sentence tells: "after shells hit the town"."""
    clause = draft.clause
    if clause is None:
        return False
    chain = [clause.head, *(a.i for a in clause.sentence.ancestors(clause.head))]
    return _reach(clause.sentence, chain) <= 1


def _goes_on(dated: Draft, draft: Draft, discourse: Discourse) -> bool:
    """Whether a claim stands near enough to a dated one to tell on of what that began."""
    return discourse.apart(dated.span, draft.span) <= _NEAR.get(draft.type, 2)


def _background(draft: Draft) -> bool:
    """Whether a claim is told as lying further back: past perfect, relative clauses, nouns in passing."""
    clause = draft.clause
    if clause is None:
        return False
    token = clause.sentence.tokens[clause.head]
    perfect = any(t.text.lower() in ("had", "has", "have", "'ve") for t in clause.sentence.below(token.i, "aux"))
    if token.dep == "acl":
        # "26 dead, 93 wounded": a count without a verb, not a modifier
        return perfect or any(a.pos == "VERB" for a in clause.sentence.ancestors(token.i))
    return perfect or (token.dep == "relcl" and _relative(clause.sentence, token))


def _relative(sentence: Sentence, verb: Token) -> bool:
    """Whether a relative clause has its pronoun: "In the Lyman direction our troops repelled" is parsed as one too."""
    return any(sentence.tokens[i].tag in ("WDT", "WP", "WP$", "WRB") for i in sentence.subtree(verb.i))


def _is_listed(draft: Draft) -> bool:
    """Whether a claim is an entry without a verb, or with a bare participle: "2x YPR-765 destroyed"."""
    clause = draft.clause
    if clause is None:
        return True
    return clause.sentence.tokens[clause.head].tag == "VBN" and not clause.sentence.below(
        clause.head, "aux", "auxpass"
    )


def _is_present(draft: Draft) -> bool:
    """Whether a claim is told as going on or as a rule: "is being fought over", "keeps trying"."""
    clause = draft.clause
    if clause is None or clause.kind == "noun":
        return False
    finite = [clause.sentence.tokens[clause.head], *clause.sentence.below(clause.head, "aux", "auxpass")]
    return any(t.tag in ("VBZ", "VBP") for t in finite)
