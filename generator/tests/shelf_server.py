"""A shelf of books with notes below them, made by hand: many at once, parts by cursor, an order no rule is about."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api

__all__ = ["ShelfServer", "shelf_api", "shelf_target"]


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _many(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _object(**members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


_TEXT = {"type": "string"}
_CURSOR = {"name": "cursor", "in": "query", "schema": _TEXT}
_LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 20, "default": 10}}
_SORT = {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["title:asc", "title:desc"]}}
_WRONG = {"400": {"description": "It was refused."}}
_GONE = {"404": {"description": "There is none."}}
_BOOK = {"title": {**_TEXT, "maxLength": 80}, "due": {"type": "string", "format": "date"}}
_BOOK_ID = {"name": "book_id", "in": "path", "required": True, "schema": _TEXT}
_LABEL = {"name": "label", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 30}}
_NOTE_ID = {"name": "note_id", "in": "path", "required": True, "schema": _TEXT}
_PAGE = _object(books=_many("Book"))
_PAGE["properties"]["next"] = {"type": ["string", "null"]}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shelf", "version": "1"},
    "paths": {
        "/books": {
            "get": {
                "operationId": "listBooks",
                "parameters": [_CURSOR, _LIMIT, _SORT],
                "responses": {"200": _answer(_PAGE), **_WRONG},
            },
            "post": {
                "operationId": "addBook",
                "requestBody": _body(_ref("NewBook")),
                "responses": {"201": _answer(_ref("Book")), **_WRONG},
            },
        },
        "/books/bulk": {
            "post": {
                "operationId": "addBooks",
                "requestBody": _body(_object(books=_many("NewBook"))),
                "responses": {"200": _answer(_object(results=_many("Result"))), **_WRONG},
            }
        },
        "/books/{book_id}": {
            "parameters": [_BOOK_ID],
            "get": {"operationId": "getBook", "responses": {"200": _answer(_ref("Book")), **_GONE}},
        },
        "/books/{book_id}/labels/{label}": {
            "parameters": [_BOOK_ID, _LABEL],
            "put": {"operationId": "label", "responses": {"204": {"description": "It has it."}, **_WRONG, **_GONE}},
            "delete": {
                "operationId": "unlabel",
                "responses": {"204": {"description": "It has it not."}, **_WRONG, **_GONE},
            },
        },
        "/books/{book_id}/notes": {
            "parameters": [_BOOK_ID],
            "get": {"operationId": "listNotes", "responses": {"200": _answer(_many("Note")), **_GONE}},
            "post": {
                "operationId": "addNote",
                "requestBody": _body(_object(text=_TEXT)),
                "responses": {"201": _answer(_ref("Note")), **_WRONG, **_GONE},
            },
        },
        "/books/{book_id}/notes/{note_id}": {
            "parameters": [_BOOK_ID, _NOTE_ID],
            "get": {"operationId": "getNote", "responses": {"200": _answer(_ref("Note")), **_GONE}},
        },
    },
    "components": {
        "schemas": {
            "NewBook": _object(**_BOOK),
            "Book": _object(book_id=_TEXT, labels={"type": "array", "items": _TEXT}, **_BOOK),
            "Result": _object(book_id=_TEXT),
            "Note": _object(note_id=_TEXT, text=_TEXT),
        }
    },
}


def _rule(action: str, resource: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "resource": resource, "states": f"It is for {action} of a {resource}.", **more}


_MISSING = {"status": 404, "states": "There is none."}
BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "book": {"schema": "Book", "key": "book_id", "states": "A book is kept."},
        "note": {
            "schema": "Note",
            "key": "note_id",
            "states": "A note is kept.",
            "scope": {"place": "path.book_id", "states": "A note is about one book."},
        },
    },
    "operations": {
        "listBooks": _rule(
            "list",
            "book",
            paging={
                "style": "cursor",
                "cursor": "query.cursor",
                "limit": "query.limit",
                "items": "body.books",
                "next": "body.next",
                "states": "Books come in parts.",
            },
        ),
        "addBook": _rule("create", "book"),
        "getBook": _rule("read", "book", key="path.book_id", missing=_MISSING),
        "addBooks": {
            "action": "batch",
            "each": "addBook",
            "items": "body.books",
            "answer": "body.results",
            "states": "Each book is added.",
        },
        "listNotes": _rule("list", "note", answer="body"),
        "addNote": _rule("create", "note"),
        "getNote": _rule("read", "note", key="path.note_id", missing=_MISSING),
    },
    "refusals": [{"when": "request-invalid", "status": 400, "states": "What has the wrong form is refused."}],
}


def shelf_api(folder: Path, *, behaviour: bool) -> Api:
    """Return the contract of the shelf, with or without its stated rules."""
    return written_api(folder / "shelf.json", OPENAPI, BEHAVIOUR if behaviour else None)


def shelf_target(api: Api, server: ShelfServer) -> Target:
    """Return a shelf in this process."""
    return function_target(api, server, Access(Credentials({})))


class ShelfServer:
    """The shelf; a fault is a word that one of the methods below looks for."""

    def __init__(self, fault: str = "") -> None:
        """Start with an empty shelf."""
        self.fault = fault
        self.books: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, dict[str, dict[str, Any]]] = {}
        self._numbers = itertools.count(1)

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, value = self._route(request)
        if value is None:
            return Response(status)
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())

    def _route(self, request: Request) -> tuple[int, Any]:
        steps = [step for step in request.path.split("/") if step]
        if steps == ["books"]:
            return self._list(dict(request.query)) if request.method == "GET" else self._add(request.json())
        if steps == ["books", "bulk"]:
            return self._add_many(request.json())
        if len(steps) > 1 and steps[1] in self.books:
            return self._below(request, *steps[1:])
        return 404, {}

    def _label(self, method: str, book: dict[str, Any], label: str) -> tuple[int, Any]:
        labels, history = book["labels"], book.get("history")
        if not 0 < len(label) <= 30:
            return 400, {}
        if history is not None and self.fault == "history":
            history.append({"done": method, "label": label})
        if method == "PUT" and self.fault == "labels-last":
            labels.clear()
        if method == "PUT" and (label not in labels or self.fault == "labels-twice"):
            labels.append(label)
        if method == "DELETE" and self.fault == "labels-cleared":
            labels.clear()
        if method == "DELETE" and label in labels and self.fault != "labels-stay":
            labels.remove(label)
        return 204, None

    def _below(self, request: Request, book: str, kind: str = "", note: str = "") -> tuple[int, Any]:
        if kind == "labels":
            return self._label(request.method, self.books[book], unquote(note))
        everywhere = {name: one for notes in self.notes.values() for name, one in notes.items()}
        notes = self.notes.setdefault(book, {})
        if not kind:
            return 200, self.books[book]
        if note:
            known = everywhere if self.fault == "notes-anywhere" else notes
            return (200, known[note]) if note in known else (404, {})
        if request.method == "GET":
            return 200, list((everywhere if self.fault == "notes-listed" else notes).values())
        body = request.json()
        if not isinstance(body, dict) or not isinstance(body.get("text"), str):
            return 400, {}
        name = f"note-{next(self._numbers)}"
        made: dict[str, Any] = {"note_id": name, "text": body["text"]}
        notes[name] = made
        return 201, made

    def _valid(self, body: Any) -> bool:
        told: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
        if not isinstance(told.get("title"), str) or len(told["title"]) > 80:
            return False
        try:
            return len(told["due"]) == len("2020-01-31") and bool(date.fromisoformat(told["due"]))
        except (KeyError, TypeError, ValueError):
            return False

    def _kept(self, body: dict[str, Any]) -> dict[str, Any]:
        book = {"book_id": f"book-{next(self._numbers)}", "labels": [], "title": body["title"], "due": body["due"]}
        if self.fault == "day-off":
            book["due"] = (date.fromisoformat(body["due"]) + timedelta(days=1)).isoformat()
        if self.fault == "history":
            # No fault at all: it tells what was done to a book as well.
            book = {"history": [], **book}
        self.books[book["book_id"]] = book
        return book

    def _add(self, body: Any) -> tuple[int, Any]:
        return (201, self._kept(body)) if self._valid(body) else (400, {})

    def _add_many(self, body: Any) -> tuple[int, Any]:
        books = body.get("books") if isinstance(body, dict) else None
        if not isinstance(books, list) or not all(map(self._valid, books)):
            return 400, {}
        if self.fault == "bulk-copies":
            books = [{**book, "title": books[0]["title"]} for book in books]
        if self.fault == "bulk-first":
            results = [self._kept(book) for book in books[:1]] + [{"book_id": "book-none"} for _ in books[1:]]
        else:
            results = [self._kept(book) for book in books]
        told = [{"book_id": result["book_id"]} for result in results]
        if self.fault == "others-told":
            # No fault either: each answer tells of another book beside its own.
            told = [{**one, "like": {"book_id": "book-elsewhere"}} for one in told]
        turned = told[::-1] if self.fault == "results-turned" else told
        return 200, {"results": turned[1:] if self.fault == "results-short" else turned}

    def _list(self, query: dict[str, str]) -> tuple[int, Any]:
        limit = query.get("limit", "3" if self.fault == "short-default" else "10")
        at = query.get("cursor", "0")
        sort = query.get("sort", "")
        if not limit.isdecimal() or not 1 <= int(limit) <= 20 or not at.isdecimal() or sort not in _ORDERS:
            return 400, {}
        books = list(self.books.values())
        if sort and self.fault != "order-ignored":
            books.sort(key=lambda book: book["title"], reverse=sort.endswith("desc"))
        end = int(at) + int(limit)
        more = end < len(books) or self.fault == "endless"
        return 200, {"books": books[int(at) : end], "next": str(end) if more else None}


_ORDERS = {"", "title:asc", "title:desc"}
