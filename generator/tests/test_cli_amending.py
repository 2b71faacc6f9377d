"""An edit of a large document gives what would be made of it anew, whether it is carried over or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from truespec.catalogue import file_entry
from truespec.cli import amending, reach
from truespec.cli.making import Job, Made, make
from truespec.output import amend
from truespec.rendering import parts

Document = dict[str, Any]
Edit = Callable[[Document], object]

STRING = {"type": "string"}


def answer(name: str) -> Document:
    """Return the responses of an operation that gives a schema."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"200": {"description": "Given.", "content": content}}


def operation(name: str, gives: str, **more: Any) -> Document:
    """Return an operation."""
    return {"operationId": name, "tags": [gives.lower()], "responses": answer(gives), **more}


def zoo() -> Document:
    """Return a document in which schemas are mentioned, listed, sent, told apart, inherited from and complained of."""
    order = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
    mood = {"$ref": "#/components/schemas/Mood"}
    members = {"id": {"type": "integer"}, "name": STRING, "born": {"type": "string", "format": "date"}, "note": STRING}
    schemas: Document = {
        "Keeper": {"type": "object", "description": "Who feeds.", "properties": {**members, "rank": STRING}},
        "Cage": {"type": "object", "properties": {**members, "keeper": {"$ref": "#/components/schemas/Keeper"}}},
        "Zoo": {"type": "object", "properties": {"at": STRING, "cages": {"$ref": "#/components/schemas/Cages"}}},
        "Cages": {"type": "array", "items": {"$ref": "#/components/schemas/Cage"}},
        "Order": {"type": "object", "required": ["food"], "properties": {"food": STRING, "count": {"type": "integer"}}},
        "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": STRING, "lives": {"type": "integer"}}},
        "Dog": {"type": "object", "required": ["kind", "gone"], "properties": {"kind": STRING}},
        "Animal": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind"},
        },
        "Puppy": {"allOf": [{"$ref": "#/components/schemas/Dog"}, {"type": "object", "properties": {"age": STRING}}]},
        "Parrot": {"type": "object", "required": ["says", "gone"], "properties": {"says": STRING, "mood": mood}},
        "Clock": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}},
        "Mood": {"type": "string", "enum": ["good", "bad"], "description": "How it feels."},
    }
    asked: list[Document] = [
        {"name": "page", "in": "query", "description": "Which.", "schema": {"type": "integer"}},
        {"name": "since", "in": "query", "schema": {"type": "string", "format": "date"}},
        {"$ref": "#/components/parameters/Sort"},
    ]
    inline: Document = {"type": "object", "properties": {"of": STRING, "many": {"type": "integer"}}}
    feeding: Document = {
        "type": "object",
        "required": ["meals"],
        "properties": {"meals": {"type": "array", "items": {"$ref": "#/components/schemas/Meal"}}, "by": STRING},
    }
    schemas["Meal"] = {"type": "object", "properties": {"food": STRING, "at": {"type": "string", "format": "date"}}}
    fed = {"200": {"description": "Fed.", "content": {"application/json": {"schema": inline}}}}
    body = {"content": {"application/json": {"schema": feeding}}, "required": True}
    feed = {"operationId": "feed", "tags": ["keeper"], "summary": "Feed.", "requestBody": body, "responses": fed}
    paths: Document = {
        "/root": {"get": operation("root", "Clock")},
        "/keepers": {"get": operation("sheet", "Keeper", parameters=asked), "put": feed},
        "/zoo": {"get": operation("plan", "Zoo"), "post": operation("order", "Zoo", requestBody=order)},
        "/animals": {"get": operation("beast", "Animal")},
        "/clock": {"get": operation("hour", "Clock")},
    }
    sort = {"Sort": {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["up", "down"]}}}
    info = {"title": "Zoo \U0001f981", "version": "1"}
    root = {
        "openapi": "3.0.3",
        "info": info,
        "servers": [{"url": "https://zoo.example.com"}],
        "tags": [{"name": "zoo"}],
    }
    extension = {"x-plans": {"next": [{"$ref": "#/components/schemas/Zoo/nowhere"}]}}
    return {**root, **extension, "paths": paths, "components": {"schemas": schemas, "parameters": sort}}


