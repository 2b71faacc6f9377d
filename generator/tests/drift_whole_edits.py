"""Edits of operations, parameters, answers, credentials and servers, each at a random place of a document."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Final

from drift_sites import Site
from printing.shapes import as_member

__all__ = ["WHOLE_EDITS"]

Json = dict[str, Any]
Expected = tuple[str, ...]
_TEXT: Final = {"type": "string"}


def _parameter(dice: random.Random, site: Site) -> Expected | None:
    where = dice.choice(["query", "header"])
    new = {"name": "zuluPar", "in": where, "required": dice.random() < 0.5, "description": "A new one."}
    several = site.operation.setdefault("parameters", [])
    several.insert(dice.randrange(len(several) + 1), {**new, "schema": {"type": "integer"}})
    return (f"added {where}.zuluPar",)


def _parameter_gone(_: random.Random, site: Site) -> Expected | None:
    if site.role != "parameter" or site.owner["in"] == "path":
        return None
    site.operation["parameters"].remove(site.owner)
    return (f"removed {site.place}",)


def _parameter_moved(_: random.Random, site: Site) -> Expected | None:
    if site.role != "parameter" or site.owner["in"] != "query" or not site.name.isascii():
        return None
    if any(one["in"] == "header" and one["name"] == site.name for one in site.operation["parameters"]):
        return None
    site.owner["in"] = "header"
    return (f"removed {site.place}", f"added {as_member('header', site.name)}")


def _order_of_parameters(_: random.Random, site: Site) -> Expected | None:
    if len(site.operation.get("parameters", [])) < 2:
        return None
    site.operation["parameters"].reverse()
    return ()


def _status(_: random.Random, site: Site) -> Expected:
    site.operation["responses"]["409"] = {"description": "Clash."}
    return ("added response.409",)


def _status_with_content(_: random.Random, site: Site) -> Expected:
    schema = {"type": "object", "properties": {"why": _TEXT}}
    content = {"application/json": {"schema": schema}}
    site.operation["responses"]["409"] = {"description": "Clash.", "content": content}
    return ("added response.409",)


def _status_gone(_: random.Random, site: Site) -> Expected | None:
    if len(site.operation["responses"]) < 2:
        return None
    status, _gone = site.operation["responses"].popitem()
    return (f"removed response.{status}",)


def _order_of_answers(_: random.Random, site: Site) -> Expected | None:
    answers = site.operation["responses"]
    if len(answers) < 3:
        return None
    first, *rest = answers.items()
    site.operation["responses"] = dict([first, *rest[::-1]])
    return ()


def _header(_: random.Random, site: Site) -> Expected | None:
    if site.role != "whole" or site.place == "body":
        return None
    site.owner.setdefault("headers", {})["X-Zulu"] = {"schema": {"type": "integer"}, "description": "Of it."}
    return (f"added {site.place}.header.X-Zulu",)


def _header_gone(_: random.Random, site: Site) -> Expected | None:
    if site.role != "header":
        return None
    answer = site.operation["responses"][site.place.split(".")[1]]
    del answer["headers"][site.name]
    return (f"removed {site.place}",)


def _media(_: random.Random, site: Site) -> Expected | None:
    if site.role != "whole":
        return None
    ((_old, content),) = site.owner["content"].items()
    site.owner["content"] = {"application/vnd.zulu+json": content}
    return (f"changed {site.place} media",)


def _other_media(_: random.Random, site: Site) -> Expected | None:
    if site.role != "whole":
        return None
    ((_old, content),) = site.owner["content"].items()
    site.owner["content"]["text/csv"] = content
    return (f"changed {site.place} otherMedia",)


def _summary(_: random.Random, site: Site) -> Expected:
    site.operation["summary"] = "Do it otherwise"
    return ("reworded  summary",)


def _description(_: random.Random, site: Site) -> Expected:
    site.operation["description"] = "Takes 75 of them at once."
    return ("reworded  description",)


def _deprecated(_: random.Random, site: Site) -> Expected:
    site.operation["deprecated"] = True
    return ("changed  deprecated",)


def _operation(_: random.Random, site: Site) -> Expected:
    key = {"name": "zooId", "in": "path", "required": True, "schema": _TEXT}
    schema = {"type": "object", "properties": {"cage": _TEXT, "size": {"type": "integer"}}}
    body = {"content": {"application/json": {"schema": schema}}}
    answers = {"200": {"description": "Mended."}}
    mended = {"summary": "Mend zoo", "parameters": [key], "requestBody": body, "responses": answers}
    site.whole["paths"]["/zoo/{zooId}"] = {"patch": mended}
    return ("added PATCH /zoo/{zooId}",)


def _operation_gone(_: random.Random, site: Site) -> Expected | None:
    if len(site.whole["paths"]) < 3 or len(site.whole["paths"][site.path]) > 1:
        return None
    del site.whole["paths"][site.path]
    return (f"removed {site.label}",)


def _method(_: random.Random, site: Site) -> Expected | None:
    item = site.whole["paths"][site.path]
    if "put" in item or site.method == "get":
        return None
    site.whole["paths"][site.path] = {("put" if one == site.method else one): value for one, value in item.items()}
    return (f"removed {site.label}", f"added PUT {site.path}")


def _path(_: random.Random, site: Site) -> Expected | None:
    paths = site.whole["paths"]
    if any(one.startswith(f"{site.path}/") for one in paths) or "{" in site.path:
        return None
    site.whole["paths"] = {("/zuluYard" if one == site.path else one): value for one, value in paths.items()}
    return (f"removed {site.label}", f"added {site.method.upper()} /zuluYard")


def _name_in_path(_: random.Random, site: Site) -> Expected | None:
    if site.role != "parameter" or site.owner["in"] != "path":
        return None
    site.owner["name"] = "zuluId"
    paths = site.whole["paths"]
    moved = site.path.replace(f"{{{site.name}}}", "{zuluId}")
    site.whole["paths"] = {(moved if one == site.path else one): value for one, value in paths.items()}
    return ("renamed? path.zuluId",)


def _order_of_operations(_: random.Random, site: Site) -> Expected:
    site.whole["paths"] = dict(reversed(site.whole["paths"].items()))
    return ()


def _scheme(*expected: str, **values: Any) -> Callable[[random.Random, Site], Expected]:
    """Return what makes another credential of the one that all operations ask for, told of each."""

    def edit(_: random.Random, site: Site) -> Expected:
        scheme = site.whole["components"]["securitySchemes"]["key"]
        if "type" in values:
            scheme.clear()
        scheme.update(values)
        return expected * sum(len(item) for item in site.whole["paths"].values())

    return edit


def _second_scheme(_: random.Random, site: Site) -> Expected:
    site.whole["security"] = [{"key": []}, {"other": []}]
    return ("added auth.X-OTHER",) * sum(len(item) for item in site.whole["paths"].values())


def _open(_: random.Random, site: Site) -> Expected:
    site.operation["security"] = []
    return ("removed auth.X-KEY",)


def _server(url: str) -> Callable[[random.Random, Site], Expected]:
    def edit(_: random.Random, site: Site) -> Expected:
        site.whole["servers"] = [{"url": url}]
        return ("changed server",)

    return edit


WHOLE_EDITS: Final[Mapping[str, Callable[[random.Random, Site], Expected | None]]] = {
    "a parameter": _parameter,
    "a parameter less": _parameter_gone,
    "a parameter elsewhere": _parameter_moved,
    "parameters in another order": _order_of_parameters,
    "an answer": _status,
    "an answer with content": _status_with_content,
    "an answer less": _status_gone,
    "answers in another order": _order_of_answers,
    "a header of an answer": _header,
    "a header less": _header_gone,
    "media": _media,
    "a further media": _other_media,
    "a heading": _summary,
    "words and numbers of an operation": _description,
    "an operation deprecated": _deprecated,
    "an operation": _operation,
    "an operation less": _operation_gone,
    "another method": _method,
    "another path": _path,
    "another name in a path": _name_in_path,
    "operations in another order": _order_of_operations,
    "words of a credential": _scheme("reworded auth.X-KEY description", description="Another key of 12 letters."),
    "another name of a credential": _scheme("renamed? auth.X-ZULU", name="X-ZULU"),
    "a bearer": _scheme("removed auth.X-KEY", "added auth.Authorization", type="http", scheme="bearer"),
    "a second credential": _second_scheme,
    "no credentials": _open,
    "another server": _server("https://api.example.test/v2"),
    "another host": _server("https://zulu.example.test/v1"),
}
