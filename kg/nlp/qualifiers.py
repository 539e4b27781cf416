"""What the surroundings of a trigger say of it: denied, planned, possible, hedged, conditional, shown, said by whom.

The words stand in `qualifiers.csv`; where they have to stand in the tree is said here.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from kg.data_files import csv_rows
from kg.nlp.heads import heads
from kg.syntax import Clause, Sentence, Token

_WEAKER = ("confirmed", "asserted", "probable", "possible", "doubtful")
_CONDITIONAL_MARKS = frozenset({"if", "unless", "provided", "once"})
_SHOWING = frozenset(
    "show confirm indicate reveal depict capture document suggest appear prove record see verify".split()
)
_PICTURING = frozenset("show depict reveal capture document record confirm support prove place feature".split())
_SEEN = frozenset({"dobj", "ccomp", "nsubj", "xcomp", "acl", "relcl", "prep", "pobj", "pcomp", "conj", "appos", "attr", "oprd",
                   "nmod", "compound", "amod", "nummod", "npadvmod", "dative"})  # fmt: skip
_TELLING = frozenset("report say claim acknowledge admit confirm announce allege concede".split())
_NEAR = 12
"""Words from a verb of saying to its subject: what is farther away has mostly been hung there by mistake."""
_TELLING_OF = frozenset("speak write tell talk".split())
_ACCOUNTS = frozenset("account count reckoning estimate tally telling version admission figure".split())
_SPEAKING = ("people", "authority", "organisation", "force", "title")
_CAUSES = frozenset({"due to", "because", "due"})
_WARNING = frozenset("warn caution advise".split())
_OPEN_NOUNS = frozenset(
    "attempt plan order threat intention effort decision proposal promise pledge offer bid readiness".split()
)


@functools.cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Kind of qualifier → word (lemma) → its effect."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for row in csv_rows("kg.nlp", "qualifiers.csv"):
        table[row["kind"]][row["word"]] = row["effect"]
    return MappingProxyType({kind: MappingProxyType(entries) for kind, entries in table.items()})


def weaker(one: str, other: str) -> str:
    """The less sure of two certainties.

    >>> weaker("asserted", "probable")
    'probable'
    """
    return max(one, other, key=_WEAKER.index)


def qualify(clause: Clause) -> Clause:
    """The clause with polarity, modality, certainty, basis, hedge, condition, cause and speakers filled in."""
    table = words()
    sentence = clause.sentence
    negations, modality, certainty, basis = 0, "actual", "asserted", "none"
    hedges: list[str] = []
    condition = cause = None
    speakers: list[int] = []
    shown = attempted = failed = False
    for token, inner in _governors(sentence, clause.head):
        if inner == "said":
            effect = table["say"].get(token.lemma) or table["deny"].get(token.lemma)
            sources, visual = _sources(sentence, token)
            if visual and token.lemma in _SHOWING | {"publish", "release", "post", "say", "report"}:
                shown = True
            else:
                speakers.extend(sources)
            if effect == "negative":
                negations += 1
            elif effect and effect != "asserted":
                certainty = weaker(certainty, effect)
                if effect in ("probable", "doubtful") and not visual:
                    hedges.append(token.text)
            if sentence.first(token.i, "neg") and token.lemma in ("confirm", "verify"):
                certainty = weaker(certainty, "possible")
            continue
        if inner == "warned":
            # what somebody is warned against is not so, nor is it that it did not happen
            modality, negations = "possible", 0
            continue
        if inner == "control" and token.lemma in _SHOWING:
            shown = shown or _sources(sentence, token)[1]
        for child in sentence.below(token.i):
            word = child.lemma if child.lemma != "-PRON-" else child.text.lower()
            lower = child.text.lower()
            if child.dep == "neg" or word == "never":
                negations += 1
            elif word in ("unsuccessfully", "unsuccessful", "failed", "vain", "abortive", "foiled") and child.dep in (
                "advmod",
                "amod",
            ):
                failed = True
            elif child.dep == "aux" and lower in table["modal"]:
                effect = table["modal"][lower]
                if effect == "possible" or modality == "actual":
                    modality = effect
                if lower in ("may", "might", "could"):
                    certainty = weaker(certainty, "possible")
                    hedges.append(child.text)
            elif child.dep in ("advmod", "acomp", "intj", "dep", "amod") and lower in table["hedge"]:
                certainty = weaker(certainty, table["hedge"][lower])
                hedges.append(child.text)
            elif child.dep in ("advmod", "amod") and lower in table["visual"]:
                shown = True
            elif child.dep == "advcl" and (mark := sentence.first(child.i, "mark")) is not None:
                if mark.lemma in _CONDITIONAL_MARKS and inner in ("", "control") and not _trusted(sentence, child):
                    condition = _words(sentence, child.i)
            elif child.dep == "prep" and child.text.lower() == "pending":
                condition = _words(sentence, child.i)
            elif (
                child.dep == "prep"
                and child.text.lower() in _CAUSES
                and sentence.first(child.i, "pobj", "pcomp", "prep")
            ):
                if child.text.lower() in ("due", "because"):
                    deep = sentence.first(child.i, "prep")
                    target = sentence.first(deep.i if deep else child.i, "pobj")
                    cause = _words(sentence, target.i) if target else None
            elif child.dep == "prep" and child.text.lower() == "without" and _fails(sentence, child):
                failed = True
        if token.i != clause.head:
            effect = table["aspect"].get(token.lemma, "")
            attempted = attempted or (token.lemma in table["attempt"] and inner != "participle")
            if effect == "negative":
                failed = True
            elif effect and not (token.lemma == "go" and token.tag != "VBG") and inner != "participle":
                modality = "planned" if effect == "planned" and modality != "possible" else effect
            if token.lemma in table["raising"]:
                certainty = weaker(certainty, table["raising"][token.lemma])
                hedges.append(token.text)
    mark = sentence.first(clause.head, "mark")
    if mark is not None and mark.lemma in _CONDITIONAL_MARKS and sentence.tokens[clause.head].dep == "advcl":
        modality = "possible"
    for source, visual in _according(sentence, clause):
        if visual:
            shown = True
        else:
            speakers.append(source)
    if clause.kind == "noun" or clause.passive:
        negations += _negative_determiner(sentence, clause)
    else:
        negations += any(_determined_by_none(sentence, a.head) for a in clause.of("subj", "obj"))
    if clause.kind == "noun":
        for child in sentence.below(clause.head, "amod"):
            if child.text.lower() in table["hedge"]:
                certainty = weaker(certainty, table["hedge"][child.text.lower()])
                hedges.append(child.text)
    if shown or is_pictured(sentence, clause.head):
        basis = "visual"
        certainty = "confirmed" if certainty == "asserted" else certainty
    return replace(
        clause,
        negated=negations % 2 == 1,
        attempted=attempted,
        failed=failed,
        modality=modality,
        certainty=certainty,
        basis=basis,
        hedge=" ".join(dict.fromkeys(hedges)) or None,
        condition=condition,
        cause=cause,
        speakers=tuple(dict.fromkeys(speakers)),
    )


def _governors(sentence: Sentence, head: int) -> Iterator[tuple[Token, str]]:
    """The trigger and the verbs above it that its being true depends on, each with how it governs.

    The second value is '' (the trigger or its matrix), ``control`` (try to, manage to, be ordered to), ``shared`` (first of
    a coordination whose auxiliaries hold for the rest), ``participle`` (matrix of a participial clause), ``said``.
    """
    at, how = sentence.tokens[head], ""
    presupposed = False
    yield at, how
    for _ in range(10):
        above = sentence.tokens[at.head]
        if above.i == at.i:
            return
        if at.dep == "ccomp" or at.dep == "parataxis":
            yield above, "said"
        elif presupposed:
            pass
        elif (warning := _warning(sentence, at)) is not None:
            yield warning, "warned"
            above = warning
        elif (teller := _teller(sentence, at)) is not None:
            yield teller, "said"
            above = teller
        elif at.dep in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") and at.pos in ("NOUN", "PROPN"):
            # an event noun stands or falls with the verb that it depends on
            while above.pos == "ADP" and above.head != above.i:
                above = sentence.tokens[above.head]
            if above.pos not in ("VERB", "AUX"):
                presupposed = True
                at = above
                continue
            yield above, "control"
        elif at.dep in ("xcomp", "acomp"):
            yield above, "control"
        elif at.dep == "conj":
            if not sentence.first(at.i, "aux", "auxpass") and not sentence.first(at.i, "nsubj", "nsubjpass"):
                yield above, "shared"
            elif above.dep not in ("ccomp", "xcomp", "advcl", "conj", "acl", "relcl"):
                return
        elif at.dep == "advcl" and at.tag == "VB" and above.pos in ("VERB", "AUX"):
            yield above, "participle"
        elif at.dep == "acl" and above.lemma in _OPEN_NOUNS:
            yield above, "control"
        elif at.dep == "prep" and above.lemma in ("accuse", "blame", "suspect"):
            yield above, "said"
        elif at.dep in ("acl", "relcl"):
            # what a noun is told by stands, whatever is said of the noun: "would not use the arms supplied by X"
            presupposed = True
        elif at.dep in ("ROOT", "intj"):
            return
        at = above


def _warning(sentence: Sentence, told: Token) -> Token | None:
    """The verb that warns somebody off what is told: "warned X against attacking", "not to attack"."""
    above = sentence.tokens[told.head]
    if told.dep in ("pcomp", "pobj") and above.lemma == "against":
        above = sentence.tokens[above.head]
    elif told.dep != "xcomp" or sentence.first(told.i, "neg") is None:
        return None
    return above if above.lemma in _WARNING and above.pos == "VERB" else None


def _teller(sentence: Sentence, told: Token) -> Token | None:
    """The verb of saying whose object a claim's word is: "reported 40 dead", "spoke of an attack".

    Where it is denied or lies ahead ("never acknowledged the loss", "may announce") nobody has told it.
    """
    above = sentence.tokens[told.head]
    if told.dep in ("amod", "acl", "advmod", "oprd") and above.i < told.i and above.dep in ("dobj", "pobj"):
        told, above = above, sentence.tokens[above.head]
    tellers = _TELLING
    if told.dep == "pobj" and above.lemma == "of":
        above, tellers = sentence.tokens[above.head], _TELLING_OF
    elif told.dep != "dobj":
        return None
    subject = sentence.first(above.i, "nsubj")
    near = subject is not None and abs(above.i - subject.i) <= _NEAR
    untold = any(t.dep == "neg" or t.lemma == "never" or t.tag == "MD" for t in sentence.below(above.i))
    return above if near and not untold and above.pos == "VERB" and above.lemma in tellers else None


def _sources(sentence: Sentence, verb: Token) -> tuple[list[int], bool]:
    """Who says it, as token indexes, and whether what "says" it is footage or the like."""
    visual = words()["visual"]
    if not any(verb.lemma in kind for kind in (words()["say"], words()["deny"], _SHOWING, _TELLING_OF)):
        return [], False
    passive = sentence.first(verb.i, "auxpass") is not None
    subject = sentence.first(verb.i, "nsubj")
    if subject is None and not passive:
        at = verb
        while subject is None and at.dep in ("conj", "xcomp", "advcl", "relcl", "acl") and at.head != at.i:
            if at.dep in ("relcl", "acl"):
                subject = sentence.tokens[at.head]
                break
            at = sentence.tokens[at.head]
            subject = sentence.first(at.i, "nsubj")
    if subject is None and passive:
        agent = sentence.first(verb.i, "agent")
        subject = sentence.first(agent.i, "pobj") if agent else None
        if sentence.first(verb.i, "advmod") is not None and any(
            t.lemma in visual for t in sentence.below(verb.i, "advmod")
        ):
            return [], True
    if subject is None:
        return [], False
    if subject.lemma in visual:
        return [], True
    if subject.tag in ("WDT", "WP"):
        for above in sentence.ancestors(subject.i):
            if above.dep == "relcl":
                subject = sentence.tokens[above.head]
                break
    heads = [subject.i]
    for other in sentence.below(subject.i, "conj"):
        heads.append(other.i)
    return heads, False


def is_pictured(sentence: Sentence, head: int) -> bool:
    """Whether a claim's word is what pictures show: "film shows two tanks burning", "a clip of a burning tank"."""
    visual = words()["visual"]
    below = sentence.tokens[head]
    if any(_is_of_pictures(sentence, prep) for prep in sentence.below(below.i, "prep")):
        return True
    coordinated = False
    for above in sentence.ancestors(head):
        if below.dep not in _SEEN:
            return False
        if above.lemma in visual and below.dep == "prep" and below.lemma == "of":
            return True
        subject = sentence.first(above.i, "nsubj")
        if above.lemma in _PICTURING and subject is not None and not coordinated and below.dep != "nsubj":
            return subject.lemma in visual and not any(t.text == ";" for t in sentence.tokens[below.i : above.i])
        # "film shows a column and the ministry says": what is joined to a verb is another matter
        coordinated = below.dep == "conj" and above.pos in ("VERB", "AUX")
        below = above
    return False


