"""The changes of an API by the day they were seen on, the latest first, for the changelog of a client."""

from __future__ import annotations

import datetime as dt

from truespec.contract.api import Api
from truespec.contract.history import ApiChange
from truespec.rendering.code import Code, fragment, markdown
from truespec.rendering.page_views import DayOfChanges

__all__ = ["days_of_changes"]


def days_of_changes(api: Api) -> tuple[DayOfChanges, ...]:
    """Return each day with its changes: those that break callers first, else as they were written down."""
    days = sorted({change.date for change in api.changes}, reverse=True)
    return tuple(DayOfChanges(Code(dt.date.fromisoformat(day).isoformat()), _lines(api, day)) for day in days)


def _lines(api: Api, day: str) -> tuple[Code, ...]:
    seen = [change for change in api.changes if change.date == day]
    return tuple(_line(change) for change in sorted(seen, key=lambda change: not change.breaking))


def _line(change: ApiChange) -> Code:
    mark = fragment("**breaking:** ") if change.breaking else fragment("")
    where = fragment("{}: ", markdown(change.operation)) if change.operation else fragment("")
    return fragment("{}{}{}", mark, where, markdown(change.text))
