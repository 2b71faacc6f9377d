"""Webhooks and callbacks: what the server sends by itself, with the types of their bodies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from interpreting import interpreted, paths_document

PET = {"type": "object", "properties": {"id": {"type": "string"}}}


def sent(schema: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {"requestBody": {"content": {media_type: {"schema": schema}}}, "responses": {"200": {"description": "ok"}}}


def test_a_webhook_is_an_event_whose_body_has_a_class(tmp_path: Path) -> None:
    found = interpreted(tmp_path, {**paths_document({}), "webhooks": {"newPet": {"post": sent(PET)}}})
    (event,) = found.api.events
    assert (event.id, event.kind, event.method) == ("newPet", "webhook", "POST")
    assert event.media.schema is not None
    assert (event.media.schema.reference, found.class_names, found.said) == ("NewPetEvent", ["NewPetEvent"], [])


def test_a_callback_is_called_after_its_operation(tmp_path: Path) -> None:
    callback = {"onData": {"{$request.body#/url}": {"put": sent({"type": "string"})}}}
    operation = {"operationId": "subscribe", "callbacks": callback, "responses": {"200": {"description": "ok"}}}
    found = interpreted(tmp_path, paths_document({"/a": {"post": operation}}))
    assert [(event.id, event.kind, event.method) for event in found.api.events] == [
        ("subscribe.onData", "callback", "PUT")
    ]
    assert found.said == []


def test_callbacks_and_bodies_may_be_references(tmp_path: Path) -> None:
    components = {
        "callbacks": {
            "Told": {"{$request.query.url}": {"post": {"requestBody": {"$ref": "#/components/requestBodies/P"}}}}
        },
        "requestBodies": {"P": {"content": {"application/json": {"schema": PET}}}},
    }
    operation = {"operationId": "ask", "callbacks": {"told": {"$ref": "#/components/callbacks/Told"}}}
    found = interpreted(tmp_path, paths_document({"/a": {"post": operation}}, components=components))
    assert [(event.id, event.media.schema and event.media.schema.reference) for event in found.api.events] == [
        ("ask.told", "P")
    ]


def test_an_event_without_a_json_body_is_noted(tmp_path: Path) -> None:
    document = {**paths_document({}), "webhooks": {"a": {"post": sent(PET, "application/xml")}, "b": {"post": {}}}}
    found = interpreted(tmp_path, document)
    assert found.api.events == ()
    assert [each.id for each in found.report] == ["webhook-not-rendered", "webhook-not-rendered"]
    assert [each.location.pointer for each in found.report] == ["/webhooks/a", "/webhooks/b"]


def test_events_rename_no_class_of_an_operation(tmp_path: Path) -> None:
    operation = {"operationId": "newPet", **sent(PET)}
    plain = paths_document({"/a": {"post": operation}})
    (tmp_path / "a").mkdir()
    with_event = {**plain, "webhooks": {"newPet": {"post": {"operationId": "newPet", **sent(PET)}}}}
    before, after = interpreted(tmp_path, plain), interpreted(tmp_path / "a", with_event)
    assert before.class_names == after.class_names[: len(before.class_names)]