def _is_of_pictures(sentence: Sentence, prep: Token) -> bool:
    """Whether a preposition says where something was seen: "on video", "from pictures"."""
    target = sentence.first(prep.i, "pobj")
    return prep.lemma in ("on", "from") and target is not None and target.lemma in words()["visual"]


def _according(sentence: Sentence, clause: Clause) -> Iterator[tuple[int, bool]]:
    """Sources named by "according to", "per", "by X's count", "if X is right" anywhere over the trigger."""
    visual = words()["visual"]
    chain = {clause.head, *(t.i for t in sentence.ancestors(clause.head))}
    for token in sentence.tokens:
        lower = token.text.lower()
        if lower == "according" and (token.head in chain or token.head == token.i):
            inner = sentence.first(token.i, "prep")
            target = sentence.first(inner.i, "pobj") if inner else None
        elif lower in ("per", "citing") and token.head in chain:
            target = sentence.first(token.i, "pobj", "dobj")
        elif token.lemma in _ACCOUNTS and token.dep == "pobj":
            prep = sentence.tokens[token.head]
            target = (
                sentence.first(token.i, "poss") if prep.lemma in ("by", "on", "in") and prep.head in chain else None
            )
        elif (
            lower == "if"
            and token.dep == "mark"
            and sentence.tokens[token.head].head in chain
            and not any(t.text == ";" for t in sentence.tokens[slice(*sorted((token.i, clause.head)))])
        ):
            target = _trusted(sentence, sentence.tokens[token.head])
        else:
            continue
        if target is not None:
            yield target.i, target.lemma in visual


