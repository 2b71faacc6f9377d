"""A spec alone, in the manner of JSON:API: names in brackets, orders in lists, and sentences that name two members."""

from __future__ import annotations

import json
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

SPEC: Final = """
openapi: 3.1.0
info: {title: Buyers, version: "1"}
paths:
  /buyers:
    get:
      operationId: listBuyers
      parameters:
        - {name: "page[size]", in: query, schema: {type: integer, minimum: 1, maximum: 50, default: 20}}
        - {name: "page[after]", in: query, description: The `meta.next` of the page before., schema: {type: string}}
        - name: sort
          in: query
          style: form
          explode: false
          schema: {type: array, minItems: 1, maxItems: 2, items: {type: string, enum: [name, -name, code, -code]}}
        - name: filter[q]
          in: query
          description: Only buyers in whose name, email address or code this text occurs, whatever its case.
          schema: {type: string, minLength: 2}
      responses:
        "200":
          description: A page.
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
        "422": &no {description: It is refused.}
    post:
      operationId: addBuyer
      description: >-
        No two buyers have the same email address, in capital or small letters, and none the same `code`: what would
        make a second one is answered with 409.
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewBuyer"}}}}
      responses:
        "201": &one
          description: The buyer.
          content:
            application/json:
              schema: {type: object, required: [data], properties: {data: &buyer {$ref: "#/components/schemas/Buyer"}}}
        "409": {description: It goes against what is there.}
        "422": *no
  /buyers/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getBuyer, responses: {"200": *one, "404": *no}}
  /buyers/import:
    post:
      operationId: importBuyers
      description: Each is done as if it came alone; one that is refused stops none of the others.
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [buyers]
              properties: {buyers: {type: array, minItems: 1, items: {$ref: "#/components/schemas/NewBuyer"}}}
      responses:
        "200":
          description: What became of each.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data:
                    type: array
                    items: {type: object, properties: {status: {type: integer}, buyer: *buyer}}
        "422": *no
components:
  schemas:
    NewBuyer:
      type: object
      required: [name, email, code]
      additionalProperties: false
      properties: &sent
        name: {type: string, minLength: 1, maxLength: 80}
        email: {type: string, format: email}
        code: {type: string, minLength: 1, maxLength: 40}
    Buyer: {type: object, required: [id, name, email, code], properties: {<<: *sent, id: {type: string}}}
    Page:
      type: object
      required: [data, meta]
      properties:
        data: {type: array, items: *buyer}
        meta:
          type: object
          required: [total, next]
          properties: {total: {type: integer}, next: {type: [string, "null"]}}
"""
JSON: Final = (("Content-Type", "application/json"),)


class Buyers:
    """Keeps buyers; ``fault`` is what it does wrong."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.kept: list[dict[str, Any]] = []

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, value = self._done(request)
        return Response(status, JSON, json.dumps(value).encode())

    def _done(self, request: Request) -> tuple[int, Any]:
        path, body = request.path, request.json()
        if path == "/buyers" and request.method == "GET":
            return self._page(dict(request.query))
        if path == "/buyers" and request.method == "POST":
            status, made = self._add(body)
            return status, {"data": made}
        if path == "/buyers/import" and request.method == "POST":
            return self._many(body)
        found = [one for one in self.kept if one["id"] == path.rpartition("/")[2]]
        return (200, {"data": found[0]}) if found and request.method == "GET" else (404, {})

    def _add(self, body: Any) -> tuple[int, Any]:
        texts = [body.get(name) for name in ("name", "email", "code")] if isinstance(body, dict) else []
        if not isinstance(body, dict) or len(body) != len("abc") or not all(isinstance(one, str) for one in texts):
            return 422, None
        if not 0 < len(body["name"]) <= 80 or not 0 < len(body["code"]) <= 40 or body["email"].count("@") != 1:
            return 422, None
        same = str if self.fault == "letters" else str.lower
        if any(same(one["email"]) == same(body["email"]) for one in self.kept) and self.fault != "email":
            return 409, None
        if any(one["code"] == body["code"] for one in self.kept) and self.fault != "code":
            return 409, None
        self.kept.append({"id": f"b{len(self.kept)}x", **body})
        return 201, self.kept[-1]

    def _many(self, body: Any) -> tuple[int, Any]:
        given = body.get("buyers") if isinstance(body, dict) else None
        if not isinstance(given, list) or not given:
            return 422, {}
        told: list[dict[str, Any]] = []
        for one in given:
            stopped = self.fault == "stops" and any("buyer" not in before for before in told)
            status, made = (409, None) if stopped else self._add(one)
            told.append({"status": status, **({} if made is None else {"buyer": made})})
        return 200, {"data": told}

    def _page(self, query: dict[str, str]) -> tuple[int, Any]:
        size, after, sort = query.get("page[size]", "20"), query.get("page[after]", "0"), query.get("sort", "code")
        words = sort.split(",")
        if not size.isdigit() or not 1 <= int(size) <= 50 or not after.isdigit():
            return 422, {}
        if (
            any(word.removeprefix("-") not in {"name", "code"} for word in words)
            or len(query.get("filter[q]", "ab")) < 2
        ):
            return 422, {}
        members = ("name", "email") if self.fault == "search" else ("name", "email", "code")
        text = query.get("filter[q]", "").lower()
        found = [one for one in self.kept if any(text in one[name].lower() for name in members)]
        for word in reversed(words if "sort" in query else []):
            down = word.startswith("-") and self.fault != "order"
            found.sort(key=itemgetter(word.removeprefix("-")), reverse=down)
        part, end = found[int(after) : int(after) + int(size)], int(after) + int(size)
        more = str(end + (self.fault == "pages")) if end < len(found) else None
        return 200, {"data": part, "meta": {"total": len(part if self.fault == "total" else found), "next": more}}


def broken(folder: Path, fault: str, seed: int = 1, said: str = "") -> set[str]:
    spec = yaml.safe_load(SPEC)
    spec["paths"]["/buyers"]["post"]["description"] = said or spec["paths"]["/buyers"]["post"]["description"]
    api = written_api(folder / "openapi.yaml", spec, None)
    verdict = check(api, function_target(api, Buyers(fault), Access(Credentials({}))), seed=seed)
    return {finding.fact.id for finding in verdict.broken}


@pytest.mark.parametrize("seed", range(2))
def test_buyers_as_they_are_documented_break_nothing(tmp_path: Path, seed: int) -> None:
    assert set() == broken(tmp_path, "", seed)


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("email", "addBuyer.consistent.unique.email"),
        ("letters", "addBuyer.consistent.unique.email.letters"),
        ("code", "addBuyer.consistent.unique.code"),
        ("order", "listBuyers.consistent.order.sort"),
        ("pages", "listBuyers.consistent.parts"),
        ("total", "listBuyers.consistent.total"),
        ("search", "listBuyers.consistent.search.filter[q].code"),
        ("stops", "importBuyers.consistent.apart"),
    ],
)
def test_what_names_and_sentences_say_is_looked_at(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken(tmp_path, fault)


@pytest.mark.parametrize(("fault", "part"), [("email", "unique.email"), ("letters", "unique.email.letters")])
def test_what_must_not_be_in_use_by_another_is_unique(tmp_path: Path, fault: str, part: str) -> None:
    said = "The email must not be in use by another buyer, upper and lower case are not distinguished."
    assert f"addBuyer.consistent.{part}" in broken(tmp_path, fault, said=said)