@dataclass
class Shop:
    """A document, what is made of it with a memory, and how it is laid out."""

    folder: Path
    document: Document = field(default_factory=zoo)
    indent: int | None = 2
    is_ascii: bool = True

    def make(self, out: str) -> Made:
        """Write the document and make its client."""
        spec = self.folder / "zoo.json"
        spec.write_text(json.dumps(self.document, indent=self.indent, ensure_ascii=self.is_ascii), encoding="utf-8")
        made = make(Job("zoo", file_entry(spec), self.folder / out, processes=1))
        assert "" == made.fault
        return made

    def files(self, out: str) -> dict[str, bytes]:
        """Return what stands in a folder."""
        root = self.folder / out
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def small_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make modules of models full early, and let none of them be nearly full."""
    monkeypatch.setattr(parts, "_MOST", 20)
    monkeypatch.setattr(amend, "nearly_divided_anew", lambda *_: False)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Return a shop whose document counts as large and was made once."""
    monkeypatch.setattr(amending, "_LARGE", 0)
    monkeypatch.setattr(reach, "_MOST_SHARE", 1.0)
    monkeypatch.setenv("TRUESPEC_CACHE", str(tmp_path / "cache"))
    found = Shop(tmp_path)
    found.make("kept")
    return found


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows when a whole package is rendered."""
    from truespec.rendering import render as module  # noqa: PLC0415

    found: list[str] = []
    whole = module.render
    monkeypatch.setattr(module, "render", lambda *given: found.append("all") or whole(*given))
    return found


def compare(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the document with the memory and without one, and compare everything."""
    kept = shop.make("kept")
    with monkeypatch.context() as forgetting:
        forgetting.setenv("TRUESPEC_CACHE", "off")
        anew = shop.make("anew")
    assert shop.files("anew") == shop.files("kept")
    assert [str(one) for one in anew.report] == [str(one) for one in kept.report]
    assert anew.outcome.counts == kept.outcome.counts


def schema(name: str, change: Edit) -> Edit:
    """Return an edit of one schema."""
    return lambda document: change(document["components"]["schemas"][name])


def member(name: str, wire: str, value: Document) -> Edit:
    """Return an edit that gives a schema a member, or another one in its place."""
    return schema(name, lambda found: found["properties"].update({wire: value}))


def keepers(method: str, change: Edit) -> Edit:
    """Return an edit of one operation."""
    return lambda document: change(document["paths"]["/keepers"][method])


def asked(number: int, change: Edit) -> Edit:
    """Return an edit of one parameter."""
    return keepers("get", lambda found: change(found["parameters"][number]))


def taken(change: Edit) -> Edit:
    """Return an edit of a schema of a body, written in place."""
    return keepers("put", lambda found: change(found["requestBody"]["content"]["application/json"]["schema"]))


def given(change: Edit) -> Edit:
    """Return an edit of a schema of an answer, written in place."""
    return keepers("put", lambda found: change(found["responses"]["200"]["content"]["application/json"]["schema"]))


