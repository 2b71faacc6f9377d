"""Start a mock of every document of a folder, ask it, judge its answers with a validator of our own, print one table.

``python generator/bench/corpus_mock.py DIR [--operations N] [--only NAME]``; it ends with 1 when a mock does not start
within 5 seconds, or when one answer has a status nobody declared or a body that its own schema does not allow.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs
from corpus import GENERATOR, documents
from truespec.checking.parameters import build
from truespec.contract.api import Api
from truespec.contract.json_schema import definitions, standalone
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import ABSENT, Json, Schema
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators
from truespec.mock.variants import variant_of

SECONDS_TO_START = 5.0
_COLUMNS = ("document", "start s", "operations", "asked", "done", "impossible", "slowest ms", "result")
_MOST_SHOWN = 3


@dataclass(slots=True)
class Row:
    """What became of one document; ``complaints`` is empty where all is well.

    ``done`` counts answers below 400, ``impossible`` operations that no request satisfies, or none is
    for alone: they are not asked.
    """

    name: str
    seconds: float = 0.0
    operations: int = 0
    asked: int = 0
    done: int = 0
    impossible: int = 0
    slowest: float = 0.0
    complaints: list[str] = field(default_factory=list[str])

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        shown = "; ".join(self.complaints[:_MOST_SHOWN])
        more = len(self.complaints) - _MOST_SHOWN
        return (
            self.name,
            f"{self.seconds:.1f}",
            str(self.operations),
            str(self.asked),
            str(self.done),
            str(self.impossible),
            f"{self.slowest * 1000:.0f}",
            f"{shown}{f' and {more} more' if more > 0 else ''}" or "ok",
        )


class Asker:
    """Makes requests of one API from its contract, and judges the answers."""

    def __init__(self, api: Api) -> None:
        """Share what all operations need."""
        self._api = api
        self._shapes = Shapes(api)
        self._sampler = Sampler(self._shapes, Validators(api, "request"))
        self._definitions = {name: _received(schema) for name, schema in definitions(api).items()}

    def is_possible(self, operation: Operation) -> bool:
        """Say whether a request can be made that the operation's own schemas allow.

        An empty object or list in a query is nothing at all once it is written out, so it cannot be required.  What
        differs from another operation behind ``#`` alone is the same on the wire.
        """
        variant = variant_of(operation)
        if variant is not None and not variant.query and not variant.fixed:
            return False
        required = (parameter for parameter in operation.parameters if parameter.required)
        written = (parameter for parameter in required if parameter.place == "query" and not parameter.examples)
        if any(self._sampler.sample(parameter.schema) in ({}, [], None) for parameter in written):
            return False
        media = operation.body.content[0] if operation.body is not None and operation.body.content else None
        if media is None or media.schema is None or not is_json(media.name):
            return True
        body = json.dumps(self._sampler.sample(media.schema)).encode()
        return not self._misfit(media.schema, body, formats=False)

    def request(self, operation: Operation) -> tuple[str, dict[str, str], bytes]:
        """Return target, headers and body of a request that gives all an operation asks for."""
        values = {
            (parameter.place, parameter.wire): next(
                (example.value for example in parameter.examples), self._sampler.sample(parameter.schema)
            )
            for parameter in operation.parameters
            if parameter.required
        }
        media = operation.body.content[0] if operation.body is not None and operation.body.content else None
        sample = None if media is None or media.schema is None else self._sampler.sample(media.schema)
        made = build(operation, values, sample if media is not None and is_json(media.name) else ABSENT)
        headers, body = {**dict(made.headers), **self._credentials(operation)}, made.body
        if media is not None and not is_json(media.name):
            members = sample if isinstance(sample, dict) else {"value": sample}
            body = _form(members) if "urlencoded" in media.name else b"sample"
            headers["Content-Type"] = media.name if "*" not in media.name else "application/octet-stream"
        # Paths of a document may have letters that no request line can hold.
        return quote(made.target, safe="/?&=%:,;@+$!*'()[]~"), headers, body

    def complaint(self, operation: Operation, status: int, content_type: str, body: bytes) -> str:
        """Return what is wrong with an answer, empty where nothing is."""
        answer = operation.answer(status)
        if not operation.answers:
            return ""  # the document says nothing of answers, so none can be wrong
        if answer is None and 200 <= status < 300 and not body and not _says_success(operation):
            return ""
        if answer is None:
            return f"the status {status} is not declared"
        if not answer.content or (not body and status in {204, 304}):
            return "a body that is not declared" if body else ""
        media = next((media for media in answer.content if media.name == content_type), None)
        if media is None and not any("*" in media.name for media in answer.content):
            return f"{status} with {content_type or 'no media type'} is not declared"
        if media is None or media.schema is None or not is_json(media.name):
            return ""
        return self._misfit(media.schema, body)

    def _misfit(self, schema: Schema, body: bytes, *, formats: bool = True) -> str:
        document = {**_received(standalone(schema, self._api, {})), "$defs": self._needed(schema)}
        try:
            validator = jsonschema_rs.Draft202012Validator(document, validate_formats=formats, offline=True)
        except ValueError as error:
            return f"no validator: {str(error).splitlines()[0][:80]}"
        found = next(validator.iter_errors(json.loads(body)), None)
        return "" if found is None else f"{'.'.join(map(str, found.instance_path))}: {found.message[:100]}"

    def _needed(self, schema: Schema) -> dict[str, Json]:
        """Return the definitions a schema leads to: all of a thousand would be converted for each answer."""
        found: dict[str, Json] = {}
        waiting = [schema]
        while waiting:
            current = waiting.pop()
            if current.reference and current.reference not in found:
                found[current.reference] = self._definitions[current.reference]
                waiting.append(self._api.schema(current.reference).schema)
            waiting.extend(child for _, child in current.children())
        return found

    def _credentials(self, operation: Operation) -> dict[str, str]:
        needs = next(iter(operation.security), ())
        schemes = [scheme for need in needs if (scheme := self._api.scheme(need.scheme)) is not None]
        given = {"api-key": "given", "basic": "Basic dXNlcjpwYXNz"}
        headers = {
            scheme.parameter if scheme.kind == "api-key" else "Authorization": given.get(scheme.kind, "Bearer given")
            for scheme in schemes
            if scheme.kind != "api-key" or scheme.place == "header"
        }
        cookies = [f"{scheme.parameter}=given" for scheme in schemes if scheme.place == "cookie"]
        return {**headers, "Cookie": "; ".join(cookies)} if cookies else headers


def _says_success(operation: Operation) -> bool:
    """Whether the document has a word on what a request that succeeds is answered with."""
    return any(answer.status[:1] not in "45" for answer in operation.answers)


def _received(schema: Json) -> Any:
    """Return a JSON schema for what a server sends: members that are only ever written are not required of it."""
    if isinstance(schema, list):
        return [_received(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    relaxed = {name: _received(inner) for name, inner in schema.items()}
    required, members = relaxed.get("required"), schema.get("properties")
    if isinstance(required, list) and isinstance(members, dict):
        written = {name for name, member in members.items() if isinstance(member, dict) and member.get("writeOnly")}
        relaxed["required"] = [name for name in required if name not in written]
    return relaxed


def _form(members: dict[str, Json]) -> bytes:
    pairs = [
        (name, "true" if one is True else "false" if one is False else str(one))
        for name, value in members.items()
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]
    return urlencode(pairs).encode()


@contextmanager
def started(row: Row, document: Path) -> Iterator[str]:
    """Run the command as a user would for the length of a ``with``; gives ``host:port``, empty where it ended."""
    command = [sys.executable, "-m", "truespec", "mock", str(document), "--port", "0", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
    began = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            row.seconds = time.monotonic() - began
            yield line.split()[-1].removeprefix("http://") if line else ""
        finally:
            process.terminate()


def judge(name: str, document: Path, most: int) -> Row:
    """Start one mock, ask it about a sample of its operations, and say what is wrong."""
    row = Row(name)
    api = load_api(str(document), Report())
    with started(row, document) as address:
        if not address or api is None:
            row.complaints.append("does not start")
            return row
        if row.seconds > SECONDS_TO_START:
            row.complaints.append(f"starts in {row.seconds:.1f} s")
        row.operations = len(api.operations)
        # The same sample each time: what is found can be looked at again.
        chosen = random.Random(name).sample(api.operations, min(most, row.operations))  # noqa: S311
        asker, connection = Asker(api), http.client.HTTPConnection(address, timeout=30)
        for operation in chosen:
            if not asker.is_possible(operation):
                row.impossible += 1
                continue
            target, headers, body = asker.request(operation)
            began = time.monotonic()
            connection.request(operation.method, _with_keys(api, operation, target), body, headers)
            response = connection.getresponse()
            content = response.read()
            row.slowest = max(row.slowest, time.monotonic() - began)
            row.asked += 1
            row.done += response.status < 400
            declared_type = response.headers.get("content-type", "")
            complaint = asker.complaint(operation, response.status, declared_type, content)
            if operation.method.upper() != "HEAD" and complaint:
                row.complaints.append(f"{operation.label}: {complaint}")
        connection.close()
    return row


def _with_keys(api: Api, operation: Operation, target: str) -> str:
    """Return a target with the credentials that stand in its query."""
    needs = next(iter(operation.security), ())
    schemes = [scheme for need in needs if (scheme := api.scheme(need.scheme)) is not None]
    keys = urlencode([(s.parameter, "given") for s in schemes if s.kind == "api-key" and s.place == "query"])
    return f"{target}{'&' if '?' in target else '?'}{keys}" if keys else target


def main() -> int:
    """Judge every document of a folder and print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--operations", type=int, default=60, help="ask this many operations of each document at most")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="judge this document only")
    options = parser.parse_args()
    print("| " + " | ".join(_COLUMNS) + " |\n| --- |" + " ---: |" * 6 + " --- |")
    failed = 0
    for name, document, _ in documents(options.folder):
        if options.only and name not in options.only:
            continue
        row = judge(name, document, options.operations)
        failed += bool(row.complaints)
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in row.cells()) + " |", flush=True)
    print(f"\n{failed} documents with complaints" if failed else "\nevery mock starts, and every answer fits")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
