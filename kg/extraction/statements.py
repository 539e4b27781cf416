"""Speech acts that matter in themselves: their topic, and what speakers say that no other claim was read from.

A verb of saying that only brings an event ("X said that Y shelled Z") is the event's attribution and no statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.lexicon import lexicon
from kg.model import Filler, Span
from kg.nlp.clauses import clause_span, trigger_kind, trigger_lemma
from kg.nlp.qualifiers import words
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS

_STATUS = {
    "announce": "announces", "declare": "announces", "assess": "assesses", "estimate": "assesses", "believe": "assesses",
    "predict": "assesses", "conclude": "assesses", "deny": "denies", "dispute": "denies", "promise": "promises",
    "pledge": "promises", "vow": "promises", "swear": "promises", "order": "orders", "demand": "demands",
    "warn": "threatens", "threaten": "threatens",
}  # fmt: skip
_WEIGHTY = frozenset(
    "argue complain declare reply respond boast warn maintain predict conclude promise pledge vow swear".split()
)
_PREPOSITIONS = frozenset({"on", "of", "for"})
_PLAIN = frozenset("insist say tell state stress add write explain note acknowledge".split())
_EVENTS = frozenset(
    {"equipment_loss", "personnel_loss", "attack", "territorial", "movement", "transfer", "measure", "diplomacy"}
)
_OPENING = frozenset(
    "beginning start launch end completion outbreak use prospect possibility idea attempt plan question".split()
)
_CONTENT = frozenset(
    "lack deficit shortage state risk threat violation withdrawal return use right policy end number loss".split()
)
_SUMS = frozenset("dollar euro pound million billion package aid tranche".split())
_DEATHS = frozenset("death killing dispatch pause".split())
_PEACE = frozenset("talk negotiation compromise concession ceasefire truce deal peace".split())
_RETALIATING = frozenset("retaliate respond strike attack destroy punish hit annihilate target crush avenge".split())
_FAULTED = frozenset({"accuse", "blame", "claim", "describe", "suspect"})


def complete(draft: Draft, discourse: Discourse) -> Draft | None:
    """A statement with its content and topic; None where it has no speaker, or only brings an event that is read itself."""
    if draft.type != "statement" or draft.clause is None:
        return draft
    speakers = draft.fillers("speaker")
    if not speakers and not discourse.question:
        return None
    sentence, head = draft.clause.sentence, draft.clause.head
    verb = sentence.tokens[head]
    roles = dict(draft.roles)
    content = _content(sentence, verb)
    if (
        not discourse.question
        and content is not None
        and draft.clause.lemma in _FAULTED | {"assess", "estimate", "believe"}
    ):
        if tells_event(sentence, content):
            return None
    if (
        not discourse.question
        and content is not None
        and draft.clause.lemma in ("refuse", "rule_out")
        and tells_event(sentence, content)
    ):
        return None
    if content is not None and not roles.get("topic"):
        topic = _topic(sentence, content, discourse)
        if topic is not None:
            roles["topic"] = (topic,)
    elif roles.get("topic"):
        roles["topic"] = tuple(_narrowed(sentence, f, discourse) for f in roles["topic"])
    if not discourse.question and _is_news(draft, discourse):
        return None
    status = draft.status
    if draft.clause.lemma == "warn" and not discourse.question:
        if content is None and not roles.get("topic"):
            return None
        if content is not None and content.dep != "xcomp":
            status = _warned(sentence, content)
    if draft.clause.lemma == "call" and draft.status == "claims" and not _names(sentence, verb):
        return None
    if draft.clause.lemma in ("support", "back", "assist") and (ally := _alliance(draft, discourse)) is not None:
        return ally
    taken_up = draft.status in ("denies", "claims") and any(a.relation == "obj" for a in draft.clause.arguments)
    answered = draft.clause.lemma == "deny" or (draft.clause.lemma == "refuse" and content is not None)
    taken_up = taken_up or (answered and draft.clause.kind == "verb")
    if not roles.get("topic") and not roles.get("addressee") and not discourse.question and not taken_up:
        return None
    words_ = None
    if content is not None:
        inside = sentence.subtree(content.i)
        words_ = discourse.text[sentence.tokens[inside[0]].start : sentence.tokens[inside[-1]].end].strip(" ,.;")
    return replace(draft, status=status, roles=roles, content=words_)


def _is_news(draft: Draft, discourse: Discourse) -> bool:
    """Whether what is announced or spoken of is an event, a toll or a sum, which is a claim of its own."""
    assert draft.clause is not None
    sentence, lemma = draft.clause.sentence, draft.clause.lemma
    if lemma == "announce":
        heads_ = [sentence.tokens[a.head] for a in draft.clause.of("obj")]
        return any(t.lemma in _SUMS or _of_event(t.lemma) for t in heads_)
    if lemma != "speak":
        return False
    verb = sentence.tokens[draft.clause.head]
    topics = [a.head for a in draft.clause.arguments if a.prep == "of"]
    return verb.dep == "xcomp" or any(
        discourse.sort(sentence, i) in ("people", "actor", "equipment", "event", "number")
        or discourse.count_before(sentence, i) is not None
        for i in topics
    )


def _of_event(lemma: str) -> bool:
    """Whether a noun tells an event itself: "the capture of X", "the death of Y"."""
    return lemma in _DEATHS or any(sense.type in _EVENTS for sense in lexicon().get(("noun", lemma), ()))


def _names(sentence: Sentence, verb: Token) -> bool:
    """Whether "called X a Y" gives what is called a name, and neither is a relative pronoun."""
    obj = sentence.first(verb.i, "dobj")
    return sentence.first(verb.i, "oprd") is not None and obj is not None and obj.tag not in ("WP", "WDT")


def _warned(sentence: Sentence, content: Token) -> str:
    """What a warning is by its modal: what will be is a threat, what could be a judgement."""
    modals = {t.text.lower() for t in sentence.below(content.i, "aux")}
    if modals & {"will", "would", "'ll", "wo", "shall"}:
        return "threatens"
    return "assesses" if modals & {"could", "may", "might", "can"} else "claims"


def _alliance(draft: Draft, discourse: Discourse) -> Draft | None:
    """ "supports the X's campaign", of a state or force: it backs X."""
    assert draft.clause is not None
    speakers = draft.fillers("speaker")
    if draft.status != "supports" or not speakers or speakers[0].kind in ("person", None):
        return None
    sentence = draft.clause.sentence
    for argument in draft.clause.of("obj"):
        if argument.head != draft.clause.head and discourse.sort(sentence, argument.head) in (
            "event",
            "people",
            "actor",
        ):
            backed = discourse.within(sentence, argument.head, ACTOR_KINDS)
            if backed is not None:
                return replace(
                    draft, type="relation", status="allied_with", roles={"subject": speakers, "object": (backed,)}
                )
    return None


def tells_event(sentence: Sentence, content: Token) -> bool:
    """Whether what is said is an event of its own: its verb, or one coordinated with it, is a trigger of the lexicon."""
    for token in (content, *sentence.below(content.i, "conj", "xcomp")):
        kind = trigger_kind(token)
        if kind is None:
            continue
        lemma = trigger_lemma(sentence, token) if kind == "verb" else token.lemma
        senses = lexicon().get((kind, lemma)) or lexicon().get((kind, token.lemma)) or ()
        if any(sense.type in _EVENTS for sense in senses):
            return True
    return False


def _content(sentence: Sentence, verb: Token) -> Token | None:
    content = sentence.first(verb.i, "ccomp", "xcomp")
    if content is None and verb.dep == "parataxis" and not sentence.first(verb.i, "dobj"):
        # "If they come, X warned, Y will follow": the words said stand above the verb of saying
        content = sentence.tokens[verb.head]
    if content is None and verb.pos == "NOUN":
        content = sentence.first(verb.i, "acl", "relcl", "ccomp")
    if content is None:
        for prep in sentence.below(verb.i, "prep"):
            content = content or sentence.first(prep.i, "pcomp")
    return content


def _phrase(sentence: Sentence, token: Token, discourse: Discourse) -> Filler:
    """A topic: the named thing, else the noun phrase, of "the beginning of X" the X."""
    of = next((p for p in sentence.below(token.i, "prep") if p.lemma in ("of", "for")), None)
    target = sentence.first(of.i, "pobj") if of else None
    if target is not None and token.lemma in _OPENING and target.pos in ("NOUN", "PROPN"):
        return _phrase(sentence, target, discourse)
    named = discourse.mention(token)
    if named is not None:
        return named
    found = discourse.generic(sentence, token.i)
    if target is not None and token.lemma in _CONTENT and found.mention.span.end == token.end:
        inside = sentence.subtree(target.i, frozenset({"relcl", "acl", "prep", "punct", "appos"}))
        span = Span(found.mention.span.start, max(token.end, sentence.tokens[inside[-1]].end))
        return replace(found, mention=replace(found.mention, span=span, text=span.cut(discourse.text)))
    return found


def _narrowed(sentence: Sentence, filler: Filler, discourse: Discourse) -> Filler:
    token = sentence.at(filler.mention.span.end - 1)
    if filler.kind is not None or token is None or token.pos != "NOUN":
        return filler
    return _phrase(sentence, token, discourse)


def _topic(sentence: Sentence, content: Token, discourse: Discourse) -> Filler | None:
    """What the words said are about: the object, else the subject of what is said, as a noun phrase."""
    copula = content.lemma == "be"
    order = ("nsubj", "attr", "pobj") if copula else ("dobj", "nsubjpass", "attr", "nsubj", "pobj")
    for dep in order:
        token = sentence.first(content.i, dep)
        if token is None and dep == "pobj":
            prep = next(
                (
                    p
                    for above in (content, *sentence.below(content.i, "acomp", "agent"))
                    for p in sentence.below(above.i, "prep")
                ),
                None,
            )
            token = sentence.first(prep.i, "pobj") if prep else None
        if (
            token is not None
            and token.pos == "NUM"
            and (inner_noun := discourse.inner(sentence, token.i)) is not None
        ):
            token = sentence.tokens[inner_noun]
        if token is not None and token.pos in ("NOUN", "PROPN"):
            return _phrase(sentence, token, discourse)
    inner = sentence.first(content.i, "xcomp", "ccomp", "pcomp")
    return _topic(sentence, inner, discourse) if inner is not None and inner.i != content.i else None


def said(sentence: Sentence, discourse: Discourse, made: list[Span]) -> Iterator[Draft]:
    """What a named speaker says where no other claim was read from it, and it is more than news of an event."""
    table = words()
    for token in sentence.tokens:
        if token.pos != "VERB" or not (
            token.lemma in table["say"] or token.lemma in table["deny"] or token.lemma in _WEIGHTY
        ):
            continue
        senses = lexicon().get(("verb", token.lemma), ())
        if any(sense.type == "statement" and sense.object not in _PREPOSITIONS for sense in senses):
            continue
        content = sentence.first(token.i, "ccomp")
        if content is None:
            continue
        inside = sentence.subtree(content.i)
        stretch = Span(sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end)
        if any(span.overlaps(stretch) for span in made) or tells_event(sentence, content):
            continue
        subject = sentence.first(token.i, "nsubj")
        if subject is None:
            continue
        speakers = tuple(f for f in discourse.actors(sentence, subject.i) if f.kind in ACTOR_KINDS)
        told = next(
            (discourse.actors(sentence, t.i) for t in sentence.below(token.i, "dobj", "dative") if t.i != content.i),
            (),
        )
        topic = _topic(sentence, content, discourse)
        if not speakers or topic is None or speakers[0].kind == "unit":
            continue
        if token.lemma not in _WEIGHTY and not (
            token.lemma in _PLAIN and _opines(sentence, content, speakers[0], bool(told), discourse)
        ):
            continue
        span = clause_span(sentence, token)
        span = Span(min(span.start, stretch.start), max(span.end, stretch.end))
        roles = {"speaker": speakers, "topic": (topic,)}
        if told:
            roles["addressee"] = told
        status = _status(sentence, token, content, inside)
        yield Draft("statement", status, roles, span, None, content=stretch.cut(discourse.text))


def _status(sentence: Sentence, verb: Token, content: Token, inside: list[int]) -> str:
    """What kind of act the words said make of saying: a demand, a promise, a refusal, a judgement, else a claim."""
    if verb.lemma in _STATUS:
        return _STATUS[verb.lemma]
    modals = {t.text.lower() for t in sentence.below(content.i, "aux")}
    negated = sentence.first(content.i, "neg") is not None or any(
        sentence.tokens[i].text.lower() == "no" for i in inside
    )
    subject = sentence.first(content.i, "nsubj")
    itself = subject is not None and subject.text.lower() in ("he", "she", "it", "they", "we", "i")
    if negated and any(sentence.tokens[i].lemma in _PEACE for i in inside):
        return "opposes"
    if modals & {"must", "should"} or (content.lemma == "need" and not itself):
        return "demands"
    if itself and modals & {"will", "would", "'ll"}:
        if any(t.lemma in _RETALIATING for t in (content, *sentence.below(content.i, "xcomp"))):
            return "threatens"
        return "opposes" if negated else "promises"
    if not itself and modals & {"may", "might", "could", "will", "would"}:
        return "assesses"
    return "claims"


def _opines(sentence: Sentence, content: Token, speaker: Filler, told: bool, discourse: Discourse) -> bool:
    """Whether plain saying is more than news: a person or government judges, wants or foresees, and gives no figures."""
    if speaker.kind not in ("person", "state"):
        return False
    stretch = sentence.subtree(content.i)
    if any(sentence.tokens[i].pos == "NUM" for i in stretch):
        return False
    if told:
        return True
    if any(
        t.text.lower() in ("would", "must", "should", "will", "can", "could")
        for t in sentence.below(content.i, "aux")
    ):
        return True
    if content.lemma == "be":
        return sentence.first(content.i, "attr", "acomp", "xcomp") is not None
    return content.lemma in (
        "intend",
        "aim",
        "want",
        "need",
        "design",
        "mean",
        "oppose",
        "expect",
        "hope",
        "deserve",
        "remain",
        "threaten",
    )
