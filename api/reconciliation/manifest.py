"""The service manifest: what a client learns of the service before it asks anything."""

from __future__ import annotations

from typing import Any

import kg
from kg.reconciliation.types import TYPES, Type
from kg.vocabulary import ID, SG

PREVIEW_WIDTH, PREVIEW_HEIGHT = 420, 220
USUAL = ("State", "Organisation", "ArmedGroup", "Person", "Unit", "EquipmentType", "Place", "Place-settlement",
         "Place-region")  # fmt: skip
SETTINGS = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Most values of a row (0 for all)",
    },
    {
        "name": "content",
        "label": "Content",
        "type": "select",
        "default": "entity",
        "help_text": "What stands for an entity that is a value",
        "choices": [
            {"value": "entity", "name": "The entity"},
            {"value": "name", "name": "Its name"},
            {"value": "id", "name": "Its identifier"},
        ],
    },
)
"""What can be set for each property of a data extension."""


def manifest(base: str, batch_size: int) -> dict[str, Any]:
    """The manifest of the service at an address (without a slash at its end)."""
    return {
        "versions": ["0.2"],
        "name": "Sitgraph",
        "identifierSpace": ID,
        "schemaSpace": SG,
        "documentation": f"{base}/docs",
        "serviceVersion": kg.__version__,
        "logo": f"{base}/static/icon.svg",
        "defaultTypes": [type_json(TYPES[id_]) for id_ in USUAL],
        "view": {"url": f"{base}/reconcile/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{base}/reconcile/feature?id={{{{id}}}}"},
        "preview": {
            "url": f"{base}/reconcile/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {
            what: {
                "service_url": base,
                "service_path": f"/reconcile/suggest/{what}",
                "flyout_service_url": base,
                "flyout_service_path": f"/reconcile/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/properties"},
            "property_settings": list(SETTINGS),
        },
        "batchSize": batch_size,
    }


def type_json(type_: Type) -> dict[str, Any]:
    """A type with the types above it."""
    told: dict[str, Any] = {"id": type_.id, "name": type_.name, "description": type_.description}
    return told | ({"broader": [type_json(TYPES[type_.broader])]} if type_.broader else {})
