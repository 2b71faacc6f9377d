"""Keeps account of what a run has exercised of a contract, and what it has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from truespec.checking.coverable import COVERED_KINDS, Coverable, CoveredKind, coverables, field_paths
from truespec.checking.exchange import Exchange
from truespec.checking.parameters import path_values
from truespec.checking.schema_check import SPELLING, Violation
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["Coverage", "Covered"]


@dataclass(frozen=True, slots=True)
class Covered:
    """Something that can be exercised, whether it was, and why not where that is known."""

    what: Coverable
    exercised: bool
    reason: str = ""

    def as_json(self) -> dict[str, Json]:
        """Return it as plain JSON data."""
        place = self.what.location
        told: dict[str, Json] = {"id": self.what.id, "file": place.file, "line": place.line}
        return {**told, "reason": self.reason} if self.reason else told


@dataclass(slots=True)
class Coverage:
    """The account of one run: what can be exercised, less what has been."""

    api: Api
    _all: tuple[Coverable, ...] = ()
    _missing: dict[CoveredKind, set[str]] = field(default_factory=dict[CoveredKind, set[str]])
    _waiting: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        """Find what can be exercised."""
        self._all = tuple(coverables(self.api))
        self._missing = {kind: {item.id for item in self._all if item.kind == kind} for kind in COVERED_KINDS}
        for item in self._all:
            if item.kind == "response fields":
                group = ".".join(item.id.split(".")[:2])
                self._waiting[group] = self._waiting.get(group, 0) + 1

    def note(self, exchange: Exchange, answer: Json | Absent) -> None:
        """Keep what an exchange has exercised; ``answer`` is the JSON of its answer."""
        operation, status = exchange.operation, exchange.response.status
        self._missing["operations"].discard(operation.id)
        self._missing["parameters"] -= set(_parameters(exchange))
        sent = exchange.request.json()
        if not isinstance(sent, Absent):
            self._missing["request fields"] -= {f"{operation.id}.request.{path}" for path in field_paths(sent)}
        declared = operation.answer(status)
        if declared is None:
            return
        group = f"{operation.id}.{declared.status}"
        self._missing["statuses"].discard(group)
        if isinstance(answer, Absent) or not self._waiting.get(group):
            return
        seen = {f"{group}.{path}" for path in field_paths(answer)} & self._missing["response fields"]
        self._missing["response fields"] -= seen
        self._waiting[group] -= len(seen)

    def note_broken(self, operation: Operation, violations: Iterable[Violation]) -> None:
        """Keep the constraints that a request broke."""
        for violation in violations:
            keyword = "type" if violation.keyword == SPELLING else violation.keyword
            self._missing["constraints"].discard(f"{operation.id}.request.{violation.path}.{keyword}")

    def missing(self) -> dict[str, list[str]]:
        """Return what was not exercised so far, by kind."""
        return {kind: sorted(ids) for kind, ids in self._missing.items()}

    def restore(self, missing: Mapping[str, Sequence[str]]) -> None:
        """Go on from what another run left unexercised."""
        for kind in self._missing:
            self._missing[kind] &= set(missing.get(kind, self._missing[kind]))

    def of_kind(self, kind: CoveredKind) -> tuple[Coverable, ...]:
        """Return what of a kind can be exercised."""
        return tuple(item for item in self._all if item.kind == kind)

    def result(self, rules: set[str], reasons: Mapping[str, str]) -> tuple[Covered, ...]:
        """Return the account; ``rules`` are those an answer told of, ``reasons`` why others were not checked."""
        self._missing["rules"] -= rules
        return tuple(
            Covered(item, exercised=False, reason=reasons.get(item.id, ""))
            if item.id in self._missing[item.kind]
            else Covered(item, exercised=True)
            for item in self._all
        )


def _parameters(exchange: Exchange) -> Iterable[str]:
    operation, request = exchange.operation, exchange.request
    yield from (f"{operation.id}.path.{name}" for name in path_values(operation, request.path))
    names = {name for name, _ in request.query}
    cookie = request.header("Cookie") or ""
    for parameter in operation.parameters:
        id_ = f"{operation.id}.{parameter.place}.{parameter.wire}"
        if (
            (
                parameter.place == "query"
                and any(name == parameter.wire or name.startswith(f"{parameter.wire}[") for name in names)
            )
            or (parameter.place == "querystring" and bool(names))
            or (parameter.place == "header" and request.header(parameter.wire) is not None)
            or (parameter.place == "cookie" and f"{parameter.wire}=" in cookie)
        ):
            yield id_
