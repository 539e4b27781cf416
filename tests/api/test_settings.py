"""The server's settings from the environment."""

from __future__ import annotations

import pytest

from api.settings import Settings


def test_defaults_and_variables() -> None:
    assert Settings.from_environment({}) == Settings()
    variables = {"SITGRAPH_MAX_PAGE_SIZE": "9", "SITGRAPH_CORS_ORIGINS": "https://a.example, https://b.example"}
    found = Settings.from_environment(variables)
    assert (found.max_page_size, found.cors_origins) == (9, ("https://a.example", "https://b.example"))


@pytest.mark.parametrize("value", ["0", "-1", "ten", "1.5"])
def test_a_wrong_number_is_named(value: str) -> None:
    with pytest.raises(ValueError, match="SITGRAPH_PAGE_SIZE"):
        Settings.from_environment({"SITGRAPH_PAGE_SIZE": value})
