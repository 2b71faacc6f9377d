"""Finding APIs: by name, by folder, by file; and what can be wrong with an ``api.toml``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from truespec.catalogue import ApiEntry, entries, file_entry, find_root, resolve
from truespec.diagnostics import Report

SETTINGS = """\
title = "Pets"

[client]
package = "pets_client"
class = "Pets"

[client.operations]
getPet = "pets.get"

[client.credentials]
key = "api_key"
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    add(tmp_path, "pets", SETTINGS)
    return tmp_path


def add(root: Path, name: str, settings: str) -> Path:
    folder = root / "specs" / name
    folder.mkdir(parents=True)
    (folder / "api.toml").write_text(settings, encoding="utf-8")
    (folder / "openapi.yaml").write_text("openapi: 3.1.0\n", encoding="utf-8")
    return folder


def said(report: Report) -> list[str]:
    return [str(diagnostic).partition("\n")[0] for diagnostic in report]


def found(word: str, start: Path | None = None) -> ApiEntry:
    report = Report()
    entry = resolve(word, report, start)
    assert entry is not None, said(report)
    assert said(report) == []
    return entry


@pytest.mark.parametrize("word", ["pets", "specs/pets", "specs/pets/openapi.yaml"])
@pytest.mark.usefixtures("house")
def test_an_api_is_found_by_name_by_folder_and_by_its_spec(word: str) -> None:
    entry = found(word)
    assert (entry.name, entry.spec, entry.house) == ("pets", Path("specs/pets/openapi.yaml"), True)
    assert entry.client == {"package": "pets_client", "class": "Pets"}
    assert (entry.operations, entry.credentials) == ({"getPet": "pets.get"}, {"key": "api_key"})