CARRIED_OVER: dict[str, Edit] = {
    "a member more": member("Cage", "size", {"type": "integer", "description": "In metres.", "minimum": 1}),
    "a member with another type": member("Cage", "note", {"type": "integer"}),
    "a member that mentions one": member("Clock", "maker", {"$ref": "#/components/schemas/Keeper"}),
    "a member that mentions one no more": member("Cage", "keeper", STRING),
    "a member that is a date no more": member("Cage", "born", STRING),
    "other words": schema("Keeper", lambda found: found.update(description='Who "feeds" \\ them.\n\nAnd cleans.')),
    "one value more": schema("Mood", lambda found: found["enum"].append("bored")),
    "what an extension says": lambda document: document["x-plans"].update(then={"$id": "/else"}),
    "a list with another length": schema("Cages", lambda found: found.update(maxItems=9)),
    "words of a list": schema("Cages", lambda found: found.update(description="class Cage(Model):\n    pass")),
    "a member that has to be there": schema("Cage", lambda found: found.update(required=["note"])),
    "the first member renamed": schema(
        "Zoo", lambda found: found["properties"].update(place=found["properties"].pop("at"))
    ),
    "a member of what is sent": member("Order", "when", {"type": "string", "minLength": 2}),
    "a member of what is sent inside": member("Meal", "size", {"type": "integer"}),
    "a member of a body in place": taken(lambda found: found["properties"].update(note={"type": "boolean"})),
    "another type in a body in place": taken(lambda found: found["properties"].update(by={"type": "integer"})),
    "a member of an answer in place": given(lambda found: found["properties"].update(id={"type": "integer"})),
    "other words of an operation": keepers(
        "put", lambda found: found.update(summary="Give | `food`.", description="#")
    ),
    "an operation out of use": keepers("get", lambda found: found.update(description="Old.\n\n## Operations\n\n### x")),
    "other words of a parameter": asked(0, lambda found: found.update(description="The page.")),
    "another type of a parameter": asked(0, lambda found: found.update(schema=STRING)),
    "a parameter that must be there": asked(0, lambda found: found.update(required=True)),
    "a parameter more": keepers(
        "get", lambda found: found["parameters"].append({"name": "x y", "in": "query", "schema": STRING})
    ),
    "a parameter that is shared": lambda document: document["components"]["parameters"]["Sort"].update(required=True),
    "an answer more": keepers("get", lambda found: found["responses"].update({"403": {"description": "No."}})),
    "the only uuid of what is sent": member("Order", "when", {"type": "string", "format": "uuid"}),
    "the only one of what is sent inside that must be there": schema(
        "Meal", lambda found: found.update(required=["food"])
    ),
    "the only parameter of few values gone": keepers("get", lambda found: found["parameters"].pop(2)),
    "a complaint more": schema("Keeper", lambda found: found.update(required=["absent"])),
    "a complaint less": schema("Parrot", lambda found: found.update(required=["says"])),
    "a complaint that moves": schema("Parrot", lambda found: found.update(description="It speaks.")),
    "another complaint": schema("Parrot", lambda found: found.update(properties={"gone": STRING})),
    "another version": lambda document: document["info"].update(version="2.1"),
    "words about the whole": lambda document: document["info"].update(description="A zoo.\n\nOf cages."),
    "other words about the whole": lambda document: document["info"].update(description="# Zoo\n\n- of\n- cages"),
    "words of a server": lambda document: document["servers"][0].update(description="The main one."),
    "words of a tag": lambda document: document.update(tags=[{"name": "zoo", "description": "All."}]),
    "a complaint about an answer": given(lambda found: found.update(required=["of", "absent"])),
    "a schema of an answer": keepers("get", lambda found: found.update(responses=answer("Parrot"))),
    "an operation out of use, the first": keepers("put", lambda found: found.update(deprecated=True)),
}

MADE_ANEW: dict[str, Edit] = {
    "the only moment gone": member("Clock", "at", STRING),
    "the first member gone": schema("Clock", lambda found: found["properties"].pop("at")),
    "another identifier": keepers("put", lambda found: found.update(operationId="feedAll")),
    "another tag": keepers("put", lambda found: found.update(tags=["zoo"])),
    "an example of a body": keepers(
        "put", lambda found: found["requestBody"]["content"]["application/json"].update(example={"by": "me"})
    ),
    "a member of a body in place that is an object": taken(
        lambda found: found["properties"].update(more={"type": "object", "properties": {"x": STRING}})
    ),
    "a call that the README shows": lambda document: document["paths"]["/root"]["get"].update(summary="Root!"),
    "a member that is an object": member("Cage", "lock", {"type": "object", "properties": {"key": STRING}}),
    "an alternative": member("Cat", "kind", {"type": "string", "enum": ["cat"]}),
    "a discriminator gone": schema("Animal", lambda found: found.pop("discriminator")),
    "another kind of thing": lambda document: document["components"]["schemas"].update(Clock={"type": "string"}),
    "a schema more": lambda document: document["components"]["schemas"].update(Snake={"type": "object"}),
    "a schema gone": lambda document: document["components"]["schemas"].pop("Puppy"),
    "a schema renamed": lambda document: document["components"]["schemas"].update(
        Macaw=document["components"]["schemas"].pop("Parrot")
    ),
    "an operation more": lambda document: document["paths"].update({"/more": {"get": operation("more", "Cage")}}),
    "another server": lambda document: document["servers"][0].update(url="https://zoo.example.org"),
    "another title": lambda document: document["info"].update(title="Garden"),
}


