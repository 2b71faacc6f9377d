"""The control plane: tests put the mock into the state they need, and ask what it was sent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol, TypeAlias
from urllib.parse import parse_qsl

from truespec.contract.schema import Json
from truespec.mock.clock import SettableClock
from truespec.mock.control_requests import PREFIX, RefusedError, read_body, read_text, variable
from truespec.mock.errors import StoreError, UnknownFaultError
from truespec.mock.exchange import Request, Response
from truespec.mock.journal import MOST_ENTRIES, Journal
from truespec.mock.misbehaviour import Installed, Misbehaviour
from truespec.mock.store import Snapshot, Store

__all__ = ["PREFIX", "Control", "Controlled", "is_control"]

_MOST_SNAPSHOTS: Final = 10
_LONGEST_NAME: Final = 100


class Controlled(Protocol):
    """What a mock offers to be controlled."""

    @property
    def store(self) -> Store:
        """The records."""
        ...

    @property
    def clock(self) -> SettableClock:
        """The clock that everything in the mock goes by."""
        ...

    @property
    def journal(self) -> Journal:
        """The latest requests."""
        ...

    @property
    def misbehaviour(self) -> Misbehaviour:
        """The faults in force."""
        ...

    def reset(self) -> None:
        """Begin again."""
        ...

    def health(self) -> dict[str, Json]:
        """Say how it is."""
        ...


_Asked: TypeAlias = tuple[str, dict[str, Json], dict[str, str]]
"""The variable segment of the path, the body, the query."""


@dataclass(frozen=True, slots=True)
class _Action:
    method: str
    path: str
    does: str
    run: Callable[[Control, _Asked], Response]
    takes: str = ""

    def described(self) -> Json:
        told: dict[str, Json] = {"method": self.method, "path": PREFIX + self.path, "does": self.does}
        return {**told, "takes": self.takes} if self.takes else told


def is_control(path: str) -> bool:
    """Say whether a path, as it was sent, is the control plane's."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


class Control:
    """Answers requests below :data:`PREFIX` with JSON; may be called from any thread."""

    def __init__(self, mock: Controlled) -> None:
        """Control ``mock``."""
        self._mock = mock
        self._snapshots: dict[str, Snapshot] = {}
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        """Answer one request; what is wrong with it is an ``error`` with ``advice``."""
        try:
            return self._answer(request)
        except RefusedError as refused:
            return Response.json(refused.status, {"error": refused.message, "advice": refused.advice})
        except StoreError as error:
            return Response.json(503, {"error": error.message, "advice": error.advice})

    def _answer(self, request: Request) -> Response:
        if request.header("origin") or request.header("sec-fetch-site") not in {None, "none", "same-origin"}:
            raise RefusedError(403, "the control plane is not for web pages", "call it from a test or with curl")
        path = request.path.removeprefix(PREFIX).rstrip("/")
        found = [(action, value) for action in ACTIONS if (value := variable(action.path, path)) is not None]
        exact = next(((action, value) for action, value in found if action.method == request.method), None)
        if exact is None and found:
            raise RefusedError(405, "the method does nothing here", f"use {', '.join(one.method for one, _ in found)}")
        if exact is None:
            raise RefusedError(404, "the control plane has no such path", f"GET {PREFIX} lists what it can do")
        action, value = exact
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        return action.run(self, (value, read_body(request) if action.takes else {}, query))

    def describe(self, _asked: _Asked) -> Response:
        """List what can be asked."""
        return Response.json(200, {"actions": [action.described() for action in ACTIONS]})

    def health(self, _asked: _Asked) -> Response:
        """Say how the mock is."""
        return Response.json(200, {"status": "ok", **self._mock.health()})

    def reset(self, _asked: _Asked) -> Response:
        """Begin again."""
        self._mock.reset()
        return Response(204)

    def requests(self, asked: _Asked) -> Response:
        """List the latest requests."""
        journal, query = self._mock.journal, asked[2]
        limit = query.get("limit", str(MOST_ENTRIES))
        if not (limit.isascii() and limit.isdigit() and len(limit) < 9):
            raise RefusedError(400, "limit is not a count", "give a number, such as limit=10")
        entries = journal.entries(query.get("operation", ""))
        shown: list[Json] = [entry.json() for entry in entries[max(len(entries) - int(limit), 0) :]]
        return Response.json(200, {"total": journal.total, "requests": shown})

    def forget_requests(self, _asked: _Asked) -> Response:
        """Clear the journal."""
        self._mock.journal.clear()
        return Response(204)

    def snapshots(self, _asked: _Asked) -> Response:
        """List the snapshots."""
        with self._lock:
            return Response.json(200, {"snapshots": list(self._snapshots)})

    def take_snapshot(self, asked: _Asked) -> Response:
        """Keep a copy of all records under a name."""
        name = read_text(asked[1], "name")
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or "/" in name:
            raise RefusedError(400, "name is not a name for a snapshot", "give 1 to 100 characters without /")
        with self._lock:
            if name not in self._snapshots and len(self._snapshots) >= _MOST_SNAPSHOTS:
                raise RefusedError(409, f"there are {_MOST_SNAPSHOTS} snapshots already", "delete one first")
            self._snapshots[name] = self._mock.store.snapshot()
        return Response.json(201, {"name": name})

    def restore(self, asked: _Asked) -> Response:
        """Make the records what they were."""
        with self._lock:
            snapshot = self._snapshots.get(asked[0])
        if snapshot is None:
            raise RefusedError(404, "there is no such snapshot", f"GET {PREFIX}/snapshots lists them")
        self._mock.store.restore(snapshot)
        return Response(204)

    def forget_snapshot(self, asked: _Asked) -> Response:
        """Delete one snapshot."""
        with self._lock:
            if self._snapshots.pop(asked[0], None) is None:
                raise RefusedError(404, "there is no such snapshot", f"GET {PREFIX}/snapshots lists them")
        return Response(204)

    def clock(self, _asked: _Asked) -> Response:
        """Tell the time."""
        clock = self._mock.clock
        now = clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return Response.json(200, {"now": now, "set": clock.is_set, "frozen": clock.frozen})

    def set_clock(self, asked: _Asked) -> Response:
        """Set the time."""
        frozen = asked[1].get("frozen", False)
        if not isinstance(frozen, bool):
            raise RefusedError(400, "frozen is neither true nor false", "leave it out for a clock that goes on")
        try:
            now = datetime.fromisoformat(read_text(asked[1], "now"))
            self._mock.clock.set(now if now.tzinfo else now.replace(tzinfo=UTC), frozen=frozen)
        except (ValueError, OverflowError):
            raise RefusedError(400, "now is not a time", "write it as 2030-01-31T12:00:00Z") from None
        return self.clock(asked)

    def unset_clock(self, asked: _Asked) -> Response:
        """Go back to the real time."""
        self._mock.clock.reset()
        return self.clock(asked)

    def faults(self, _asked: _Asked) -> Response:
        """List the faults in force."""
        return Response.json(200, {"faults": [_fault(one) for one in self._mock.misbehaviour.installed]})

    def inject(self, asked: _Asked) -> Response:
        """Put a fault in force."""
        try:
            return Response.json(201, _fault(self._mock.misbehaviour.inject(read_text(asked[1], "fault"))))
        except UnknownFaultError as error:
            raise RefusedError(400, error.message, error.advice) from None

    def clear_faults(self, _asked: _Asked) -> Response:
        """Withdraw every fault."""
        self._mock.misbehaviour.withdraw()
        return Response(204)

    def clear_fault(self, asked: _Asked) -> Response:
        """Withdraw one fault."""
        number = asked[0]
        known = number.isascii() and number.isdigit() and len(number) < 10
        if not known or not self._mock.misbehaviour.withdraw(int(number)):
            raise RefusedError(404, "there is no such fault", f"GET {PREFIX}/faults lists them")
        return Response(204)


