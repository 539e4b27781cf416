"""The arguments of verbs and event nouns, those that they share or inherit included.

Passive, control and raising, relative clauses, participles and coordination are read by a few generic patterns;
labels are ClearNLP's.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.syntax import Argument, Sentence, Token

_SUBJECTS = ("nsubj", "csubj", "expl")
# "accused X of doing": X is said to have done it.
_BLAMING = frozenset("accuse blame suspect condemn stop prevent keep warn caution".split())
_MAKING = frozenset("make issue repeat renew voice launch conduct mount deliver suffer sustain".split())
_SUFFERING = frozenset("die perish fall survive burn sink crash collapse".split())
_TAKING = frozenset("capture recapture retake seize take liberate regain reach encircle cut".split())
_LENGTHS = frozenset("kilometer kilometre km mile meter metre m yard".split())
_COMPLEX = {
    ("out", "of"): "from",
    ("inside", "of"): "inside",
    ("outside", "of"): "outside",
    ("because", "of"): "due to",
    ("due", "to"): "due to",
    ("according", "to"): "according to",
    ("close", "to"): "near",
    ("next", "to"): "near",
    ("along", "with"): "with",
    ("ahead", "of"): "ahead of",
}
_DIRECTIONS = frozenset(
    """north south east west northeast northwest southeast southwest north-east north-west south-east south-west
    outside ahead close adjacent""".split()
)
# Verbs whose object, not subject, does what the infinitive says: "urged residents to leave".
_OBJECT_CONTROL = frozenset(
    """urge order ask allow permit force tell call require enable help send train invite instruct push press lead
    compel want expect advise warn request have see let make""".split()
)
PARTICLES = frozenset("down out up back off over through in".split())


def conjuncts(sentence: Sentence, i: int) -> list[int]:
    """A token and all that are coordinated with it, in text order."""
    found, stack = [], [i]
    while stack:
        at = stack.pop()
        found.append(at)
        stack.extend(t.i for t in sentence.below(at, "conj"))
    return sorted(found)


def is_passive(sentence: Sentence, token: Token) -> bool:
    """Whether the verb's surface subject is what it is done to."""
    if sentence.first(token.i, "nsubjpass", "auxpass", "csubjpass"):
        return True
    if token.tag != "VBN" or sentence.first(token.i, "nsubj"):
        return False
    if any(t.lemma == "have" for t in sentence.below(token.i, "aux")):
        return False
    if token.dep in ("acl", "amod"):
        return True
    if token.dep == "conj":
        head = sentence.tokens[token.head]
        return head.tag == "VBN" and is_passive(sentence, head) and not sentence.first(token.i, "aux", "dobj")
    return token.dep in ("advcl", "relcl", "dep", "ROOT", "ccomp") and not sentence.first(token.i, "aux", "dobj")


def verb_arguments(sentence: Sentence, token: Token) -> tuple[list[Argument], bool]:
    """The arguments of a verb, those it shares or inherits included, and whether it is passive."""
    passive = is_passive(sentence, token)
    found: list[Argument] = []
    subjects = [t.i for t in sentence.below(token.i, *_SUBJECTS, "nsubjpass", "csubjpass")]
    if not subjects:
        subjects, inherited_relation = _inherited_subject(sentence, token, passive)
    else:
        inherited_relation = ""
    relation = inherited_relation or ("obj" if passive else "subj")
    for subject in subjects:
        found.extend(Argument(relation, c) for c in conjuncts(sentence, _antecedent(sentence, token, subject)))
    for number, child in enumerate(sentence.below(token.i, "dobj", "attr", "oprd")):
        if child.dep == "dobj" and (_is_time_word(child) or (number and _after_comma(sentence, child))):
            # a second object behind a comma is an apposition that the parser hung too high
            continue
        found.extend(Argument("obj", c) for c in conjuncts(sentence, _antecedent(sentence, token, child.i)))
    found.extend(
        Argument("iobj", c) for child in sentence.below(token.i, "dative") for c in _datives(sentence, child)
    )
    if not any(a.relation == "obj" for a in found) and not passive and token.dep in ("relcl",):
        # "the town that they took": the relative pronoun may be left out altogether
        noun = sentence.tokens[token.head]
        if noun.pos in ("NOUN", "PROPN") and all(a.head != noun.i for a in found):
            found.append(Argument("gap", noun.i))
    found.extend(prepositions(sentence, token.i))
    for argument in [a for a in found if a.relation == "obj"]:
        found.extend(a for a in prepositions(sentence, argument.head) if a.relation == "prep" and a.prep != "of")
    found.extend(_shared_fronted(sentence, token))
    user = sentence.tokens[token.head]
    if token.dep in ("xcomp", "advcl") and user.lemma in ("use", "employ") and user.i != token.i:
        found.extend(Argument("prep", t.i, "with") for t in sentence.below(user.i, "dobj"))
    found.extend(Argument("comp", t.i) for t in sentence.below(token.i, "ccomp", "xcomp", "pcomp"))
    return found, passive


