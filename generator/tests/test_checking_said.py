"""Customs that the words of an operation state are documented, and no assumption."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, guest_api
from truespec.checking.customs import with_customs

MERGE = "application/merge-patch+json"


def assumed(folder: Path, method: str, words: str, kind: str = "application/json") -> bool:
    """Say whether what an operation does with a guest is still assumed where its description has these words."""
    document: dict[str, Any] = deepcopy(OPENAPI)
    guest = document["paths"]["/guests/{id}"]
    done = {
        "200": {
            "description": "It.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}},
        }
    }
    schema = {"$ref": "#/components/schemas/NewGuest"}
    operation: dict[str, Any] = {"operationId": "do", "description": words, "responses": done}
    if method != "delete":
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    guest[method] = operation
    behaviour = with_customs(guest_api(folder, behaviour=False, openapi=document)).behaviour
    action = behaviour.action("do") if behaviour is not None else None
    assert action is not None
    if method == "delete":
        return bool(action.assumptions)
    assert action.change is not None
    return bool(action.change.assumptions)


@pytest.mark.parametrize(
    ("method", "words", "kind"),
    [
        ("patch", "Changes a guest.", MERGE),
        ("patch", "Changes what is sent; fields that are left out keep their values.", "application/json"),
        ("patch", "If a field is omitted, it stays as it is.", "application/json"),
        ("patch", "Only the fields that are sent are updated.", "application/json"),
        ("patch", "Changes what is sent and leaves all others as they are.", "application/json"),
        ("patch", "The change leaves the rest untouched.", "application/json"),
        ("put", "Optional fields that are left out are set back to their defaults.", "application/json"),
        ("put", "Fields that are not included are cleared.", "application/json"),
        (
            "put",
            "Members that are missing in the body become null, an empty list or their default.",
            "application/json",
        ),
        ("put", "What is left out is set to null.", "application/json"),
        ("delete", "Deletes a guest for good.", ""),
        ("delete", "Permanently removes the guest.", ""),
    ],
)
def test_what_the_words_of_an_operation_state_is_documented(tmp_path: Path, method: str, words: str, kind: str) -> None:
    assert not assumed(tmp_path, method, words, kind)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("patch", "Changes a guest."),
        ("patch", "Fields that are left out may keep their values."),
        ("patch", "The change may leave the others as they are."),
        ("put", "Replaces a guest."),
        ("put", "Fields that are left out are not cleared."),
        ("put", "Fields that are left out may become null."),
        ("put", "A field that is left out becomes visible to others."),
        ("put", "Fields that are left out keep their values."),
        ("delete", "Deletes a guest."),
        ("delete", "The guest is not deleted permanently."),
    ],
)
def test_what_no_words_state_is_assumed(tmp_path: Path, method: str, words: str) -> None:
    assert assumed(tmp_path, method, words)


@pytest.mark.parametrize(
    ("words", "documented"),
    [
        ("A guest belongs to exactly one house.", True),
        ("Guests cannot be reached from another house.", True),
        ("Houses never see each other's guests.", True),
        ("All houses are strictly isolated from each other.", True),
        ("A guest belongs to one house unless it is shared.", False),
        ("A guest has a house.", False),
        ("A guest belongs to one street.", False),
    ],
)
def test_that_places_are_apart_is_documented_where_words_say_so(
    tmp_path: Path, words: str, *, documented: bool
) -> None:
    document: dict[str, Any] = deepcopy(OPENAPI)
    house = {"name": "houseId", "in": "path", "required": True, "schema": {"type": "string"}}
    document["info"]["description"] = words
    document["paths"] = {
        f"/houses/{{houseId}}{path}": {**item, "parameters": [*item.get("parameters", []), house]}
        for path, item in document["paths"].items()
    }
    behaviour = with_customs(guest_api(tmp_path, behaviour=False, openapi=document)).behaviour
    assert behaviour is not None
    scopes = [one.scope for one in behaviour.resources if one.scope is not None]
    assert [not scope.assumptions for scope in scopes] == [documented]


@pytest.mark.parametrize(
    ("words", "documented"),
    [
        ("Only guests living in this city.", True),
        ("Lists only the guests of the given city.", True),
        ("Return only guests with this `city`.", True),
        ("Only guests living in or near this city.", False),
        ("Only guests whose city contains this city.", False),
        ("Only guests who can be in this city.", False),
        ("Only guests in this city. Those without any are always there.", False),
        ("Only guests in this country.", False),
        ("The city.", False),
    ],
)
def test_that_a_list_holds_only_what_it_is_asked_for_is_documented_where_its_parameter_says_so(
    tmp_path: Path, words: str, *, documented: bool
) -> None:
    document: dict[str, Any] = deepcopy(OPENAPI)
    city = {"name": "city", "in": "query", "description": words, "schema": {"type": "string"}}
    document["paths"]["/guests"]["get"]["parameters"].append(city)
    document["components"]["schemas"]["Guest"]["properties"]["city"] = {"type": "string"}
    behaviour = with_customs(guest_api(tmp_path, behaviour=False, openapi=document)).behaviour
    action = behaviour.action("listGuests") if behaviour is not None else None
    assert action is not None
    assert [documented] == [not one.assumptions for one in action.filters if one.place.path == ("city",)]