def test_an_api_is_found_from_a_folder_further_down(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (house / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(house / "deep")
    assert find_root(Path("down")) == house
    assert found("pets", Path("down")).spec == house / "specs" / "pets" / "openapi.yaml"


def test_every_setting_knows_its_place(house: Path) -> None:
    places = {".".join(key): str(place) for key, place in found("pets").places.items()}
    assert places == {
        "title": "specs/pets/api.toml:1:1",
        "client.package": "specs/pets/api.toml:4:1",
        "client.class": "specs/pets/api.toml:5:1",
        "client.operations.getPet": "specs/pets/api.toml:8:1",
        "client.credentials.key": "specs/pets/api.toml:11:1",
    }
    assert house.is_dir()


def test_all_apis_come_by_name_with_their_behaviour(house: Path) -> None:
    folder = add(house, "cats", "")
    (folder / "behaviour.yaml").write_text("behaviour: 1\n", encoding="utf-8")
    report = Report()
    known = {entry.name: entry.behaviour for entry in entries(house, report)}
    assert list(known.items()) == [("cats", Path("specs/cats/behaviour.yaml")), ("pets", None)]
    assert said(report) == []


def test_the_files_of_an_entry_are_its_inputs(house: Path) -> None:
    (house / "specs" / "pets" / "behaviour.yaml").write_text("behaviour: 1\n", encoding="utf-8")
    assert [path.name for path in found("pets").inputs] == ["openapi.yaml", "behaviour.yaml", "api.toml"]


def test_any_other_file_is_an_api_of_its_own(tmp_path: Path) -> None:
    entry = file_entry(tmp_path / "My Spec (v2).YAML")
    assert (entry.name, entry.house, entry.behaviour) == ("my-spec-v2", False, None)
    assert file_entry(tmp_path / "日本.yaml").name == "api"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("word", ["missing.yaml", "some/where", "specs"])
def test_a_path_is_taken_as_a_file_and_not_opened_here(word: str) -> None:
    assert found(word).spec == Path(word)


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("word", ["dogs", "x" * 5000, "a\0b"])
def test_a_word_that_names_nothing_is_refused_with_what_there_is(word: str) -> None:
    report = Report()
    assert resolve(word, report) is None
    (diagnostic,) = report
    assert (diagnostic.id, diagnostic.advice) == ("api-unknown", "known APIs: pets")


def test_outside_a_catalogue_the_advice_says_where_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = Report()
    assert resolve("dogs", report) is None
    assert [diagnostic.advice.partition(",")[0] for diagnostic in report] == ["run it where a folder specs/ is"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("[client\n", "1:8: error settings-syntax"),
        ("x = 1979-13-45\n", "1:"),
        ("n = " + "9" * 5000 + "\n", "1:1: error settings-syntax"),
        ("n = " + "[" * 3000 + "\n", "1:1: error settings-syntax: not valid TOML: it is nested too deeply"),
        ("client = 3\n", "1:1: error settings-invalid: `client` must be a table"),
        ("titel = 'x'\n", "1:1: error settings-invalid: `titel` is not a setting"),
        ("[client]\npakage = 'x'\n", "2:1: error settings-invalid: `pakage` is not a setting"),
        ("client = {pakage = 'x'}\n", "1:11: error settings-invalid: `pakage` is not a setting"),
        ("[client]\npackage = 'no good'\n", "2:1: error settings-invalid: `package` must be a string of the form"),
        ("[client]\nclass = 'True'\n", "2:1: error settings-invalid: `class` is 'True', a word that Python keeps"),
        ("[client]\nenvironment = 7\n", "2:1: error settings-invalid: `environment` must be a string of the form"),
        ("[client]\noperations = 1\n", "2:1: error settings-invalid: `operations` must be a table"),
        ("[client.operations]\na = 'pets'\n", "2:1: error settings-invalid: `a` must be a string of the form"),
        ("[client.operations]\na = 'pets.import'\n", "2:1: error settings-invalid: `a` is 'pets.import', a word"),
        ("[client.operations]\na = 'p.x'\nb = 'p.x'\n", "3:1: error settings-invalid: 'p.x' is the name of two"),
        ("[client.credentials]\n'a b' = 'Key'\n", "2:1: error settings-invalid: `a b` must be a string of the form"),
        ("[client.operations]\nk = 'a.b'\n[client.credentials]\nk = 'K'\n", "4:1: error settings-invalid: `k` must be"),
        ("[client.credentials]\na = 'k'\nb = 'k'\n", "3:1: error settings-invalid: 'k' is the name of two"),
    ],
)
def test_wrong_settings_are_refused_at_their_place(house: Path, settings: str, expected: str) -> None:
    add(house, "wrong", settings)
    report = Report()
    assert resolve("wrong", report) is None
    assert [line for line in said(report) if not line.startswith(f"specs/wrong/api.toml:{expected}")] == []
    assert len(report) == 1


def test_settings_that_cannot_be_read_are_refused(house: Path) -> None:
    add(house, "large", "# " + "x" * 1024 * 1024)
    (add(house, "odd", "") / "api.toml").write_bytes(b"\xff\xfe")
    report = Report()
    assert [entry.name for entry in entries(house, report)] == ["pets"]
    assert said(report) == [
        "specs/large/api.toml: error settings-unreadable: the file is larger than 1 MiB",
        "specs/odd/api.toml: error settings-unreadable: cannot read the settings: it is not UTF-8",
    ]


def test_a_pipe_in_place_of_settings_is_no_api(house: Path) -> None:
    (house / "specs" / "pipe").mkdir()
    os.mkfifo(house / "specs" / "pipe" / "api.toml")
    assert [entry.name for entry in entries(house, Report())] == ["pets"]


def test_a_folder_whose_name_cannot_be_a_name_is_refused(house: Path) -> None:
    add(house, "My API", "")
    report = Report()
    assert [entry.name for entry in entries(house, report)] == ["pets"]
    assert said(report) == [
        "specs/My API/api.toml: error api-name-invalid: 'My API' cannot be the name of an API",
    ]
