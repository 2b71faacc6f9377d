"""Reads ``changes.toml``: what the pages of an API changed, from which the changelog of its client is made."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from truespec.contract.history import ApiChange
from truespec.diagnostics import Location, Report

__all__ = ["read_changes"]

_KEYS: Final = frozenset({"date", "operation", "text", "breaking"})
_ADVICE: Final = 'write each below [[change]]: date = 2026-11-21, text = "...", and operation, breaking where they help'


def read_changes(path: Path, report: Report) -> tuple[ApiChange, ...]:
    """Return the changes in the order of the file; what is wrong with it is in the report (``changes-...``)."""
    place = Location(str(path))
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        report.error("changes-unreadable", place, "cannot read the changes", "check the file")
        return ()
    except (ValueError, RecursionError) as error:
        report.error("changes-syntax", place, f"not valid TOML: {error}", "mend the line")
        return ()
    listed = document.get("change", [])
    if set(document) - {"change"} or not isinstance(listed, list):
        report.error("changes-form", place, "only a list of [[change]] may stand here", _ADVICE)
        return ()
    found: list[ApiChange] = []
    for number, one in enumerate(cast("list[object]", listed), 1):
        change = _change(cast("dict[str, Any]", one)) if isinstance(one, dict) else None
        if change is None:
            report.error("changes-form", place, f"number {number} is no change", _ADVICE)
        else:
            found.append(change)
    return tuple(found)


def _change(given: Mapping[str, Any]) -> ApiChange | None:
    date, operation, text = given.get("date"), given.get("operation", ""), given.get("text")
    breaking = given.get("breaking", False)
    right = type(date) is dt.date and isinstance(operation, str) and isinstance(text, str) and bool(text.strip())
    if not right or not isinstance(breaking, bool) or set(given) - _KEYS:
        return None
    return ApiChange(cast("dt.date", date).isoformat(), operation, str(text), breaking)