def _datives(sentence: Sentence, child: Token) -> list[int]:
    if child.pos == "ADP":
        return [c for t in sentence.below(child.i, "pobj") for c in conjuncts(sentence, t.i)]
    return conjuncts(sentence, child.i)


def _is_time_word(token: Token) -> bool:
    return token.lemma in ("today", "yesterday", "day", "night", "week", "month", "year", "time", "hour")


def _after_comma(sentence: Sentence, token: Token) -> bool:
    first = sentence.subtree(token.i)[0]
    return first > 0 and sentence.tokens[first - 1].text == ","


def _antecedent(sentence: Sentence, token: Token, i: int) -> int:
    """What a relative pronoun stands for; any other token itself."""
    at = sentence.tokens[i]
    if at.tag in ("WDT", "WP") and at.lemma in ("which", "who", "that", "whom"):
        for above in (token, *sentence.ancestors(token.i)):
            if above.dep == "relcl":
                return sentence.tokens[above.head].i
    return i


def _inherited_subject(sentence: Sentence, token: Token, passive: bool) -> tuple[list[int], str]:
    """The subject of a verb that has none of its own, and the relation it then bears ('' for the usual one)."""
    found, relation = _subject_above(sentence, token, passive)
    if not found and any(t.lemma == "have" and t.tag == "VBG" for t in sentence.below(token.i, "aux")):
        # "X, having done this, does that" often breaks in the parser; the subject is the sentence's
        root = next(t for t in sentence.tokens if t.head == t.i)
        found = [t.i for t in sentence.below(root.i, "nsubj", "nsubjpass")][:1]
    return found, relation


def _subject_above(sentence: Sentence, token: Token, passive: bool) -> tuple[list[int], str]:
    head = sentence.tokens[token.head]
    if token.dep in ("acl", "relcl", "amod") and token.tag != "VB" and head.pos in ("NOUN", "PROPN", "PRON", "NUM"):
        if token.dep == "relcl" and sentence.below(token.i, "dobj") == [] and token.tag not in ("VBN", "VBG"):
            return [], ""
        if token.dep == "acl" and token.tag == "VBN":
            head = _first_counted(sentence, head)
        done = passive or (token.tag in ("VBN", "JJ") and not sentence.first(token.i, "aux"))
        return [head.i], ("obj" if done else "subj")
    seen = 0
    at = token
    if token.tag == "VBG" and token.dep == "conj" and head.tag in ("VBP", "VBZ", "VBD"):
        # a participle is no partner of a finite verb: it goes on from the participle above
        at = next((t for t in sentence.ancestors(token.i) if t.tag == "VBG"), token)
        if (nearest := sentence.first(at.i, "nsubj")) is not None:
            return [nearest.i], ""
        if at.i != token.i and at.dep == "pcomp":
            before = [t for t in sentence.below(at.head, "pobj", "nsubj") if t.i < at.i]
            if before:
                return [before[0].i], ""
    while seen < 6:
        seen += 1
        head = sentence.tokens[at.head]
        if head.i == at.i:
            return [], ""
        if at.dep == "xcomp":
            if head.lemma in _OBJECT_CONTROL:
                objects = sentence.below(head.i, "dobj", "dative") or sentence.below(head.i, "nsubjpass")
                if objects:
                    return [objects[0].i], ""
        elif at.dep not in ("conj", "advcl", "pcomp", "prep", "dep", "acl", "ccomp", "parataxis"):
            return [], ""
        if at.dep == "prep" and head.lemma in _BLAMING:
            blamed = sentence.below(head.i, "dobj") or sentence.below(head.i, "nsubjpass")
            if blamed:
                return [blamed[0].i], ""
        if head.pos in ("NOUN", "PROPN") and at.dep == "acl":
            # "an attempt to seize": whoever makes the attempt
            owner = sentence.first(head.i, "poss", "amod", "compound")
            if owner is not None and (owner.dep == "poss" or owner.text[:1].isupper()):
                return [owner.i], ""
            maker = sentence.tokens[head.head]
            if head.dep == "dobj" and (made := sentence.first(maker.i, "nsubj")) is not None:
                return [made.i], ""
        own = sentence.below(head.i, "nsubj", "nsubjpass")
        if own and head.pos in ("VERB", "AUX"):
            if at.dep in ("ccomp",) and at.tag not in ("VBG", "VB"):
                return [], ""
            if own[0].dep == "nsubjpass" and at.dep in ("advcl",) and not passive:
                agent = sentence.first(head.i, "agent")
                target = sentence.first(agent.i, "pobj") if agent else None
                if target is not None:
                    return [target.i], ""
            return [_antecedent(sentence, head, own[0].i)], ""
        if head.dep in ("acl", "relcl") and sentence.tokens[head.head].pos in ("NOUN", "PROPN"):
            return [head.head], ""
        at = head
    return [], ""