def _trusted(sentence: Sentence, verb: Token) -> Token | None:
    """Who is the source in "if X is right", "if X is to be believed"; weather or times that are right are none."""
    right = any(t.lemma in ("right", "correct") for t in sentence.below(verb.i, "acomp"))
    believed = [t for t in (verb, *sentence.below(verb.i, "xcomp")) if t.lemma in ("believe", "trust")]
    if not right and not any(t.tag == "VBN" for t in believed):
        return None
    who = next((s for t in (verb, *believed) for s in sentence.below(t.i, "nsubj", "nsubjpass")), None)
    speaks = who is not None and (who.pos == "PROPN" or any(who.lemma in heads()[kind] for kind in _SPEAKING))
    return who if speaks else None


def _fails(sentence: Sentence, prep: Token) -> bool:
    target = sentence.first(prep.i, "pobj")
    return target is not None and target.lemma in ("success", "result", "effect", "avail")


def _determined_by_none(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    if token.text.lower() in ("none", "nobody", "nothing", "neither", "zero"):
        return True
    return any(
        child.text.lower() in ("no", "zero", "neither") and child.dep in ("det", "nummod", "neg", "amod")
        for child in sentence.below(i)
    )


def _negative_determiner(sentence: Sentence, clause: Clause) -> int:
    if clause.kind == "noun" and _determined_by_none(sentence, clause.head):
        return 1
    return int(any(_determined_by_none(sentence, a.head) for a in clause.of("obj", "subj")))


def _words(sentence: Sentence, i: int) -> str:
    inside = sentence.subtree(i)
    tokens = [sentence.tokens[j] for j in range(inside[0], inside[-1] + 1)]
    out, end = "", tokens[0].start
    for token in tokens:
        out += " " * (token.start - end) + token.text
        end = token.end
    return out.strip(" ,;.")
