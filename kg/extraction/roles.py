"""The roles of one draft, filled argument by argument as the sense says; slots are typed."""

from __future__ import annotations

from kg.extraction.discourse import Discourse
from kg.extraction.lexicon import Sense
from kg.model import Filler
from kg.syntax import Argument, Clause, Token
from kg.vocabulary import ACTOR_KINDS, CLAIM_TYPES, PLACE_RELATIONS

PREPOSITIONS = {
    "in": None, "at": None, "inside": None, "within": None, "on": None, "across": None, "into": None, "along": None,
    "throughout": None, "through": None, "near": "near", "around": "near", "outside": "near", "by": "near", "beside": "near",
    "between": "near", "toward": "toward", "towards": "toward", "to": "toward", "from": "from", "over": "over",
    "above": "over", "part": "part", "off": "near", "behind": "near", "beyond": "near", "past": "near", "against": None,
}  # fmt: skip
_ACTING = frozenset({"perpetrator", "attacker", "actor", "opponent", "victim", "supplier", "recipient", "speaker", "addressee",
                     "authority", "party", "subject", "object"})  # fmt: skip
_CENTRES = frozenset(
    """centre center outskirt outskirts suburb district neighbourhood neighborhood downtown part north south east
    west""".split()
)
_IRREGULARS = frozenset(
    """hacker saboteur partisan rebel militant insurgent gunman jihadist militia militiaman paramilitary separatist
    pirate mercenary""".split()
)
_VAGUE = frozenset(
    """front area ground line part territory land position side half km kilometer kilometre square field location
    site sector""".split()
)
_SHIPS = frozenset("HMS HMCS HMAS USS RFS INS ROKS".split())
_SHIP_CLASSES = frozenset({"ship", "warship"})
_MOVING_PREPS = frozenset({"to", "against", "by", "between", "behind", "beyond", "past"})
_WEAPON_PREPS = frozenset({"with", "using", "by", "from", "via", "to", "through"})


