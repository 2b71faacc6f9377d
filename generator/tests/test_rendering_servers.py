"""An operation is sent to the server that the document names for it, unless the user says where the API lives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from interpreting import paths_document
from rendered import api_of, imported, unpacked
from truespec.diagnostics import Report
from truespec.rendering.render import render

USUAL = "https://api.example/v1"
VARIABLES = {
    "url": "https://{region}.files.example/{base}/",
    "variables": {"region": {"default": "eu"}, "base": {"default": "v9"}},
}


def operation(name: str, **more: Any) -> dict[str, Any]:
    return {"operationId": name, "tags": ["things"], "responses": {"204": {"description": "done"}}, **more}


def document(*servers: str, path: dict[str, Any] | None = None, **own: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a document with an operation ``plain`` and one for each further list of servers."""
    paths: dict[str, Any] = {
        "/plain": {"post": operation("plain")},
        "/below": {**(path or {}), "post": operation("below")},
    }
    paths |= {f"/{name}": {"post": operation(name, servers=found)} for name, found in own.items()}
    schemes = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
    listed = [{"url": url} for url in servers]
    return paths_document(paths, servers=listed, components=schemes, security=[{"key": []}])


def sent(
    folder: Path, spec: dict[str, Any], call: str, options: dict[str, Any] | None = None, **given: Any
) -> tuple[str, str]:
    """Return where a call is sent, and the key that goes with it."""
    (folder / "openapi.json").write_text(json.dumps(spec), encoding="utf-8")
    api = api_of(folder / "openapi.json")
    source = unpacked(render(api, Report()), folder)
    with imported(source, api.names.package) as package:
        fake = __import__(f"{api.names.package}.testing", fromlist=["Fake"]).Fake()
        fake.answer(f"things.{call}", status=204)
        client = getattr(package, api.names.client)(key="secret", transport=fake, **given)
        getattr(client.things, call)(**({} if options is None else {"options": options}))
        (seen,) = fake.requests
        return seen.request.url, seen.request.headers["X-Key"]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("plain", f"{USUAL}/plain"),
        ("own", "https://eu.files.example/v9/own"),
        ("relative", "https://api.example/v2/relative"),
        ("below", "https://below.example/below"),
        ("second", "https://sandbox.example/second"),
        ("odd", f"{USUAL}/odd"),
    ],
)
def test_a_call_goes_to_the_nearest_server_of_the_document(tmp_path: Path, call: str, expected: str) -> None:
    spec = document(
        USUAL,
        "https://sandbox.example",
        path={"servers": [{"url": "https://below.example"}]},
        own=[VARIABLES],
        relative=[{"url": "/v2"}],
        second=[{"url": "https://sandbox.example"}],
        odd=[{"url": "https://{unknown}.example"}],
    )
    assert (expected, "secret") == sent(tmp_path, spec, call)


@pytest.mark.parametrize("call", ["plain", "own"])
def test_a_base_url_of_the_user_is_for_every_call(tmp_path: Path, call: str) -> None:
    spec = document(USUAL, own=[VARIABLES])
    assert (f"http://here.example/x/{call}", "secret") == sent(tmp_path, spec, call, base_url="http://here.example/x/")


def test_a_base_url_of_a_call_wins_over_all_others(tmp_path: Path) -> None:
    options = {"base_url": "http://there.example"}
    spec = document(USUAL, own=[VARIABLES])
    assert ("http://there.example/own", "secret") == sent(
        tmp_path, spec, "own", options, base_url="http://here.example"
    )


def test_without_a_usual_server_those_of_the_operations_are_enough(tmp_path: Path) -> None:
    spec = document(own=[VARIABLES])
    del spec["paths"]["/plain"], spec["paths"]["/below"]
    assert ("https://eu.files.example/v9/own", "secret") == sent(tmp_path, spec, "own")


def test_where_an_operation_has_no_server_at_all_the_base_url_must_be_given(tmp_path: Path) -> None:
    spec = document("/relative", own=[VARIABLES])
    with pytest.raises(TypeError, match="base_url"):
        sent(tmp_path, spec, "plain")
    assert ("http://here.example/own", "secret") == sent(tmp_path, spec, "own", base_url="http://here.example")


def test_the_documents_of_a_client_name_the_servers_of_operations(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(document(USUAL, own=[VARIABLES])), encoding="utf-8")
    tree = dict(render(api_of(tmp_path / "openapi.json"), Report()).items())
    assert "- `https://eu.files.example/v9`: `things.own`" in tree["README.md"]
    (module,) = [text for path, text in tree.items() if path.endswith("/things.py")]
    assert "Sent to https://eu.files.example/v9 if no base_url is given." in module
