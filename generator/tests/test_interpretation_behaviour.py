"""Behaviour files: what they mean, and every complaint with its place."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from interpreting import Interpreted, interpreted
from truespec.contract.behaviour import Place
from truespec.contract.json_schema import find
from truespec.contract.schema import Schema
from truespec.diagnostics import Report
from truespec.interpretation.behaviour import load_behaviour

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: X-Page, in: header, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        "200":
          description: Pets.
          headers: {X-Total: {schema: {type: integer}}}
          content: {application/json: {schema: {properties: {items: {type: array}, meta: {properties: {n: true}}}}}}
        4XX: {description: Refused.}
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/NewPet"}}}}
      responses: {"201": {description: Made., content: {application/json: {schema: {}}}}}
  /pets/batch:
    post:
      operationId: addPets
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {default: {description: Done., content: {application/json: {}}}}
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: A pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "404": {description: None.}
components:
  schemas:
    Base: {properties: {id: {type: string}}}
    pet-detail: {properties: {race: {type: string}}}
    Pet:
      $ref: "#/components/schemas/Base"
      properties:
        name: {type: string}
        detail: {anyOf: [{$ref: "#/components/schemas/pet-detail"}, {type: "null"}]}
        free: {anyOf: [{type: object}, {type: "null"}]}
    NewPet: {allOf: [{$ref: "#/components/schemas/Pet"}, {properties: {extra: true}}]}
"""

WHOLE = """\
behaviour: 1
resources:
  pet:
    schema: Pet
    key: id
    states: A pet has an id.
    sets: {id: uuid, name: {constant: null}}
    x-assumed: {sets: guessed}
operations:
  addPet:
    action: upsert
    resource: pet
    states: Pets are added.
    answer: body
    stores: {extra: free.extra}
    dedupe:
      by: [name, id]
      when: any-equal
      nulls: equal
      states: No pet is there twice.
      existing: {rule: replace, states: The new one counts., x-assumed: guessed}
  getPet:
    action: read
    resource: pet
    key: path.id
    states: The pet is the answer.
    missing: {status: 404, states: There is no such pet.}
  listPets:
    action: list
    resource: pet
    states: Pets are listed.
    paging:
      style: page
      page: header.x-page
      limit: query.limit
      first: 0
      beyond: missing
      items: body.items
      totals: {items: header.X-Total, pages: body.meta.n}
      states: Pages are counted from 0.
    sort: {by: name, direction: descending, states: Names fall.}
  addPets: {action: batch, each: addPet, items: body.pets.all, answer: body, states: Each is added.}
refusals:
  - {when: request-invalid, status: 422, states: Wrong requests are refused., operations: [listPets]}
  - {when: request-invalid, status: 404, states: Or not found., operations: [getPet]}
"""


def whole(folder: Path) -> Interpreted:
    found = interpreted(folder, SPEC, behaviour=WHOLE)
    assert found.said == []
    return found


def test_every_word_of_a_behaviour_file_has_its_meaning(tmp_path: Path) -> None:
    behaviour = whole(tmp_path).api.behaviour
    assert behaviour is not None
    pet = behaviour.resource("pet")
    assert pet is not None
    assert (pet.schema, pet.key, pet.sets, pet.constants) == ("Pet", "id", (("id", "uuid"),), (("name", None),))
    assert [(assumption.attribute, assumption.why) for assumption in pet.assumptions] == [("sets", "guessed")]
    add, read, listing, batch = (behaviour.action(id_) for id_ in ("addPet", "getPet", "listPets", "addPets"))
    assert add is not None
    assert add.dedupe is not None
    assert add.dedupe.existing is not None
    assert (add.kind, add.answer, add.stores) == ("upsert", Place("body", ()), (("extra", ("free", "extra")),))
    assert (add.dedupe.members, add.dedupe.when, add.dedupe.nulls) == (("name", "id"), "any-equal", "equal")
    assert (add.dedupe.existing.rule, add.dedupe.existing.id) == ("replace", "addPet.dedupe.existing")
    assert read is not None
    assert read.missing is not None
    assert (read.key, read.missing.status, read.missing.id) == (Place("path", ("id",)), 404, "getPet.missing")
    assert listing is not None
    assert listing.paging is not None
    assert listing.sort is not None
    assert (listing.paging.page, listing.paging.limit) == (Place("header", ("x-page",)), Place("query", ("limit",)))
    assert (listing.paging.first, listing.paging.beyond, str(listing.paging.items)) == (0, "missing", "body.items")
    assert (str(listing.paging.totals.items), str(listing.paging.totals.pages)) == ("header.X-Total", "body.meta.n")
    assert (listing.sort.member, listing.sort.direction) == ("name", "descending")
    assert batch is not None
    assert batch.batch is not None
    assert (batch.batch.each, batch.batch.items) == ("addPet", Place("body", ("pets", "all")))
    assert batch.dedupe is None


