"""Diagnostics for other programs: JSON, annotations of a pull request, SARIF."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from truespec import __version__
from truespec.diagnostics import Diagnostic, Severity, printable

__all__ = ["DiagnosticFormat", "github", "sarif"]

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


class DiagnosticFormat(StrEnum):
    """How ``truespec lint`` prints."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def github(diagnostic: Diagnostic) -> str:
    """Return a workflow command that puts a diagnostic on its line of a pull request."""
    place = diagnostic.location
    properties = {
        "file": place.file,
        "line": str(place.line or 1),
        "col": str(place.column or 1),
        "title": diagnostic.id,
    }
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = f"{diagnostic.message} ({diagnostic.advice})" if diagnostic.advice else diagnostic.message
    return f"::{_GITHUB[diagnostic.severity]} {listed}::{_data(printable(text))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def sarif(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log of one run."""
    found = list(diagnostics)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "truespec",
                        "version": __version__,
                        "rules": [{"id": id_} for id_ in sorted({diagnostic.id for diagnostic in found})],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(diagnostic) for diagnostic in found],
            }
        ],
    }


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.location
    region = {"region": {"startLine": place.line, "startColumn": place.column}} if place.line else {}
    uri = place.file.replace("\\", "/")
    return {
        "ruleId": diagnostic.id,
        "level": _SARIF[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}. {diagnostic.advice}".rstrip(". ") + "."},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, **region}}],
    }
