"""One page of a list, and what stands beside its items."""

from __future__ import annotations

from dataclasses import dataclass

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.contract.behaviour import Place
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["Page", "value_at"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its items (``None`` where the answer has none) and the exchange that brought it."""

    exchange: Exchange
    items: list[Json] | None

    def number_at(self, place: Place | None) -> float | None:
        """Return a number of the answer, such as a total; ``None`` where the answer does not say."""
        value = value_at(self.exchange, place)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def value_at(exchange: Exchange, place: Place | None) -> Json | Absent:
    """Return what an answer has at a place, in its body or in a header."""
    if place is None:
        return ABSENT
    if place.part == "header" and place.path:
        text = exchange.response.header(place.path[0])
        told: dict[str, Json] = {"true": True, "false": False}
        return ABSENT if text is None else int(text) if text.isdecimal() else told.get(text, text)
    return take(exchange.response.json(), place.path)