def test_rules_know_their_sentence_and_their_place(tmp_path: Path) -> None:
    behaviour = whole(tmp_path).api.behaviour
    assert behaviour is not None
    first, second = behaviour.refusals
    assert (first.states, first.location.line) == ("Wrong requests are refused.", 44)
    assert behaviour.refusal("request-invalid", "listPets") is first
    assert behaviour.refusal("request-invalid", "getPet") is second
    assert behaviour.refusal("request-invalid", "addPet") is None
    assert [str(action.location).rpartition(":")[0].rpartition(":")[2] for action in behaviour.actions] == [
        "10",
        "22",
        "28",
        "42",
    ]


def told(folder: Path, text: str) -> list[str]:
    """Return what is said of a behaviour file: line, column, id and message, then the advice."""
    found = interpreted(folder, SPEC, behaviour=text)
    return [
        f"{each.location.line}:{each.location.column}: {each.id}: {each.message} | {each.advice}"
        for each in found.report
    ]


PET = "resources: {pet: {schema: Pet, key: id}}"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            (
                "resources:\n  pet: {schema: Pat, key: id}\noperations:\n"
                "  listPets: {action: list, resource: pet, states: s, sort: {by: id, direction: ascending, states: s}}"
            ),
            (
                "3:17: behaviour-schema-unknown: no component schema is called 'Pat' "
                "| components of the spec: Base, pet-detail, Pet, NewPet"
            ),
        ),
        (
            "resources: {pet: {schema: Pet, key: ID}}",
            "2:37: behaviour-member-unknown: Pet has no member 'ID' | name a member of the schema as the wire does",
        ),
        (
            "resources: {pet: {schema: Pet, key: id, sets: {made: created}}}",
            "2:48: behaviour-member-unknown: Pet has no member 'made' | name a member of the schema as the wire does",
        ),
        (
            "resources: {pet: {schema: Pet, key: id, shared: {place: query.shop, states: s}}}",
            (
                "2:57: behaviour-place-unknown: no operation takes anything at query.shop "
                "| name a parameter, or the header of a credential"
            ),
        ),
        (
            (
                "resources:\n  pet: {schema: Pet, key: id, scope: {place: path.id, states: s},"
                " shared: {place: path.id, states: s}}"
            ),
            "3:83: behaviour-contradiction: pet was said to be another record elsewhere | keep one of the two",
        ),
        (
            f"{PET}\noperations:\n  getPat: {{action: read, resource: pet, key: path.id, states: s}}",
            (
                "4:3: behaviour-operation-unknown: the spec has no operation 'getPat' "
                "| operations of the spec: listPets, addPet, addPets, getPet"
            ),
        ),
        (
            f"{PET}\noperations:\n  getPet: {{action: read, resource: cat, key: path.id, states: s}}",
            "4:36: behaviour-resource-unknown: there is no resource 'cat' | resources here: pet",
        ),
        (
            f"{PET}\noperations:\n  getPet: {{action: read, resource: pet, key: query.id, states: s}}",
            (
                "4:46: behaviour-place-unknown: GET /pets/{id} takes nothing at query.id "
                "| places: query.x, path.x, header.x, body.x"
            ),
        ),
        (
            f"{PET}\noperations:\n  addPet: {{action: create, resource: pet, answer: body, key: body.ID, states: s}}",
            (
                "4:62: behaviour-place-unknown: POST /pets takes nothing at body.ID "
                "| places: query.x, path.x, header.x, body.x"
            ),
        ),
        (
            f"{PET}\noperations:\n  getPet: {{action: read, resource: pet, key: path.id, answer: body.pet, states: s}}",
            (
                "4:63: behaviour-place-unknown: no success answer of GET /pets/{id} has body.pet "
                "| places: header.x, body.x.y"
            ),
        ),
        (
            f"{PET}\noperations:\n  addPet: {{action: create, resource: pet, stores: {{more: free}}, states: s}}",
            "4:52: behaviour-place-unknown: POST /pets takes nothing at body.more | name a member of the request body",
        ),
        (
            f"{PET}\noperations:\n  addPet: {{action: create, resource: pet, states: s, stores: {{extra: detail.x}}}}",
            (
                "4:70: behaviour-member-unknown: Pet has no member 'detail.x' "
                "| name a member of the schema as the wire does"
            ),
        ),
        (
            (
                f"{PET}\noperations:\n  listPets: {{action: list, resource: pet, states: s, "
                "sort: {by: size, direction: ascending, states: s}}"
            ),
            "4:65: behaviour-member-unknown: Pet has no member 'size' | name a member of the schema as the wire does",
        ),
        (
            (
                f"{PET}\noperations:\n  addPet: {{action: create, resource: pet, states: s, dedupe: {{by: [id, size], "
                "when: all-equal, states: s, existing: {rule: keep, states: s}}}"
            ),
            "4:72: behaviour-member-unknown: Pet has no member 'size' | name a member of the schema as the wire does",
        ),
        (
            (
                f"{PET}\noperations:\n  getPet: {{action: read, resource: pet, key: path.id, states: s, "
                "missing: {status: 410, states: s}}"
            ),
            "4:84: behaviour-status-undeclared: GET /pets/{id} declares no answer 410 | declare it in the spec",
        ),
        (
            "operations:\n  addPets: {action: batch, each: addPat, items: body, states: s}",
            (
                "3:34: behaviour-operation-unknown: the spec has no operation 'addPat' "
                "| operations of the spec: listPets, addPet, addPets, getPet"
            ),
        ),
        (
            "operations:\n  addPets: {action: batch, each: addPet, items: body, states: s}",
            "3:34: behaviour-operation-unruled: no rule says what 'addPet' does | add it to `operations`",
        ),
        (
            "operations:\n  addPets: {action: batch, each: addPets, items: body, states: s}",
            "3:34: behaviour-cycle: the elements of 'addPets' lead back to it | let the elements be a plain operation",
        ),
        (
            "refusals:\n- {when: request-invalid, status: 404, states: s, operations: [getPet, getPat]}",
            (
                "3:72: behaviour-operation-unknown: the spec has no operation 'getPat' "
                "| operations of the spec: listPets, addPet, addPets, getPet"
            ),
        ),
        (
            "refusals:\n- {when: request-invalid, status: 422, states: s, operations: [getPet]}",
            "3:35: behaviour-status-undeclared: GET /pets/{id} declares no answer 422 | declare it in the spec",
        ),
        (
            (
                "refusals:\n- {when: request-invalid, status: 404, states: s, operations: [getPet]}\n"
                "- {when: request-invalid, status: 200, states: s, operations: [getPet]}"
            ),
            (
                "4:35: behaviour-contradiction: getPet was said to answer 404 when request-invalid, and here 200 "
                "| keep one of the two"
            ),
        ),
    ],
)
def test_what_a_behaviour_file_names_must_exist(tmp_path: Path, rules: str, expected: str) -> None:
    assert [expected] == told(tmp_path, f"behaviour: 1\n{rules}\n")


