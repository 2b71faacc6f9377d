"""What a generated client sends, and reads, is what the document says: random documents, values and answers.

``WIRE_EXAMPLES=2000 WIRE_SEED=7 python -m pytest generator/tests/test_wire_fidelity.py`` looks longer and elsewhere.
"""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import jsonschema_rs
from hypothesis import HealthCheck, Phase, given, seed, settings
from pydantic import BaseModel
from rendered import api_of, imported, unpacked
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.diagnostics import Report
from truespec.rendering.arguments import Arguments, arguments
from truespec.rendering.render import render
from truespec.rendering.shaping import Shaper
from wire_documents import Call, Case, cases
from wire_encoder import EmptyPathError, compact, expected_request, form_pairs, multipart_parts
from wire_judge import fits, schema_2020

EXAMPLES = int(os.environ.get("WIRE_EXAMPLES", "100"))
SEED = os.environ.get("WIRE_SEED")
STREAMS = {
    "application/x-ndjson": b"%b\n",
    "application/jsonl": b"%b\n",
    "application/json-seq": b"\x1e%b\n",
}
OF_HTTP = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type", "cookie"}


def looked_into(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test over random cases: always the same ones, unless a seed is given."""
    chosen = settings(
        max_examples=EXAMPLES,
        derandomize=SEED is None,
        database=None,
        deadline=None,
        phases=[Phase.generate] if SEED else list(Phase),  # who looks far wants what there is, not the least of it
        suppress_health_check=list(HealthCheck),
    )(test)
    return chosen if SEED is None else seed(int(SEED))(chosen)


@dataclass
class Wire:
    """A server at the other end of the HTTP library: it keeps the request and answers what it is told."""

    answer: httpx2.Response | None = None
    requests: list[httpx2.Request] = field(default_factory=list[httpx2.Request])

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Keep the request and answer."""
        request.read()
        self.requests.append(request)
        assert self.answer is not None
        return self.answer


@looked_into
@given(case=cases())
def test_every_call_is_on_the_wire_what_the_tables_of_openapi_say(case: Case) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "openapi.json"
        spec.write_text(json.dumps(case.document), encoding="utf-8")
        api = api_of(spec)
        source = unpacked(render(api, Report()), Path(folder))
        with imported(source, api.names.package) as package:
            check_calls(case, api, package)


def check_calls(case: Case, api: Api, package: Any) -> None:
    """Make every call of a case and compare both directions."""
    shaper = Shaper(api, Report())
    transport = importlib.import_module(f"{package.__name__}._runtime.transport").HttpTransport
    operations = {operation.path: operation for operation in api.operations}
    wire = Wire()
    with httpx2.Client(transport=httpx2.MockTransport(wire)) as library:
        client = getattr(package, api.names.client)(transport=transport(client=library), max_retries=0)
        for call in case.calls:
            operation = operations[call.path]
            wire.requests.clear()
            headers = {"content-type": call.reply.content_type} if call.reply.content_type else {}
            wire.answer = httpx2.Response(
                call.reply.status, headers=headers, stream=httpx2.ByteStream(call.reply.content)
            )
            written = case.document["paths"][call.path]
            parameters = [*written.get("parameters", ()), *written["post"]["parameters"]]
            try:
                expected = expected_request(f"/v1{call.path}", parameters, call.meant, case.document["openapi"])
            except EmptyPathError:
                expected = None
            try:
                seen = invoke(client, operation, arguments(operation, api, shaper), call.given)
            except ValueError:
                assert expected is None
                agree([], wire.requests)
                continue
            except package.ApiError as error:
                seen = error.body if call.reply.fails else error
            assert expected is not None
            (request,) = wire.requests
            path, _, query = request.url.raw_path.decode("ascii").partition("?")
            agree(expected.path, path)
            agree(
                sorted([*(f"{n}={t}" for n, t in expected.query), *expected.whole]),
                sorted(query.split("&") if query else []),
            )
            sent = {name.lower(): value for name, value in request.headers.items()}
            agree(expected.headers, {name: value for name, value in sent.items() if name not in OF_HTTP})
            agree("; ".join(f"{name}={text}" for name, text in expected.cookies), sent.get("cookie", ""))
            check_body(request, written["post"].get("requestBody"), call, case.document["openapi"])
            agree(call.reply.seen, plain(seen))


def agree(expected: object, actual: object) -> None:
    """Compare; the comparison of pytest takes minutes to explain how long texts differ."""
    if expected != actual:
        raise AssertionError(f"expected {expected!r:.600}, not {actual!r:.600}")


def invoke(client: Any, operation: Operation, taken: Arguments, given: dict[tuple[str, str], Any]) -> Any:
    """Call the method of an operation with values by their places on the wire."""
    chosen = given.get(("content type", ""))
    form = next((each for each in taken.forms if chosen in {media.name for media in each.media}), None)
    plain = [argument for argument in taken.all if argument.place not in {"body", "whole body"}]
    places = {"path": "path", "query": "query", "headers": "header", "cookies": "cookie"}
    keywords: dict[str, Any] = {"content_type": chosen} if taken.chooses and chosen else {}
    for argument in (*plain, *(form.arguments if form is not None else ())):
        if argument.place == "whole body":
            if ("body", "") in given:
                keywords[argument.name] = given["body", ""]
        elif argument.place == "body":
            members = given.get(("body", ""), {})
            if argument.wire in members:
                keywords[argument.name] = members[argument.wire]
        else:
            key = places[argument.place], argument.wire
            if argument.place == "query" and ("querystring", argument.wire) in given:
                key = "querystring", argument.wire
            if key in given:
                keywords[argument.name] = given[key]
    return getattr(getattr(client, operation.resource), operation.name)(**keywords)


def check_body(request: httpx2.Request, described: dict[str, Any] | None, call: Call, version: str) -> None:
    """Compare a body with what its media type asks for, and let a validator judge it."""
    meant = call.meant.get(("body", ""))
    nothing = ("body", "") not in call.meant or (
        meant == {} and described is not None and not described.get("required")
    )
    if described is None or nothing:
        agree(b"", request.content)
        assert "content-type" not in request.headers
        return
    media_type = call.meant["content type", ""]
    media = described["content"][media_type]
    essence = media_type.partition(";")[0]
    sent_type = request.headers["content-type"]
    if essence in STREAMS:
        agree(media_type, sent_type)
        agree(b"".join(STREAMS[essence] % compact(item).encode() for item in meant), loosely(request.content))
    elif essence.endswith("json"):
        agree(media_type, sent_type)
        agree(exact(meant), exact(json.loads(request.content)))
        assert jsonschema_rs.is_valid(schema_2020(media["schema"]), json.loads(request.content))
    elif essence == "application/x-www-form-urlencoded":
        agree(media_type, sent_type)
        pairs = [tuple(part.partition("=")[::2]) for part in request.content.decode("ascii").split("&") if part]
        agree(sorted(form_pairs(meant, media.get("encoding", {}))), sorted(pairs))
        assert fits(sent_type, request.content, media)
    elif essence == "multipart/mixed":
        boundary = sent_type.removeprefix("multipart/mixed; boundary=").encode()
        told = {"": media.get("itemEncoding", {})}
        agree(multipart_parts({"": meant}, told, version), parts_of(request.content, boundary))
        assert fits(sent_type, request.content, media)
    elif essence == "multipart/form-data":
        boundary = sent_type.removeprefix("multipart/form-data; boundary=").encode()
        agree(multipart_parts(meant, media.get("encoding", {}), version), parts_of(request.content, boundary))
        assert fits(sent_type, request.content, media)
    else:
        bare = isinstance(meant, bytes) or meant.isascii() or ";" in media_type or not media_type.startswith("text/")
        expected_type = media_type if bare else f"{media_type}; charset=utf-8"
        agree(expected_type, sent_type)
        agree((meant if isinstance(meant, bytes) else meant.encode()), request.content)


def loosely(content: bytes) -> bytes:
    """Return JSON texts one after another as the encoder would write them: numbers have many spellings."""
    texts = [line.lstrip(b"\x1e") for line in content.split(b"\n") if line]
    mark = b"\x1e" if content.startswith(b"\x1e") else b""
    assert content == b"".join(mark + text + b"\n" for text in texts)
    return b"".join(mark + compact(json.loads(text)).encode() + b"\n" for text in texts)


def parts_of(content: bytes, boundary: bytes) -> list[tuple[str, str, bytes]]:
    """Take a multipart body apart: name (if any), media type (without our character set) and content of each part."""
    first, *parts, last = (b"\r\n" + content).split(b"\r\n--" + boundary)
    agree((b"", b"--\r\n"), (first, last))
    found: list[tuple[str, str, bytes]] = []
    for part in parts:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        name = fields.get("Content-Disposition", "").partition('name="')[2].partition('"')[0]
        name = name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
        found.append((name, fields["Content-Type"].removesuffix("; charset=utf-8"), body))
    return found


def exact(value: Any) -> str:
    """Return JSON data as text that tells 1, 1.0, -0.0 and true apart."""
    return json.dumps(value, sort_keys=True)


def plain(value: Any) -> Any:
    """Return what a caller sees as JSON data."""
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True, exclude_unset=True)
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    return value if isinstance(value, str | int | float | bytes | None) else str(value)
