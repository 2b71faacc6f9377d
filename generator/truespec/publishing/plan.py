"""What is published of one API: every file of its folder, made from its contract and its bundled spec."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from truespec.contract.api import Api
from truespec.contract.inventory import Inventory, take
from truespec.contract.json_schema import DEFINITIONS, definitions, standalone
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.publishing.annotations import annotated
from truespec.publishing.build import build_distributions
from truespec.publishing.reference import reference_page
from truespec.publishing.renderer import Renderer
from truespec.rendering.render import render

__all__ = ["Published", "Subject", "publish"]

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Subject:
    """An API to publish: its contract, and its spec as one plain value and as the texts of that."""

    api: Api
    spec: Mapping[str, Any]
    spec_yaml: bytes
    spec_json: bytes


@dataclass(frozen=True, slots=True)
class Published:
    """The folder of one API: its files by path (below the folder), and what they are about."""

    api: Api
    inventory: Inventory
    files: Mapping[str, bytes]


def publish(subject: Subject, renderer: Renderer, report: Report) -> Published | None:
    """Return everything that is published of one API; ``None``, with the reason in ``report``, if its client fails."""
    api = subject.api
    package = render(api, Report())  # what Python types cannot say is `generate`'s to tell
    built = build_distributions(api.names.distribution, package, report)
    if built is None:
        return None
    inventory = take(api)
    shown = annotated(subject.spec, api, inventory)
    files = {
        "openapi.yaml": subject.spec_yaml,
        "openapi.json": subject.spec_json,
        "reference.html": reference_page(api.title or api.name, shown, renderer).encode(),
        "CHANGELOG.md": package["CHANGELOG.md"].encode(),
        **dict(_schema_files(api)),
        **{f"client/{name}": content for name, content in built.items()},
    }
    return Published(api, inventory, files)


def _schema_files(api: Api) -> Iterator[tuple[str, bytes]]:
    """Yield a JSON Schema document for each named schema, with those definitions that it needs and no others."""
    known = definitions(api)
    taken: set[str] = set()
    for named in api.schemas:
        name = base = _UNSAFE.sub("_", named.name)
        number = 1
        while name.casefold() in taken:  # a disk may ignore case
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        needed = {key: known[key] for key in known if key in _reached(known[named.name], known)}
        yield f"schemas/{name}.json", (json.dumps(standalone(named.schema, api, needed), indent=2) + "\n").encode()


def _reached(start: Json, known: Mapping[str, Json]) -> set[str]:
    """Return the names of all definitions that a schema refers to, directly or through others."""
    reached: set[str] = set()
    pending = [start]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and reference.startswith(DEFINITIONS):
                name = reference.removeprefix(DEFINITIONS)
                if name in known and name not in reached:
                    reached.add(name)
                    pending.append(known[name])
            pending.extend(value.values())
    return reached
