"""Requests nobody would think of, made up by schemathesis: the only module that knows it.

The tool makes requests and keeps track of what follows what.  It sends them through a door into our own session, which
adds credentials and judges the answers, so none of its own checks are used and it never learns a secret.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from truespec.checking.acceptance import Acceptance
from truespec.checking.document import openapi_document
from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import TargetLost, Unreadable, Unsendable
from truespec.checking.session import OutOfTime, Session, ShareUsed
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Absent

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events
    from schemathesis.engine.core import EventStream

__all__ = ["fuzz"]

_EXAMPLES: Final = 30
_STEPS: Final = 6


class _Door:
    """A WSGI application in front of the session: what the tool sends to it goes to the target."""

    def __init__(self, session: Session, operations: Iterable[Operation]) -> None:
        self._session = session
        # A path written out is meant before one with a parameter in the same place.
        self._operations = sorted(operations, key=lambda operation: operation.path.count("{"))
        self._acceptance = Acceptance(session.api, session.ledger.coverage.note_broken, session.ledger.echoes)
        self.stopped: TargetLost | OutOfTime | ShareUsed | KeyboardInterrupt | None = None
        self.stop: Callable[[], None] = lambda: None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; after the target was lost or the time is up, nothing is sent any more."""
        request = _request(environ)
        operation = self._operation_of(request)
        if self.stopped is not None or operation is None:
            start_response("503 Service Unavailable", [])
            return [b""]
        try:
            exchange = self._session.send(operation, request if operation.body is not None else _bare(request))
        except Unsendable:
            start_response("400 Bad Request", [])
            return [b""]
        except Unreadable:
            start_response("502 Bad Gateway", [])
            return [b""]
        except (TargetLost, OutOfTime, ShareUsed, KeyboardInterrupt) as reason:
            self.stopped = reason
            self.stop()
            start_response("503 Service Unavailable", [])
            return [b""]
        judgement = self._acceptance.judge(exchange)
        if judgement is not None:
            self._session.ledger.note(judgement, exchange)
        response = exchange.response
        if is_json(response.header("content-type") or "") and isinstance(response.json(), Absent):
            # The tool reads what says that it is JSON, however deep it is.
            response = Response(response.status)
        headers = [(name, value) for name, value in response.headers if name.lower() not in _HOP_BY_HOP]
        start_response(f"{response.status} Answer", headers)
        return [response.body]

    def _operation_of(self, request: Request) -> Operation | None:
        for operation in self._operations:
            if operation.method == request.method and _fits(operation.path, request.path):
                return operation
        return None


def _fits(template: str, path: str) -> bool:
    steps, given = template.split("/"), path.split("/")
    return len(steps) == len(given) and all(
        step == actual or (step.startswith("{") and actual) for step, actual in zip(steps, given, strict=True)
    )


def _request(environ: WSGIEnvironment) -> Request:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length) if length else b""
    path = str(environ.get("REQUEST_URI") or environ.get("RAW_URI") or "/").partition("?")[0]
    query = str(environ.get("QUERY_STRING") or "")
    headers = [
        (name.removeprefix("HTTP_").replace("_", "-").title(), str(value))
        for name, value in environ.items()
        if name.startswith("HTTP_") and name not in _OWN_HEADERS
    ]
    if environ.get("CONTENT_TYPE") and body:
        headers.append(("Content-Type", str(environ["CONTENT_TYPE"])))
    return Request(environ["REQUEST_METHOD"], f"{path}?{query}" if query else path, tuple(headers), body)


_OWN_HEADERS: Final = frozenset(
    {
        "HTTP_HOST",
        "HTTP_USER_AGENT",
        "HTTP_CONTENT_LENGTH",
        "HTTP_CONNECTION",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_X_SCHEMATHESIS_TESTCASEID",
    }
)
_HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "te", "trailer"}
)


def _bare(request: Request) -> Request:
    """Return a request without a body: the application side of the tool gives even a GET an empty form."""
    headers = tuple(header for header in request.headers if header[0] != "Content-Type")
    return replace(request, headers=headers, body=b"")


def fuzz(session: Session, seed: int) -> None:
    """Send examples, boundary values, random requests and chains of requests to every operation that may be called.

    The same seed sends the same requests to a server that answers the same.

    Raises:
        TargetLost: The target went away.
        OutOfTime: The time budget is used up.
        ShareUsed: So is the share of this part of the run.
    """
    operations = tuple(
        operation
        for operation in session.api.operations
        if session.may_send(operation) and session.can_authenticate(operation)
    )
    if not operations:
        return
    import schemathesis  # noqa: PLC0415 - a heavy library, loaded only where it runs
    from hypothesis import configuration  # noqa: PLC0415 - as above
    from schemathesis.engine import from_schema  # noqa: PLC0415 - as above

    door = _Door(session, operations)
    with tempfile.TemporaryDirectory(prefix="truespec-") as scratch:
        # Whatever the tool keeps on disk may hold values of answers: it goes with the run.
        configuration.set_hypothesis_home_dir(scratch)
        document = openapi_document(session.api, operations, dict(reversed(session.target.access.parameters)))
        schema = schemathesis.openapi.from_dict(document, config=_config(seed))
        schema.app = door
        stream = from_schema(schema).execute()
        door.stop = stream.stop
        try:
            _follow(session, stream, door)
        finally:
            configuration.set_hypothesis_home_dir(None)
    if door.stopped is not None:
        raise door.stopped


def _config(seed: int) -> SchemathesisConfig:
    """Return the tool's configuration: no checks of its own, nothing kept, values of answers not sent back."""
    from schemathesis.config import SchemathesisConfig  # noqa: PLC0415 - a heavy library

    answers_unused = {"extra-data-sources": {"responses": False}}
    return SchemathesisConfig.from_dict(  # pyright: ignore[reportUnknownMemberType] - it takes a bare dict
        {
            "seed": seed,
            "workers": 1,
            "continue-on-failure": True,
            "checks": {"enabled": False},
            "warnings": False,
            "generation": {
                "max-examples": _EXAMPLES,
                "no-shrink": True,
                "with-security-parameters": False,
                "database": "none",
            },
            "phases": {
                "examples": answers_unused,
                "coverage": {**answers_unused, "unexpected-methods": []},
                "fuzzing": answers_unused,
                "stateful": {"max-steps": _STEPS},
            },
        }
    )


def _follow(session: Session, stream: EventStream, door: _Door) -> None:
    """Drive the tool; what goes wrong inside it makes a phase not checked, never a finding."""
    from schemathesis.engine import events  # noqa: PLC0415 - a heavy library

    for event in stream:
        if isinstance(event, events.Interrupted) and door.stopped is None:
            raise KeyboardInterrupt
        if isinstance(event, events.NonFatalError | events.FatalError) and door.stopped is None:
            _not_made_up(session, event)


def _not_made_up(session: Session, event: events.NonFatalError | events.FatalError) -> None:
    label = getattr(event, "label", "")
    trouble = getattr(event, "value", None) or getattr(event, "exception", None)
    operation = next((item for item in session.api.operations if item.label == label), None)
    location = session.api.location if operation is None else operation.location
    id_ = "" if operation is None else operation.id
    fact = Fact(
        f"{id_ or 'api'}.made-up-requests",
        f"{label or session.api.name} answers made-up requests",
        location,
        id_,
        "status",
    )
    session.ledger.unknown(fact, f"requests could not be made up ({type(trouble).__name__})")