def _first_counted(sentence: Sentence, noun: Token) -> Token:
    """The first of coordinated nouns that are each counted: a participle behind the last holds for all of them."""
    while noun.dep == "conj" and all(
        any(t.dep == "nummod" or t.lemma in ("a", "an") for t in sentence.below(i)) for i in (noun.i, noun.head)
    ):
        noun = sentence.tokens[noun.head]
    return noun


def _shared_fronted(sentence: Sentence, token: Token) -> Iterator[Argument]:
    """Phrases in front of the first verb of a coordination or of a matrix clause, which hold for this verb too."""
    at, steps = token, 0
    while at.dep in ("conj", "xcomp", "advcl") and steps < 5:
        steps += 1
        head = sentence.tokens[at.head]
        if head.pos not in ("VERB", "AUX"):
            return
        subject = sentence.first(head.i, "nsubj", "nsubjpass")
        limit = subject.i if subject else head.i
        for argument in prepositions(sentence, head.i):
            if argument.relation == "prep" and (argument.head < limit or at.dep == "xcomp"):
                yield argument
        at = head


def prepositions(sentence: Sentence, i: int) -> Iterator[Argument]:
    """Prepositional phrases that hang on a token, also behind direction words: "90 km west of Sirte"."""
    for child in sentence.below(i):
        if child.dep == "agent":
            for obj in sentence.below(child.i, "pobj"):
                yield from (Argument("agent", c) for c in conjuncts(sentence, obj.i))
        elif (
            child.dep in ("prep", "prt")
            or (child.dep == "oprd" and child.lemma in PARTICLES)
            or (child.dep == "advmod" and child.pos in ("ADP", "SCONJ"))
        ):
            yield from _prepositional(sentence, child)
        elif child.dep in ("advmod", "npadvmod") and (
            child.lemma in _DIRECTIONS or any(t.lemma in _DIRECTIONS for t in sentence.below(child.i))
        ):
            for below in sentence.subtree(child.i):
                token = sentence.tokens[below]
                if token.dep == "pobj" and sentence.tokens[token.head].lemma in ("of", "to", "from"):
                    yield from (Argument("prep", c, "near") for c in conjuncts(sentence, token.i))


