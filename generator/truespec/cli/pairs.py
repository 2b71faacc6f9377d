"""Reads options that are written as a name and a value."""

from __future__ import annotations

from collections.abc import Iterable

from truespec.diagnostics import Location, Report

__all__ = ["pairs"]


def pairs(option: str, values: Iterable[str] | None, separator: str, report: Report) -> list[tuple[str, str]]:
    """Split ``NAME=VALUE``; a value that cannot be split is not repeated in the diagnostic: it may be a secret."""
    found: list[tuple[str, str]] = []
    for value in values or ():
        name, found_separator, rest = value.partition(separator)
        if name.strip() and found_separator:
            found.append((name.strip(), rest.strip() if separator == ":" else rest))
        else:
            report.error(
                "option-form", Location(option), f"needs NAME{separator}VALUE", f"write {option} NAME{separator}VALUE"
            )
    return found