class Filling:
    """The fillers that one sense of a clause takes from its arguments, by role."""

    def __init__(self, clause: Clause, sense: Sense, discourse: Discourse) -> None:
        self.clause, self.sense, self.discourse = clause, sense, discourse
        self.sentence = clause.sentence
        self.known = CLAIM_TYPES[sense.type].roles
        self.roles: dict[str, list[Filler]] = {}

    def put(self, role: str, fillers: tuple[Filler, ...]) -> None:
        """Add fillers to a role, none twice."""
        held = self.roles.setdefault(role, [])
        held.extend(f for f in fillers if all(f.mention.span != h.mention.span for h in held))

    def target(self, argument: Argument, targets: tuple[str, ...]) -> None:
        """Fill the first of the roles that the sense gives an argument and that its type fits."""
        discourse, sentence = self.discourse, self.sentence
        rel = next((t for t in targets if t in PLACE_RELATIONS), None)
        if discourse.is_time(sentence.tokens[argument.head]):
            return
        sort = discourse.sort(sentence, argument.head)
        hole = discourse.question and discourse.is_hole(sentence, argument.head)
        for role in (t for t in targets if t not in PLACE_RELATIONS):
            if role in ("ground", "measure"):
                if "place" in self.known and (inner := discourse.places(sentence, argument.head, None)):
                    self.put("place", inner)
                return
            if hole and (sort == "wh" or argument.relation != "prep"):
                asks_thing = role == "addressee" and sentence.tokens[argument.head].lemma == "what"
                self.put("topic" if asks_thing else role, (discourse.generic(sentence, argument.head),))
                return
            if role in ("place", "origin"):
                done = self._place(argument, role, rel, sort)
            elif role in ("equipment", "weapon"):
                done = self._equipment(argument, role, sort)
            elif role == "unit":
                done = self._unit(argument, sort)
            elif role in ("target", "topic"):
                done = self._thing(argument, role, sort)
            else:
                done = role in _ACTING and self._actor(argument, role, sort)
            if done:
                return

    def default(self, argument: Argument) -> None:
        """What a preposition says that the sense has no word for: places, weapons."""
        discourse, sentence, prep = self.discourse, self.sentence, argument.prep
        token = sentence.tokens[argument.head]
        if discourse.is_time(token):
            return
        sort = discourse.sort(sentence, argument.head)
        if "weapon" in self.known and prep in _WEAPON_PREPS and sort == "equipment":
            self.put("weapon", discourse.equipment(sentence, argument.head))
            return
        if prep not in PREPOSITIONS or "place" not in self.known:
            return
        if prep in _MOVING_PREPS and self.sense.type not in ("territorial", "attack"):
            return
        rel = PREPOSITIONS[prep] if self.sense.type != "attack" or prep != "to" else None
        generic = discourse.generic(sentence, argument.head)
        if discourse.question and discourse.is_hole(sentence, argument.head) and sort in ("place", "wh", "thing"):
            self.put("place", (Filler(generic.mention, None, rel),))
        elif found := discourse.places(sentence, argument.head, rel or "in"):
            self.put("place", found)
        elif sort == "place" and token.lemma not in _VAGUE and prep not in ("to", "into"):
            self.put("place", (Filler(generic.mention, None, rel if rel in ("near", "over") else None),))

    def there(self) -> None:
        """ "Two people were hurt there": the place named last."""
        if "place" not in self.known:
            return
        for child in self.sentence.below(self.clause.head, "advmod"):
            if child.lemma == "there" and (place := self.discourse.last_place(self.sentence, child.i)) is not None:
                self.put("place", (Filler(place.mention, place.link),))

    def _place(self, argument: Argument, role: str, rel: str | None, sort: str) -> bool:
        if rel is None and argument.relation == "prep" and role == "place":
            rel = PREPOSITIONS.get(argument.prep)
            if self.sense.status in ("withdrew", "captured") and argument.prep in ("from", "of", "out"):
                rel = None
            if self.sense.type in ("movement", "diplomacy") and argument.prep in ("to", "into"):
                rel = None
        whole = self.sense.type == "territorial" and argument.prep in ("", "of")
        taken = whole and argument.relation in ("obj", "gap", "prep")
        where = rel or ("in" if argument.relation != "subj" else None)
        found = self.discourse.places(self.sentence, argument.head, where, taken=taken)
        if not found and role == "place" and sort == "place" and argument.prep != "to":
            if self.sentence.tokens[argument.head].lemma not in _VAGUE:
                found = (self.discourse.generic(self.sentence, argument.head),)
        self.put(role, found)
        return bool(found)

    def _equipment(self, argument: Argument, role: str, sort: str) -> bool:
        lost = self.sense.type == "equipment_loss"
        if sort not in ("equipment", "number") and not (lost and sort in ("thing", "pronoun")):
            return False
        found = self.discourse.equipment(self.sentence, argument.head)
        self.put(role, found if found and sort != "pronoun" else self._counted())
        if lost:
            self._owned("victim", argument)
        return True

    def _counted(self) -> tuple[Filler, ...]:
        """What a bare number counts: the equipment named last before it."""
        at = self.sentence.tokens[self.clause.head].start
        before = self.discourse.mentions_in(0, at)[-12:]
        return next(((filler,) for filler in reversed(before) if filler.kind == "equipment"), ())

    def _unit(self, argument: Argument, sort: str) -> bool:
        filler = self.discourse.mention(self.sentence.tokens[argument.head])
        if filler is not None and filler.kind == "unit":
            self.put("unit", (filler,))
            return True
        if sort not in ("people", "actor", "number"):
            return False
        self.put("unit", (self.discourse.generic(self.sentence, argument.head),))
        if self.sense.type == "movement":
            self._owned("actor", argument)
        return True

    def _owned(self, role: str, argument: Argument) -> None:
        """Whose it is, where the phrase says so: "Ukrainian tanks"."""
        owner = self.discourse.within(self.sentence, argument.head, ACTOR_KINDS)
        if owner is not None:
            self.put(role, (owner,))

    def _thing(self, argument: Argument, role: str, sort: str) -> bool:
        discourse, sentence = self.discourse, self.sentence
        token = sentence.tokens[argument.head]
        if argument.relation == "affected" and sort in ("people", "actor", "equipment", "event"):
            return True
        named = discourse.mention(token) or self._person_apposed(token)
        if role == "target" and "place" in self.known:
            if named is None and token.lemma in _CENTRES:
                self.put("place", discourse.places(sentence, argument.head, "in"))
                return True
            if named is not None and named.kind == "facility":
                self.put(role, (named,))
                return True
        if sort == "place" and "place" in self.known and (named is not None or role != "target"):
            found = discourse.places(sentence, argument.head, PREPOSITIONS.get(argument.prep))
            if found:
                self.put("place", found)
                return True
        if sort in ("pronoun", "number") or argument.relation == "mod":
            return True
        if named is not None:
            self.put(role, (named,))
        elif token.pos in ("NOUN", "PROPN", "VERB", "ADJ"):
            self.put(role, (discourse.generic(sentence, argument.head),))
            inner = discourse.places(sentence, argument.head, "in")
            if inner and role == "target":
                self.put("place", tuple(Filler(f.mention, f.link, None if f.rel == "part" else f.rel) for f in inner))
        return True

    def _person_apposed(self, token: Token) -> Filler | None:
        """Who somebody is by name: "a senior official, X"."""
        apposed = (self.discourse.mention(t) for t in self.sentence.below(token.i, "appos"))
        return next((f for f in apposed if f is not None and f.kind == "person"), None)

    def _actor(self, argument: Argument, role: str, sort: str) -> bool:
        discourse, sentence = self.discourse, self.sentence
        if sort == "equipment" and role in ("attacker", "perpetrator"):
            ship = self._ship(argument)
            self.put(role if ship else "weapon", ship or discourse.equipment(sentence, argument.head))
            self._owned(role, argument)
            return True
        if found := discourse.actors(sentence, argument.head):
            if found[0].kind == "unit" and "unit" in self.known:
                self.put("unit", found[:1])
                owner = discourse.within(sentence, argument.head, frozenset({"state", "armed_group"}))
                found = (owner,) if owner is not None else self._side_of(found[0])
            self.put(role, found)
            return True
        found = self._unnamed(argument, role, sort)
        self.put(role, found)
        return bool(found)

    def _ship(self, argument: Argument) -> tuple[Filler, ...]:
        """The ship that acts by its own name, whose crew it stands for: "shot down by HMS Diamond"."""
        token = self.sentence.tokens[argument.head]
        named = self.discourse.mention(token)
        if named is None or argument.relation not in ("subj", "agent") or not self.discourse.is_named(named):
            return ()
        of_a_class = any(t.lemma in ("a", "an") for t in self.sentence.below(token.i, "det", "nummod"))
        ship = named.mention.text.split()[0] in _SHIPS or bool(self.discourse.classes(named) & _SHIP_CLASSES)
        return (named,) if ship and token.tag in ("NNP", "NNPS") and not of_a_class else ()

    def _unnamed(self, argument: Argument, role: str, sort: str) -> tuple[Filler, ...]:
        """What fills an acting role without naming an actor: places and things in relations, rebels, people.

        In a question whoever acts is asked by, by name or not: "did the army capture X".
        """
        discourse, sentence = self.discourse, self.sentence
        relation = self.sense.type == "relation"
        if relation and sort == "place" and (near := discourse.places(sentence, argument.head, None)):
            return near
        if argument.relation == "mod":
            return ()
        if relation and sort == "equipment":
            return discourse.equipment(sentence, argument.head)
        irregular = sentence.tokens[argument.head].lemma in _IRREGULARS
        suffering = sort == "people" and role not in ("opponent", "perpetrator", "actor")
        asked_by = discourse.question and sort in ("people", "actor", "thing", "pronoun")
        if irregular or suffering or asked_by or (relation and sort != "pronoun"):
            return (discourse.generic(sentence, argument.head),)
        return ()

    def _side_of(self, unit: Filler) -> tuple[Filler, ...]:
        """The belligerent whose unit it is, as the report mentions it."""
        side = self.discourse.side(unit)
        found = self.discourse.mention_of(side, unit.mention.span.start) if side is not None else None
        return (found or unit,)