ACTIONS: Final = (
    _Action("GET", "", "lists what the control plane can do", Control.describe),
    _Action("GET", "/health", "says that the mock serves, what, and with which faults", Control.health),
    _Action(
        "POST",
        "/reset",
        "begins again: the records of the start, the same identifiers, no requests, injected faults or set clock",
        Control.reset,
    ),
    _Action(
        "GET",
        "/requests",
        f"lists the latest requests (at most {MOST_ENTRIES}) without values; ?operation=ID and ?limit=N choose",
        Control.requests,
    ),
    _Action("DELETE", "/requests", "forgets the requests", Control.forget_requests),
    _Action("GET", "/snapshots", "lists the snapshots by name", Control.snapshots),
    _Action("POST", "/snapshots", "keeps a copy of all records", Control.take_snapshot, '{"name": NAME}'),
    _Action("POST", "/snapshots/{name}/restore", "makes the records what they were", Control.restore),
    _Action("DELETE", "/snapshots/{name}", "deletes a snapshot", Control.forget_snapshot),
    _Action("GET", "/clock", "tells the time of the mock", Control.clock),
    _Action(
        "PUT",
        "/clock",
        "sets the clock, which then goes on, or stands still if frozen",
        Control.set_clock,
        '{"now": "2030-01-31T12:00:00Z", "frozen": false}',
    ),
    _Action("DELETE", "/clock", "goes back to the real time", Control.unset_clock),
    _Action("GET", "/faults", "lists the faults in force and how many requests met each", Control.faults),
    _Action(
        "POST",
        "/faults",
        "puts a fault in force, written as for --fault",
        Control.inject,
        '{"fault": "NAME[@OPERATION][:ARGUMENT][:SHARE][:COUNTx]"}',
    ),
    _Action("DELETE", "/faults", "withdraws all faults", Control.clear_faults),
    _Action("DELETE", "/faults/{number}", "withdraws one fault", Control.clear_fault),
)
"""Everything the control plane can do."""


def _fault(one: Installed) -> dict[str, Json]:
    return {
        "number": one.number,
        "fault": one.planted.text,
        "operation": one.planted.operation or None,
        "share": one.planted.share,
        "count": one.planted.count or None,
        "met": one.met,
        "from_flag": one.lasting,
    }
