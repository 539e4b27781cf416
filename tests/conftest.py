"""Options of all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files of tests/golden")


@pytest.fixture(scope="session", autouse=True)
def no_added_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the person at this computer has added to Sitgraph is left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITGRAPH_DATA", str(tmp_path_factory.mktemp("data")))
        yield