@pytest.mark.parametrize("name", CARRIED_OVER)
def test_a_small_edit_is_carried_over_and_reads_as_if_made_anew(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    CARRIED_OVER[name](shop.document)
    rendered = counted(monkeypatch)
    compare(shop, monkeypatch)
    assert ["all"] == rendered  # by the one without a memory


def everything(document: Document) -> None:
    """Let one schema mention all that are there, and one more type."""
    wires = list(document["components"]["schemas"])
    mentioned = {f"to_{wire.lower()}": {"$ref": f"#/components/schemas/{wire}"} for wire in wires}
    member("Cage", "mark", {"type": "string", "format": "uuid"})(document)
    schema("Clock", lambda found: found["properties"].update(mentioned))(document)


def nothing(document: Document) -> None:
    """Let two schemas mention nothing any more."""
    member("Cage", "keeper", STRING)(document)
    schema("Clock", lambda found: found.update(properties={"at": {"type": "string", "format": "date-time"}}))(document)


@pytest.mark.usefixtures("small_modules")
def test_modules_of_models_import_what_is_mentioned_after_an_edit(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 4 <= sum("/_models_" in name for name in shop.files("kept"))
    for edit in (everything, nothing):
        edit(shop.document)
        with monkeypatch.context() as counting:
            rendered = counted(counting)
            compare(shop, monkeypatch)
        assert ["all"] == rendered


@pytest.mark.parametrize("indent", [None, 1])
def test_complaints_are_found_again_whatever_the_layout(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, indent: int | None
) -> None:
    shop.indent = indent
    shop.document["info"]["contact"] = {"name": "\U0001f981 and friends"}
    shop.make("kept")
    rendered = counted(monkeypatch)
    for name in ("a complaint that moves", "a complaint more", "another complaint"):
        CARRIED_OVER[name](shop.document)
        compare(shop, monkeypatch)
    assert ["all"] * 3 == rendered


@pytest.mark.parametrize("name", MADE_ANEW)
def test_what_is_not_certain_is_made_anew(shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    MADE_ANEW[name](shop.document)
    rendered = counted(monkeypatch)
    compare(shop, monkeypatch)
    assert ["all", "all"] == rendered


def test_a_document_that_is_only_laid_out_otherwise_costs_no_rendering(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.indent = 1
    rendered = counted(monkeypatch)
    compare(shop, monkeypatch)
    assert ["all"] == rendered


def test_a_document_that_is_written_otherwise_in_places_is_read_there(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema("Keeper", lambda found: found.update(description="Größe"))(shop.document)
    shop.make("kept")
    shop.is_ascii = False
    CARRIED_OVER["a member more"](shop.document)
    CARRIED_OVER["a complaint that moves"](shop.document)
    rendered = counted(monkeypatch)
    with monkeypatch.context() as partly:
        partly.setattr(amending.Amender, "_read_whole", None)
        compare(shop, monkeypatch)
    assert ["all"] == rendered  # by the one without a memory


def test_one_edit_after_the_other_gives_what_all_of_them_give(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for edit in (*CARRIED_OVER.values(), *MADE_ANEW.values()):
        edit(shop.document)
        compare(shop, monkeypatch)


def test_a_memory_that_is_damaged_is_none(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    CARRIED_OVER["a member more"](shop.document)
    for path in (shop.folder / "cache").glob("??/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    compare(shop, monkeypatch)


def test_a_file_that_was_edited_by_hand_is_refused_all_the_same(shop: Shop) -> None:
    CARRIED_OVER["a member more"](shop.document)
    edited = next((shop.folder / "kept").rglob("models.py"))
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    made = shop.make("kept")
    assert ["generated-file-edited"] == [one.id for one in made.report if one.severity.value == "error"]


def test_only_looking_says_what_is_stale_and_writes_nothing(shop: Shop) -> None:
    before = shop.files("kept")
    CARRIED_OVER["a member more"](shop.document)
    spec = shop.folder / "zoo.json"
    spec.write_text(json.dumps(shop.document), encoding="utf-8")
    made = make(Job("zoo", file_entry(spec), shop.folder / "kept", check=True))
    stale = {Path(one.path).name for one in made.outcome.stale}
    assert {"manifest.json", "models.py", "schemas.json"} == stale
    assert before == shop.files("kept")
