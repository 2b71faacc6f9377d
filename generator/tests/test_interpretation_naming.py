"""Names of the client: as ``api.toml`` gives them, or made from the document; what cannot be had is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from interpreting import interpreted, paths_document
from truespec.catalogue import ApiEntry
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api


def methods(api: Api) -> list[str]:
    """Return how each operation is called, in the order of the document."""
    return [f"{operation.resource}.{operation.name}" for operation in api.operations]


def document(*operations: tuple[str, str, str]) -> dict[str, Any]:
    """Return a document of operations, each a path, an operationId and a tag (empty for none)."""
    paths: dict[str, Any] = {}
    for number, (path, id_, tag) in enumerate(operations):
        method = ("get", "put", "post", "delete", "patch")[number % 5]
        paths.setdefault(path, {})[method] = {
            **({"operationId": id_} if id_ else {}),
            **({"tags": [tag]} if tag else {}),
            "responses": {"200": {"description": "done"}},
        }
    return paths_document(paths)


@pytest.mark.parametrize(
    ("path", "id_", "tag", "expected"),
    [
        ("/pets", "listPets", "pets", "pets.list"),
        ("/pets/{id}", "getPet", "Pets", "pets.get"),
        ("/pets/{id}", "getPetById", "pets", "pets.get"),
        ("/pets/{id}", "get_pets", "pets", "pets.get_pets"),
        ("/weather", "getWeather", "weather", "weather.get"),
        ("/c", "createCompany", "companies", "companies.create"),
        ("/c", "deleteAddress", "addresses", "addresses.delete"),
        ("/c", "list", "pets", "pets.list"),
        ("/c", "import", "pets", "pets.import_"),
        ("/c", "adoptPet", "pets", "pets.adopt_pet"),
        ("/v1/api/orders/{id}", "getOrder", "", "orders.get"),
        ("/{id}", "getOrder", "", "api.get_order"),
        ("/pets/{petId}", "", "pets", "pets.get_pets_pet_id"),
        ("/c", "getModel", "models", "models_2.get"),
        ("/c", "getIt", "日本", "xcf2abf0c.get_it"),
    ],
)
def test_methods_are_named_by_tag_and_id(tmp_path: Path, path: str, id_: str, tag: str, expected: str) -> None:
    assert [expected] == methods(interpreted(tmp_path, document((path, id_, tag))).api)


def test_methods_of_one_resource_differ(tmp_path: Path) -> None:
    operations = document(("/a", "listPets", "pets"), ("/b", "list", "Pets"), ("/c", "listCats", "cats"))
    assert methods(interpreted(tmp_path, operations).api) == ["pets.list", "pets.list_2", "cats.list"]


def entry(folder: Path, **choices: Any) -> ApiEntry:
    return ApiEntry(name="pets", spec=folder / "openapi.yaml", **choices)


def test_chosen_names_come_first_whatever_the_order_of_the_document(tmp_path: Path) -> None:
    chosen = entry(tmp_path, operations={"findPets": "pets.list"}, client={"package": "zoo", "class": "Zoo"})
    found = interpreted(tmp_path, document(("/a", "listPets", "pets"), ("/b", "findPets", "x")), settings=chosen)
    assert methods(found.api) == ["pets.list_pets", "pets.list"]
    assert (found.api.names.package, found.api.names.client) == ("zoo", "Zoo")
    assert found.said == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fullwhere", ("fullwhere_client", "fullwhere-client", "Fullwhere", "FULLWHERE")),
        ("My 2nd API!", ("my_2nd_api_client", "my-2nd-api-client", "My2ndAPI", "MY_2ND_API")),
        ("class", ("class_client", "class-client", "Class", "CLASS")),
        ("  ", ("pets_client", "pets-client", "Pets", "PETS")),
        ("3D", ("api_3d_client", "api-3d-client", "Api3D", "API_3D")),
    ],
)
def test_the_client_is_named_by_the_title(tmp_path: Path, title: str, expected: tuple[str, ...]) -> None:
    found = interpreted(tmp_path, {**document(), "info": {"title": title}}, settings=entry(tmp_path))
    names = found.api.names
    assert expected == (names.package, names.distribution, names.client, names.environment)


def test_credentials_are_named_as_chosen_or_by_their_scheme(tmp_path: Path) -> None:
    schemes = {name: {"type": "http", "scheme": "bearer"} for name in ("apiKey", "X-Secret", "options")}
    spec = {**document(), "components": {"securitySchemes": schemes}}
    found = interpreted(tmp_path, spec, settings=entry(tmp_path, credentials={"X-Secret": "api_key"}))
    assert [scheme.name for scheme in found.api.security_schemes] == ["api_key_2", "api_key", "options_2"]


SETTINGS = """\
[client.operations]
listPets = "pets.list"
listPats = "pets.other"
getClient = "client.get"

[client.credentials]
key = "api_key"
kee = "other_key"
token = "options"
"""

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: "1", description: Pets.}
servers: [{url: https://example.com, description: The one.}]
security: [{key: []}]
tags: [{name: pets, description: Pets.}]
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], description: All., responses: {"200": {description: Pets.}}}
    post: {operationId: getClient, tags: [pets], description: One., responses: {"200": {description: A client.}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key, description: A key.}
    token: {type: http, scheme: bearer, description: A token.}
"""


def test_settings_that_name_nothing_or_cannot_be_had_are_reported_at_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "specs" / "pets"
    folder.mkdir(parents=True)
    (folder / "api.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "openapi.yaml").write_text(SPEC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = Report()
    assert load_api("pets", report) is None
    errors = [str(each).splitlines() for each in report if each.severity.value == "error"]
    place = "specs/pets/api.toml"
    assert errors == [
        [
            f"{place}:3:1: error settings-unknown: the spec has no operation 'listPats'",
            "  advice: operations of the spec: listPets, getClient",
        ],
        [
            (
                f"{place}:4:1: error settings-name-taken: 'client.get' is taken by the client itself: "
                "'client_2.get' would be used"
            ),
            "  advice: choose another name",
        ],
        [
            f"{place}:8:1: error settings-unknown: the spec has no security scheme 'kee'",
            "  advice: security schemes of the spec: key, token",
        ],
        [
            (
                f"{place}:9:1: error settings-name-taken: 'options' is taken by the client itself: "
                "'options_2' would be used"
            ),
            "  advice: choose another name",
        ],
    ]


def test_a_file_and_a_folder_are_loaded_whole(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC, encoding="utf-8")
    report = Report()
    api = load_api(str(tmp_path / "openapi.yaml"), report)
    assert api is not None
    assert (api.name, api.title, api.version) == ("openapi", "Pets", "1")
    assert load_api(str(tmp_path / "missing.yaml"), report) is None
    assert [diagnostic.id for diagnostic in report if diagnostic.severity.value == "error"] == ["file-missing"]
