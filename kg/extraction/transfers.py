"""Transfers: what has been given, is to be given, is asked for or refused; deals for production; money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.lexicon import constraints, lexicon
from kg.model import Filler, Mention, Span
from kg.nlp.arguments import verb_arguments
from kg.nlp.clauses import clause_span
from kg.nlp.qualifiers import qualify
from kg.syntax import Clause, Sentence, Token
from kg.vocabulary import ACTOR_KINDS

_SIGNING = frozenset("sign ink conclude strike reach award make secure win close land".split())
_GIVING = frozenset("send transfer supply provide deliver give donate ship hand hand_over".split())
_BLOWS = frozenset("strike airstrike blow attack".split())


_REFUSING = frozenset(
    "refuse decline reject oppose block rule ban veto forbid prohibit halt suspend freeze stop exclude".split()
)
_ASKING = frozenset(
    "ask request want urge seek demand press beg appeal consider propose offer discuss weigh suggest call mull".split()
)
_AGREEING = frozenset("agree promise pledge decide vow announce approve authorise authorize commit".split())
_MONEY = frozenset("million billion trillion".split())
_GRANTING = frozenset(
    """pledge promise give provide send approve allocate announce grant lend commit unveil earmark donate disburse offer
    transfer release contribute authorise authorize request seek demand receive get secure deliver bring""".split()
)


def complete(draft: Draft, discourse: Discourse) -> Draft | None:
    """A transfer with the status that its tense and the verbs over it give: refused, asked for, agreed, made."""
    if draft.type == "transfer" and draft.clause is not None and draft.clause.lemma == "pay":
        return _paid(draft, discourse)
    if (
        draft.type != "transfer"
        or draft.clause is None
        or draft.clause.kind != "verb"
        or draft.status not in ("delivered", "approved")
    ):
        return draft
    if any(f.mention.text.lower().rstrip("s") in _BLOWS for f in draft.fillers("equipment")):
        return None
    sentence, verb = draft.clause.sentence, draft.clause.sentence.tokens[draft.clause.head]
    status = _governed(sentence, verb, draft)
    if status is None:
        return draft
    if status == "denied":
        return replace(draft, status=status, polarity="positive", modality="actual")
    return replace(draft, status=status)


def _paid(draft: Draft, discourse: Discourse) -> Draft | None:
    """What is paid for goes to whom it is bought for, else to who pays; who sells it stands behind "from".

    Damage is paid for too: tanks that were destroyed are not bought.
    """
    assert draft.clause is not None
    sentence = draft.clause.sentence
    for equipment in draft.fillers("equipment"):
        goods = sentence.at(equipment.mention.span.end - 1)
        if goods is not None and any(_is_of_loss(t) for t in sentence.below(goods.i, "acl", "relcl", "amod")):
            return None
    around: dict[str, list[Filler]] = {"for": [], "from": []}
    for i in sentence.subtree(draft.clause.head, frozenset({"nsubj", "advcl", "conj"})):
        token = sentence.tokens[i]
        if token.dep == "pobj" and (key := sentence.tokens[token.head].lemma) in around:
            named = discourse.mention(token)
            around[key].extend((named,) if named is not None and named.kind in ACTOR_KINDS else ())
    roles = dict(draft.roles)
    payers = draft.fillers("recipient")
    if around["for"] and payers:
        roles |= {"actor": payers[:1], "recipient": tuple(around["for"][:1])}
    if around["from"]:
        roles["supplier"] = tuple(around["from"][:1])
    return replace(draft, roles=roles)


def _is_of_loss(token: Token) -> bool:
    """Whether a verb tells first of equipment lost: "destroyed", "damaged"."""
    return any(sense.type == "equipment_loss" for sense in lexicon().get(("verb", token.lemma), ())[:2])


def _governed(sentence: Sentence, verb: Token, draft: Draft) -> str | None:
    """The status by the auxiliaries of the verb and the verbs that it depends on; None to leave it as it is."""
    modals = {t.text.lower() for t in sentence.below(verb.i, "aux")}
    negated = any(sentence.below(verb.i, "neg"))
    if modals & {"may", "might", "could", "should", "must"}:
        return "proposed"
    if modals & {"will", "'ll", "wo", "would"}:
        return "denied" if negated else "approved"
    if verb.tag == "VBG" and any(t.lemma == "be" for t in sentence.below(verb.i, "aux")):
        return "approved" if draft.status == "approved" else None
    at = verb
    for above in sentence.ancestors(verb.i):
        if at.dep not in ("xcomp", "pcomp", "ccomp", "acl", "prep", "conj", "dobj", "pobj"):
            break
        finite = (
            at.tag in ("VBD", "VBZ", "VBP")
            or bool(sentence.below(at.i, "auxpass"))
            or any(t.tag in ("VBD", "VBZ", "VBP") for t in sentence.below(at.i, "aux"))
        )
        if at.dep in ("ccomp", "conj") and (finite or at.dep == "conj") and above.lemma not in _ASKING:
            if finite or at.tag == "VBN":
                break
            at = above
            continue
        not_so = bool(sentence.below(above.i, "neg"))
        if above.lemma in _REFUSING or (above.lemma in ("refusal", "ban") and at.dep in ("acl", "prep")):
            return "approved" if not_so else "denied"
        if above.lemma in _AGREEING and above.pos in ("VERB", "NOUN"):
            return "denied" if not_so else "approved"
        if above.lemma in _ASKING and above.pos in ("VERB", "NOUN", "ADJ"):
            return "proposed"
        at = above
    if (
        draft.status == "approved"
        and verb.lemma in _GIVING
        and verb.tag in ("VBD", "VBN")
        and draft.clause
        and not draft.clause.negated
    ):
        return "delivered" if verb.lemma not in ("donate",) else None
    return None


def money(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "pledged $500 million in military aid to X": sums given, promised or asked for, as the equipment of a transfer."""
    for token in sentence.tokens:
        if token.lemma not in _MONEY or not _is_sum(sentence, token):
            continue
        verb, under = token, token
        while verb.pos != "VERB" and verb.head != verb.i and verb.dep in (
            "dobj", "pobj", "prep", "nummod", "compound", "nmod", "quantmod", "nsubjpass", "conj", "attr", "amod", "appos"
        ):  # fmt: skip
            under, verb = verb, sentence.tokens[verb.head]
        if verb.lemma not in _GRANTING and not (verb.lemma == "sign" and sentence.first(verb.i, "prt")):
            continue
        if under.dep not in ("dobj", "nsubjpass", "prep"):
            continue
        arguments, passive = verb_arguments(sentence, verb)
        doers = tuple(
            f for a in arguments if a.relation in ("subj", "agent") for f in discourse.actors(sentence, a.head)
        )
        given = tuple(
            f
            for i in sentence.subtree(verb.i)
            if sentence.tokens[i].dep in ("pobj", "dative", "iobj", "conj")
            and (
                sentence.tokens[i].dep == "dative" or sentence.tokens[sentence.tokens[i].head].lemma in ("to", "for")
            )
            for f in discourse.actors(sentence, i)
        )
        taking = verb.lemma in ("receive", "get", "secure", "request", "seek", "demand")
        roles = {"supplier": given if taking else doers, "recipient": doers if taking else given}
        if not roles["recipient"]:
            continue
        status = "approved"
        if verb.lemma in ("request", "seek", "demand", "offer"):
            status = "proposed"
        elif verb.lemma in ("receive", "get", "disburse", "transfer", "release", "deliver") and verb.tag in (
            "VBD",
            "VBN",
        ):
            status = "delivered"
        span = clause_span(sentence, verb)
        clause = qualify(Clause(sentence, verb.i, verb.lemma, "verb", passive, tuple(arguments), span))
        draft = Draft("transfer", status, {r: f[:2] for r, f in roles.items() if f} | {"equipment": (_sum(sentence, token, discourse),)},
                      span, clause)  # fmt: skip
        settled = _governed(sentence, verb, draft) if status == "approved" else None
        if settled == "denied":
            draft = replace(draft, status=settled, polarity="positive", modality="actual")
        elif settled is not None:
            draft = replace(draft, status=settled)
        yield draft


