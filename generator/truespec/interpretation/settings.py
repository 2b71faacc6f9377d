"""Check that what ``api.toml`` names exists in the document, and that its names can be had."""

from __future__ import annotations

from collections.abc import Iterable

from truespec.catalogue import ApiEntry
from truespec.contract.api import Api
from truespec.diagnostics import Location, Report

__all__ = ["check_settings"]


def check_settings(entry: ApiEntry, api: Api, report: Report) -> None:
    """Report settings for operations and security schemes that are not there, and names that something else has."""
    operations = {operation.id: operation for operation in api.operations if operation.id_is_given}
    for id_, word in entry.operations.items():
        operation = operations.get(id_)
        if operation is None:
            _unknown("operation", ("operations", id_), operations, entry, report)
        elif f"{operation.resource}.{operation.name}" != word:
            _taken(word, f"{operation.resource}.{operation.name}", ("operations", id_), entry, report)
    schemes = {scheme.wire: scheme for scheme in api.security_schemes}
    for wire, keyword in entry.credentials.items():
        scheme = schemes.get(wire)
        if scheme is None:
            _unknown("security scheme", ("credentials", wire), schemes, entry, report)
        elif scheme.name != keyword:
            _taken(keyword, scheme.name, ("credentials", wire), entry, report)

    classes = {named.wire: named.name for named in api.schemas if named.wire}
    for wire, name in entry.schemas.items():
        if wire not in classes:
            _unknown("schema", ("schemas", wire), classes, entry, report)
        elif classes[wire] != name:
            _taken(name, classes[wire], ("schemas", wire), entry, report)


def _unknown(kind: str, key: tuple[str, str], known: Iterable[str], entry: ApiEntry, report: Report) -> None:
    message = f"the spec has no {kind} {key[1]!r}"
    advice = f"{kind}s of the spec: {', '.join(known)[:200] or 'none'}"
    report.error("settings-unknown", _place(entry, key), message, advice)


def _taken(wish: str, instead: str, key: tuple[str, str], entry: ApiEntry, report: Report) -> None:
    by = "another class" if key[0] == "schemas" else "the client itself"
    message = f"{wish!r} is taken by {by}: {instead!r} would be used"
    report.error("settings-name-taken", _place(entry, key), message, "choose another name")


def _place(entry: ApiEntry, key: tuple[str, str]) -> Location:
    return entry.places.get(("client", *key), Location(str(entry.settings or entry.spec)))
