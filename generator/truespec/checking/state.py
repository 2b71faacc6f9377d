"""The file that a run keeps beside it, so that another may go on after an abort: what is done, and what was found."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, cast

from truespec.checking.coverable import coverables
from truespec.checking.verdict import Fact, Finding, Kind, NotChecked, Turn
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.diagnostics import Location, Report

__all__ = ["RunState", "digest_of"]

_FORM: Final = 1
_Object = dict[str, Json]


def digest_of(api: Api) -> str:
    """Return a digest of what can be checked of a contract: a run goes on only with the same."""
    told = hashlib.sha256(api.name.encode())
    for item in coverables(api):
        told.update(f"{item.kind} {item.id}\n".encode("utf-8", "surrogatepass"))
    return told.hexdigest()


@dataclass(slots=True)
class RunState:
    """What a run has done so far; nothing in it is secret.

    ``run`` tells which run it is: it goes on only with the same contract, target, profile, seed and shard.
    """

    path: Path
    run: Mapping[str, str]
    tag: str = ""
    done: set[str] = field(default_factory=set[str])
    holds: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: tuple[NotChecked, ...] = ()
    requests: dict[str, int] = field(default_factory=dict[str, int])
    answers: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    missing: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    made: tuple[tuple[str, str, Json, dict[str, str]], ...] = ()
    seconds: float = 0.0

    @classmethod
    def open(cls, path: Path, run: Mapping[str, str], report: Report) -> Self | None:
        """Return what the file says, a new state where there is none, and ``None`` where it is not to be used.

        Reports ``resume-unreadable`` for a file that is none of ours, ``resume-other-run`` for that of another run.
        """
        place = Location(str(path))
        if not path.exists():
            return cls(path, dict(run))
        try:
            told: Json = json.loads(path.read_text(encoding="utf-8"))
            state = cls._read(path, told) if isinstance(told, dict) and told.get("truespec-run") == _FORM else None
        except (OSError, ValueError, KeyError, TypeError):
            state = None
        if state is None:
            report.error(
                "resume-unreadable",
                place,
                "the file does not hold the state of a run",
                "name another file with --resume, or take this one away to begin anew",
            )
            return None
        other = [name for name, value in run.items() if state.run.get(name) != value]
        if other:
            report.error(
                "resume-other-run",
                place,
                f"the file is of a run with another {', '.join(other)}",
                "call the command as it was called then, or take the file away to begin anew",
            )
            return None
        return state

    @classmethod
    def _read(cls, path: Path, told: _Object) -> Self:
        return cls(
            path,
            {name: str(value) for name, value in _object(told["run"]).items()},
            str(told["tag"]),
            {str(name) for name in _list(told["done"])},
            tuple(_fact(_object(item)) for item in _list(told["holds"])),
            tuple(_finding(_object(item)) for item in _list(told["findings"])),
            tuple(_not_checked(_object(item)) for item in _list(told["unknown"])),
            {name: _int(count) for name, count in _object(told["requests"]).items()},
            {name: _counts(_object(counts)) for name, counts in _object(told.get("answers", {})).items()},
            {kind: [str(id_) for id_ in _list(ids)] for kind, ids in _object(told["missing"]).items()},
            tuple(_made(_list(item)) for item in _list(told["made"])),
            float(cast("float", told["seconds"])),
        )

    def write(self) -> None:
        """Write the file: the whole of it or nothing.

        Raises:
            OSError: It cannot be written.
        """
        told: _Object = {
            "truespec-run": _FORM,
            "run": dict(self.run),
            "tag": self.tag,
            "done": [*sorted(self.done)],
            "holds": [fact.as_json() for fact in self.holds],
            "findings": [finding.as_json() for finding in self.findings],
            "unknown": [item.as_json() for item in self.unknown],
            "requests": dict(self.requests),
            "answers": {
                name: {str(status): count for status, count in counts.items()} for name, counts in self.answers.items()
            },
            "missing": {kind: [*ids] for kind, ids in self.missing.items()},
            "made": [[name, action, key, {**values}] for name, action, key, values in self.made],
            "seconds": self.seconds,
        }
        partial = self.path.with_name(f"{self.path.name}.partial")
        with partial.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.path)

    def remove(self) -> None:
        """Take the file away: the run came to its end."""
        self.path.unlink(missing_ok=True)


def _object(value: Json) -> _Object:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _int(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _counts(told: _Object) -> dict[int, int]:
    return {int(status): _int(count) for status, count in told.items()}


def _fact(told: _Object) -> Fact:
    assumed = told["assumed"]
    place = Location(str(told["file"]), _int(told["line"]), _int(told["column"]), str(told["pointer"]))
    kind = cast("Kind", str(told["kind"]))
    why = None if assumed is None else str(assumed)
    return Fact(str(told["id"]), str(told["states"]), place, str(told["operation"]), kind, why)


def _finding(told: _Object) -> Finding:
    turns = [_object(item) for item in _list(told["conversation"])]
    return Finding(
        _fact(told),
        str(told["detail"]),
        str(told["request"]),
        str(told["response"]),
        str(told["reproduction"]),
        _int(told["times"]),
        str(told["client_code"]),
        tuple(Turn(str(turn["request"]), str(turn["response"])) for turn in turns),
    )


def _not_checked(told: _Object) -> NotChecked:
    return NotChecked(_fact(told), str(told["reason"]), bool(told["needs_setup"]))


def _made(told: list[Json]) -> tuple[str, str, Json, dict[str, str]]:
    resource, action, key, values = told
    return str(resource), str(action), key, {name: str(value) for name, value in _object(values).items()}