def test_a_refusal_of_all_operations_needs_one_that_declares_it(tmp_path: Path) -> None:
    spec = SPEC.replace("default:", "'500':")
    rules = "behaviour: 1\nrefusals: [{when: request-invalid, status: 301, states: s}]\n"
    (line,) = interpreted(tmp_path, spec, behaviour=rules).said
    assert line.endswith("behaviour.yaml:2:44: error behaviour-status-undeclared: the spec declares no answer 301")


def test_a_cycle_over_two_batches_is_reported_at_both(tmp_path: Path) -> None:
    spec = SPEC.replace(
        "  /pets/{id}:", "  /more:\n    post: {operationId: more, requestBody: {content: {a/b: {}}}}\n  /pets/{id}:"
    )
    rules = """\
        behaviour: 1
        operations:
          addPets: {action: batch, each: more, items: body, states: s}
          more: {action: batch, each: addPets, items: body, states: s}
        """
    found = interpreted(tmp_path, spec, behaviour=rules)
    assert [line.rpartition("error ")[2] for line in found.said] == [
        "behaviour-cycle: the elements of 'addPets' lead back to it",
        "behaviour-cycle: the elements of 'more' lead back to it",
    ]


def test_a_faulty_spec_does_not_hide_what_is_right_in_a_behaviour_file(tmp_path: Path) -> None:
    path = tmp_path / "behaviour.yaml"
    path.write_text(textwrap.dedent(WHOLE), encoding="utf-8")
    report = Report()
    report.error("elsewhere", whole(tmp_path).api.location, "something else is wrong")
    assert load_behaviour(path, report) is not None


def test_the_schema_of_a_record_is_the_contracts(tmp_path: Path) -> None:
    api = whole(tmp_path).api
    assert api.behaviour is not None
    record = Schema(location=api.location, reference=api.behaviour.resources[0].schema)
    assert find(record, api, ["$ref", "properties", "name"]).types == ("string",)
