"""Rules on what only one record may have: what they mean, and every complaint with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from interpreting import interpreted

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: add
      requestBody: {content: {application/json: {schema: {properties: {name: true, tag: true}}}}}
      responses: {"201": {description: Made.}, "409": {description: Taken.}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: get, responses: {"200": {description: A pet.}}}
components: {schemas: {Pet: {properties: {id: {type: string}, name: true, label: true, born: true}}}}
"""
OPENING = "behaviour: 1\nresources: {pet: {schema: Pet, key: id}}\noperations:\n"
ADD = OPENING + "  add: {action: create, resource: pet, states: s, stores: {tag: label}, "
DEDUPE = "dedupe: {by: [name], when: all-equal, states: s, existing: {rule: keep, states: s}}, "


def told(folder: Path, text: str) -> list[str]:
    found = interpreted(folder, SPEC, behaviour=text)
    return [f"{each.location.line}:{each.location.column}: {each.id}: {each.message}" for each in found.report]


def test_each_entry_is_a_rule_with_all_that_is_stated(tmp_path: Path) -> None:
    entries = (
        "{by: [name, label], status: 409, letters: alike, deleted: free, states: One a name., "
        "x-assumed: {letters: guessed}}, {by: [label], status: 409, states: One a label.}"
    )
    behaviour = interpreted(tmp_path, SPEC, behaviour=f"{ADD}unique: [{entries}]}}\n").api.behaviour
    assert behaviour is not None
    first, second = behaviour.actions[0].unique
    assert ("add.unique.1", "One a name.", 4) == (first.id, first.states, first.location.line)
    assert (("name", "label"), 409, "alike", "free") == (first.members, first.status, first.letters, first.deleted)
    assert ["letters"] == [one.attribute for one in first.assumptions]
    assert ("add.unique.2", ("label",), "", "") == (second.id, second.members, second.letters, second.deleted)
    assert [first, second] == list(behaviour.actions[0].rules)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            ADD + "unique: [{by: [size, name], status: 409, states: s}]}",
            "4:88: behaviour-member-unknown: Pet has no member 'size'",
        ),
        (
            ADD + "unique: [{by: [name], status: 410, states: s}]}",
            "4:103: behaviour-status-undeclared: POST /pets declares no answer 410",
        ),
        (
            ADD + "unique: [{by: [born], status: 409, states: s}]}",
            "4:87: behaviour-place-unknown: POST /pets sends none of the members that have to be unique",
        ),
        (
            ADD + DEDUPE + "unique: [{by: [name], status: 409, states: s}]}",
            "4:172: behaviour-contradiction: add was said to recognise a record by these members",
        ),
        (
            ADD + "unique: [{by: [name], status: 201, states: s}]}",
            "4:103: behaviour-form: 201 is not what belongs here",
        ),
        (
            ADD + "unique: [{by: [name], status: 409, states: s, letters: same}]}",
            '4:128: behaviour-form: "same" is none of the words for it',
        ),
        (
            OPENING + "  get: {action: read, resource: pet, key: path.id, states: s, "
            "unique: [{by: [name], status: 409, states: s}]}",
            '4:63: behaviour-form: "unique" does not go with this action',
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_place(tmp_path: Path, rules: str, expected: str) -> None:
    assert [expected] == told(tmp_path, f"{rules}\n")
