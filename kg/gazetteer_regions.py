"""The region that a point lies in, as far as the settlements around it tell."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache

from kg.gazetteer_index import PLACE, Index

_FARTHEST = 30.0
_DEGREE = 111.2


def nearest_division(index: Index, country: str, latitude: float, longitude: float) -> str:
    """The code in GeoNames of the division that the nearest settlement of the state lies in; empty beyond 30 km."""
    best, found = _FARTHEST, ""
    cells = _cells(index, country)
    row, column = math.floor(latitude * 2), math.floor(longitude * 2)
    for near_row in range(row - 1, row + 2):
        for near_column in range(column - 1, column + 2):
            for other_latitude, other_longitude, admin1 in cells.get((near_row, near_column), ()):
                east = (other_longitude - longitude) * math.cos(math.radians(latitude))
                away = _DEGREE * math.hypot(other_latitude - latitude, east)
                if away < best:
                    best, found = away, admin1
    return found


@cache
def _cells(index: Index, country: str) -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    """The settlements of a state by half degrees: latitude, longitude and division."""
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for number in range(len(index)):
        row = index.row(number)
        if row.country == country and row.feature == PLACE and row.latitude is not None and row.longitude is not None:
            cells[math.floor(row.latitude * 2), math.floor(row.longitude * 2)].append(
                (row.latitude, row.longitude, row.admin1)
            )
    return cells