def _is_sum(sentence: Sentence, token: Token) -> bool:
    """Whether a number of millions is money: with a sign before it or a currency behind."""
    near = sentence.tokens[max(0, token.i - 3) : token.i + 2]
    return any(t.text.lstrip("US")[:1] in "$€£" and t.text for t in near if t.text.lstrip("US")) or any(
        t.lemma in ("dollar", "euro", "pound", "krona", "kroner", "crown", "yen") for t in near
    )


def _sum(sentence: Sentence, token: Token, discourse: Discourse) -> Filler:
    """The words for what a sum buys ("military aid"), else the sum itself."""
    for i in sentence.subtree(token.head if token.dep in ("nummod", "compound", "nmod", "quantmod") else token.i):
        if sentence.tokens[i].lemma in constraints()["weaponry"]:
            return discourse.generic(sentence, i)
    first = min(i for i in sentence.subtree(token.i) if sentence.tokens[i].pos in ("NUM", "SYM") and i <= token.i)
    span = Span(sentence.tokens[first].start, token.end)
    return Filler(Mention(span, span.cut(discourse.text)))


def deals(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "X inked a deal with Y to produce Z": Z contracted from Y by X; "open to transferring Z to X": proposed."""
    for token in sentence.tokens:
        if token.lemma in _SIGNING and token.pos == "VERB":
            yield from _deal(sentence, token, discourse)
        if token.lemma == "open" and token.pos == "ADJ":
            yield from _open_to(sentence, token, discourse)
    yield from money(sentence, discourse)


def _deal(sentence: Sentence, verb: Token, discourse: Discourse) -> Iterator[Draft]:
    deal = sentence.first(verb.i, "dobj", "nsubjpass")
    if deal is None or deal.lemma not in constraints()["agreement"]:
        return
    inside = sentence.subtree(verb.i, frozenset({"nsubj", "conj"}))
    equipment = _equipment_in(sentence, inside, discourse)
    arguments, _ = verb_arguments(sentence, verb)
    partners = [
        f
        for i in inside
        if sentence.tokens[i].dep == "pobj" and sentence.tokens[sentence.tokens[i].head].lemma == "with"
        for f in discourse.actors(sentence, i)
    ]
    buyers = [f for a in arguments if a.relation == "subj" for f in discourse.actors(sentence, a.head)]
    if not equipment or not partners:
        return
    span = clause_span(sentence, verb)
    span = Span(span.start, max(span.end, sentence.tokens[inside[-1]].end))
    clause = qualify(Clause(sentence, verb.i, verb.lemma, "verb", False, tuple(arguments), span))
    roles = {"supplier": tuple(partners[:1]), "recipient": tuple(buyers[:1]), "equipment": equipment}
    yield Draft("transfer", "contracted", {r: f for r, f in roles.items() if f}, span, clause)


def _open_to(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    inside = sentence.subtree(token.head, frozenset({"conj", "nsubj"}))
    giving = next((sentence.tokens[i] for i in inside if sentence.tokens[i].lemma in _GIVING), None)
    be = sentence.tokens[token.head]
    subject = sentence.first(be.i, "nsubj")
    if giving is None or subject is None:
        return
    arguments, _ = verb_arguments(sentence, giving)
    equipment = tuple(f for a in arguments if a.relation == "obj" for f in discourse.equipment(sentence, a.head))
    recipients = tuple(
        f
        for a in arguments
        if a.relation == "iobj" or a.prep in ("to", "for")
        for f in discourse.actors(sentence, a.head)
    )
    suppliers = discourse.actors(sentence, subject.i)
    if not equipment or not suppliers:
        return
    span = clause_span(sentence, be)
    clause = qualify(
        Clause(
            sentence,
            be.i,
            "open",
            "verb",
            False,
            (),
            Span(span.start, max(span.end, sentence.tokens[inside[-1]].end)),
        )
    )
    pending = next((i for i in inside if sentence.tokens[i].text.lower() == "pending"), None)
    condition = clause.condition
    if pending is not None and condition is None:
        below = sentence.subtree(pending)
        condition = discourse.text[sentence.tokens[below[0]].start : sentence.tokens[below[-1]].end]
    roles = {"supplier": suppliers[:1], "recipient": recipients[:1], "equipment": equipment}
    yield Draft("transfer", "proposed", {r: f for r, f in roles.items() if f}, clause.span, clause, modality="possible",
                condition=condition)  # fmt: skip


def _equipment_in(sentence: Sentence, inside: list[int], discourse: Discourse) -> tuple[Filler, ...]:
    found: list[Filler] = []
    for i in inside:
        filler = discourse.mention(sentence.tokens[i])
        if filler is not None and filler.kind == "equipment":
            found.extend(f for f in discourse.equipment(sentence, i) if f not in found)
    return tuple(found[:1])