def _prepositional(sentence: Sentence, prep: Token) -> Iterator[Argument]:
    name = prep.text.lower()
    inner = sentence.first(prep.i, "prep")
    target = prep
    if inner is not None and (name, inner.text.lower()) in _COMPLEX:
        name, target = _COMPLEX[name, inner.text.lower()], inner
    elif inner is not None and not sentence.first(prep.i, "pobj"):
        name, target = (name if name in ("inside", "outside", "near", "from") else inner.text.lower()), inner
    for obj in sentence.below(target.i, "pobj", "pcomp"):
        if obj.dep == "pcomp":
            yield Argument("comp", obj.i, name)
            continue
        for c in conjuncts(sentence, obj.i):
            direction = sentence.tokens[c]
            if direction.lemma in _LENGTHS:
                yield from prepositions(sentence, c)
                continue
            yield Argument("prep", c, name)
            if direction.lemma in _DIRECTIONS or direction.lemma in (
                "part",
                "outskirt",
                "direction",
                "area",
                "vicinity",
            ):
                for below in sentence.below(c, "prep"):
                    if below.lemma in ("of", "to", "from"):
                        rel = "near" if direction.lemma in (*_DIRECTIONS, "vicinity", "area") else "part"
                        yield from (Argument("prep", d, rel) for p in sentence.below(below.i, "pobj")
                                    for d in conjuncts(sentence, p.i))  # fmt: skip
    # "near Hrodivka and near Novozhelanne"; "in Ruska Lozova, north of Kharkiv"
    for other in sentence.below(prep.i, "conj"):
        if other.pos == "ADP":
            yield from _prepositional(sentence, other)


def noun_arguments(sentence: Sentence, token: Token) -> list[Argument]:
    """The arguments of an event noun: possessor and modifiers, "of", "by" and other prepositions, its verb's subject."""
    found: list[Argument] = []
    for child in sentence.below(token.i, "poss", "amod", "compound", "nmod"):
        found.extend(Argument("poss" if child.dep == "poss" else "mod", c) for c in conjuncts(sentence, child.i))
    for argument in prepositions(sentence, token.i):
        found.append(
            Argument("subj", argument.head) if argument.relation == "agent" or argument.prep == "by" else argument
        )
    light = list(_light_verb_arguments(sentence, token))
    if not any(a.relation == "doer" for a in light):
        light.extend(_maker_before(sentence, token))
    found.extend(light)
    for child in sentence.below(token.i, "acl"):
        if child.tag == "VB" and child.lemma in _TAKING:
            # "an offensive to recapture X" is directed at X
            found.extend(Argument("prep", t.i, "on") for t in sentence.below(child.i, "dobj"))
    return found


def _maker_before(sentence: Sentence, token: Token) -> Iterator[Argument]:
    """The subject of "made the threat …" where a long clause behind the noun has torn it from its verb in the parse."""
    at = token.i - 1
    while at >= 0 and sentence.tokens[at].pos in ("DET", "ADJ", "NUM"):
        at -= 1
    verb = sentence.tokens[at] if at >= 0 else token
    if verb.pos == "VERB" and verb.lemma in _MAKING and token.head != verb.i:
        yield from (Argument("doer", t.i) for t in sentence.below(verb.i, "nsubj"))


def _light_verb_arguments(sentence: Sentence, token: Token) -> Iterator[Argument]:
    """What an event noun gets from the verb it depends on: "carried out strikes on", "an attack took place in"."""
    at = token
    while at.dep == "conj":
        at = sentence.tokens[at.head]
    head = sentence.tokens[at.head]
    if at.dep in ("dobj", "attr") and head.pos in ("VERB", "AUX"):
        subjects, passive = verb_arguments(sentence, head)
        for argument in subjects:
            if argument.relation == "subj" and not passive:
                yield Argument("doer", argument.head)
            elif argument.relation == "prep" and argument.prep != "of":
                yield argument
    elif at.dep in ("nsubj", "nsubjpass") and head.pos in ("VERB", "AUX"):
        for argument in prepositions(sentence, head.i):
            yield Argument("doer", argument.head) if argument.relation == "agent" else argument
        for obj in sentence.below(head.i, "dobj"):
            yield Argument("affected", obj.i)
    elif at.dep == "pobj":
        # "responded with an attack on", "came under fire"
        verb = sentence.tokens[head.head]
        if verb.pos == "VERB" and head.lemma in ("with", "in", "to", "under"):
            for argument in verb_arguments(sentence, verb)[0]:
                if argument.relation == "subj" and verb.lemma in _SUFFERING:
                    continue
                if argument.relation == "subj" or (argument.relation == "obj" and head.lemma in ("to", "under")):
                    yield Argument("doer" if head.lemma in ("with", "in", "to") else "affected", argument.head)
                elif argument.relation == "prep" and argument.head != token.i and argument.prep != "of":
                    yield argument
