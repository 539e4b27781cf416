"""The ten claim types with their statuses and roles, and every other closed list, as one table.

The types, statuses and roles are those of the claim guideline that Sitgraph is measured against; the ontology
(`ontology/events.ttl`, `ontology/statements.ttl`) holds the same terms, and a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

SG = "https://w3id.org/sitgraph/ontology#"
ID = "https://w3id.org/sitgraph/id/"


@dataclass(frozen=True, slots=True)
class ClaimType:
    """One kind of claim: its name in JSON, its class in the ontology, its statuses, and its roles by weight."""

    name: str
    term: str
    statuses: tuple[str, ...]
    roles: tuple[str, ...]


def _type(name: str, term: str, statuses: str, roles: str) -> ClaimType:
    return ClaimType(name, term, tuple(statuses.split()), tuple(roles.split()))


CLAIM_TYPES: MappingProxyType[str, ClaimType] = MappingProxyType(
    {
        t.name: t
        for t in (
            _type(
                "equipment_loss",
                "EquipmentLoss",
                "destroyed damaged captured abandoned crashed lost",
                "victim equipment perpetrator place unit weapon",
            ),
            _type(
                "personnel_loss",
                "PersonnelLoss",
                "killed wounded captured missing lost",
                "victim perpetrator place unit weapon",
            ),
            _type(
                "attack",
                "Attack",
                "ground air drone missile artillery naval sabotage cyber unspecified",
                "attacker target place weapon unit",
            ),
            _type(
                "territorial",
                "TerritorialChange",
                "advanced captured contested held encircled withdrew",
                "actor place opponent unit",
            ),
            _type(
                "movement",
                "Movement",
                "deployed redeployed mobilised recruited trained concentrated",
                "actor unit place origin equipment",
            ),
            _type(
                "transfer",
                "Transfer",
                "proposed approved contracted delivered denied",
                "supplier recipient equipment actor",
            ),
            _type(
                "statement",
                "Statement",
                "claims announces supports opposes threatens demands denies promises orders assesses",
                "speaker addressee topic",
            ),
            _type(
                "measure",
                "Measure",
                "emergency evacuation curfew mobilisation sanctions closure legislation",
                "authority place target",
            ),
            _type(
                "diplomacy",
                "Diplomacy",
                "negotiation agreement ceasefire prisoner_exchange visit breakdown",
                "party place topic",
            ),
            _type(
                "relation",
                "Relation",
                "member_of subordinate_to allied_with operates located_in produces leads supplies",
                "subject object",
            ),
        )
    }
)

ROLES: tuple[str, ...] = tuple(dict.fromkeys(role for t in CLAIM_TYPES.values() for role in t.roles))
"""All roles, each a property of events in the ontology."""

SIDE_ROLES: MappingProxyType[str, str] = MappingProxyType(
    {
        role: role + "Side"
        for role in (
            "victim",
            "perpetrator",
            "attacker",
            "actor",
            "opponent",
            "supplier",
            "recipient",
            "speaker",
            "authority",
            "party",
            "subject",
        )
    }
)
"""Role -> the property that holds the filler and every actor it belongs to (closure written out)."""

POLARITIES = ("positive", "negative")
MODALITIES = ("actual", "planned", "possible")
CERTAINTIES = ("confirmed", "asserted", "probable", "possible", "doubtful")
BASES = ("visual", "document", "none")
SCOPES = ("event", "period", "cumulative")
PLACE_RELATIONS = ("in", "part", "near", "toward", "from", "over")
TIME_BASES = ("stated", "report_day")
STANDINGS = ("accepted", "disputed", "refuted", "planned", "possible")
DECISIONS = ("same", "merge", "different", "split")
"""What people decide of entities. ``same`` and ``merge``: all of them are one. ``different``: each two of them are two.
``split``: the first is none of the others."""
DECISION_STATES = ("applied", "unfit", "overruled", "undone")
"""What became of a decision: it holds; an entity of it is no longer there; a newer one says otherwise; taken back."""
ECHELONS = (
    "team", "squad", "section", "platoon", "company", "battalion", "regiment", "brigade", "division", "corps", "army",
    "army_group", "region", "command", "detachment", "group_of_forces", "military_district", "wing", "flotilla", "fleet",
    "branch", "unit",
)  # fmt: skip
OF_NO_FIXED_SIZE = frozenset({"group", "centre", "force", "legion", "police"})
"""Words for units that the tables have beside `ECHELONS`; each is a ``unit``."""

ENTITY_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "state": "State",
        "organisation": "Organisation",
        "armed_group": "ArmedGroup",
        "person": "Person",
        "unit": "Unit",
        "equipment": "EquipmentType",
        "place": "Place",
        "facility": "Facility",
    }
)
"""Kind in JSON -> class in the ontology."""

ACTOR_KINDS = frozenset({"state", "organisation", "armed_group", "person", "unit"})
PLACE_KINDS = frozenset({"place", "facility"})


def camel(name: str) -> str:
    """A status or other vocabulary word as the local name of its concept in the ontology.

    >>> camel("prisoner_exchange")
    'PrisonerExchange'
    """
    return "".join(part.capitalize() for part in name.split("_"))
