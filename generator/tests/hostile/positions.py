"""Where text can stand in a document: every place of the base document, and what is to become of hostile text there."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")

__all__ = ["BASE", "KEYS", "VALUES", "Position", "everywhere", "placed", "words"]

BASE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "base.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Position:
    """A pointer into the base document, whether the key or the value there is exchanged, and the outcome.

    ``outcome`` is ``generate``, ``refuse`` (unless it could be a slip: a text of one line) or ``either``.
    """

    pointer: str
    outcome: str
    is_key: bool = False

    @property
    def name(self) -> str:
        """A name for a test."""
        return f"{self.pointer} as a {'key' if self.is_key else 'value'}"

    def outcome_of(self, text: str) -> str:
        """What is to become of the document when this text stands here."""
        if any("\ud800" <= character <= "\udfff" for character in text):
            return "refuse"
        return "either" if self.outcome == "refuse" and not _CONTROL.search(text) else self.outcome


def words(node: Any = BASE, pointer: str = "") -> Iterator[Position]:
    """Return the places of all texts that people read: whatever they say, a client comes of it."""
    if isinstance(node, str) and node.startswith("Words"):
        yield Position(pointer, "generate")
    for key, member in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        below = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if str(key).startswith("Words"):
            yield Position(below, "generate", is_key=True)
        yield from words(member, below)


_ITEM, _READ = "/components/schemas/Item", "/paths/~1items~1{item}~1list/get"
_SEND, _FORMS = "/paths/~1items/post", "/paths/~1forms"

KEYS = tuple(
    Position(pointer, outcome, is_key=True)
    for outcome, pointers in {
        "generate": (
            "/components/schemas/Item/properties/id",
            "/components/schemas/Item/properties/kind",
            "/components/schemas/Item/properties/pet",
            "/components/schemas/Problem/allOf/1/properties/code",
            f"{_ITEM}/properties/kind/x-enum-varnames",
            "/x-document",
            f"{_READ}/x-operation",
            f"{_ITEM}/default/id",
            f"{_READ}/parameters/5/content/application~1json/example/note",
        ),
        "refuse": (
            "/components/schemas/Filter",
            "/components/schemas/Dog",
            "/components/responses/Missing",
            "/components/parameters/Unused",
            "/components/examples/One",
            "/components/headers/Unused",
            "/components/requestBodies/Unused",
            "/components/securitySchemes/key",
            "/components/securitySchemes/bearer",
            f"{_READ}/responses/200/headers/X-Left",
            f"{_READ}/responses/200",
            f"{_READ}/responses/5XX",
            f"{_READ}/responses/200/content/text~1plain",
            f"{_SEND}/requestBody/content/application~1json",
            f"{_FORMS}/patch/requestBody/content/text~1csv",
            f"{_FORMS}/patch/responses/200/content/image~1png",
            f"{_FORMS}/put/responses/200/content/text~1event-stream",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data",
            f"{_READ}",
            "/webhooks/changed/post",
            "/components",
            "/info/contact/name",
            "/components/securitySchemes/oauth/flows/authorizationCode",
            "/security/0/key",
        ),
        "either": (
            "/paths/~1forms",
            "/paths/~1items",
            "/paths/~1items~1{item}~1list",
            "/servers/0/variables/base",
            "/webhooks/changed",
            f"{_SEND}/callbacks/done",
            f"{_SEND}/callbacks/done/{{$request.body#~1url}}",
            f"{_READ}/responses/200/links/next",
            f"{_READ}/responses/200/links/next/parameters/item",
            f"{_READ}/parameters/4/examples/first",
            f"{_READ}/responses/200/content/application~1json/examples/one",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data/encoding/file",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data/encoding/file/headers/X-Part",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data/schema/properties/title",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data/schema/properties/file",
            f"{_FORMS}/put/requestBody/content/application~1x-www-form-urlencoded/schema/properties/left",
            "/components/schemas/Item/patternProperties/^y-",
            "/components/schemas/Item/dependentRequired/kind",
            "/components/schemas/Item/dependentSchemas/kind",
            "/components/schemas/Item/$defs/Inner",
            "/components/schemas/Item/title",
            "/components/schemas/Item/xml/name",
            "/components/schemas/Pet/discriminator/mapping/cat",
            "/components/schemas/Cat/properties/sort",
            "/components/securitySchemes/oauth/flows/authorizationCode/scopes/read",
        ),
    }.items()
    for pointer in pointers
)
"""Names: those that the specification leaves free must be kept, those that it restricts must be refused."""

VALUES = tuple(
    Position(pointer, outcome)
    for outcome, pointers in {
        "generate": (
            f"{_READ}/parameters/1/schema/items/enum/1",
            f"{_ITEM}/properties/kind/enum/1",
            f"{_ITEM}/properties/kind/x-enum-varnames/1",
            f"{_ITEM}/properties/fixed/const",
            f"{_ITEM}/properties/parts/prefixItems/0/const",
            f"{_ITEM}/properties/made/format",
            f"{_READ}/parameters/0/name",
        ),
        "refuse": (
            "/openapi",
            f"{_READ}/responses/404/$ref",
            f"{_ITEM}/properties/pet/$ref",
            f"{_READ}/responses/200/content/application~1json/examples/one/$ref",
            f"{_READ}/parameters/3/name",
            f"{_READ}/parameters/2/style",
            f"{_READ}/parameters/2/in",
            f"{_READ}/parameters/2/explode",
            f"{_ITEM}/type",
            f"{_ITEM}/properties/parts/type",
            "/components/securitySchemes/key/type",
            "/components/securitySchemes/key/name",
            "/components/securitySchemes/bearer/scheme",
            f"{_READ}/parameters/4/name",
            "/components/securitySchemes/key/in",
            f"{_SEND}/requestBody/required",
            f"{_ITEM}/properties/made/readOnly",
        ),
        "either": (
            "/$self",
            "/jsonSchemaDialect",
            "/info/termsOfService",
            "/info/contact/url",
            "/info/contact/email",
            "/info/license/url",
            "/servers/0/url",
            "/servers/0/variables/region/default",
            "/servers/0/variables/region/enum/1",
            "/servers/0/variables/base/default",
            "/tags/0/name",
            "/tags/1/parent",
            "/tags/0/externalDocs/url",
            "/externalDocs/url",
            "/security/1/oauth/0",
            f"{_READ}/operationId",
            f"{_READ}/tags/0",
            f"{_READ}/externalDocs/url",
            f"{_READ}/parameters/2/name",
            f"{_READ}/parameters/5/name",
            f"{_SEND}/deprecated",
            f"{_READ}/responses/200/links/next/operationId",
            f"{_READ}/responses/200/links/next/parameters/item",
            f"{_READ}/responses/200/links/next/server/url",
            f"{_READ}/responses/200/links/other/operationRef",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data/encoding/file/contentType",
            f"{_FORMS}/put/requestBody/content/application~1x-www-form-urlencoded/encoding/right/style",
            f"{_FORMS}/post/requestBody/content/multipart~1form-data/schema/required/0",
            "/paths/~1items~1{item}~1list/parameters/0/name",
            "/paths/~1items~1{item}~1list/servers/0/url",
            f"{_ITEM}/$id",
            f"{_ITEM}/$anchor",
            f"{_ITEM}/required/0",
            f"{_ITEM}/externalDocs/url",
            f"{_ITEM}/xml/name",
            f"{_ITEM}/xml/namespace",
            f"{_ITEM}/xml/prefix",
            f"{_ITEM}/properties/id/pattern",
            f"{_ITEM}/propertyNames/pattern",
            f"{_ITEM}/properties/kind/default",
            f"{_ITEM}/properties/blob/contentMediaType",
            f"{_ITEM}/properties/blob/contentEncoding",
            f"{_ITEM}/dependentRequired/kind/0",
            "/components/schemas/Pet/discriminator/propertyName",
            "/components/schemas/Pet/discriminator/mapping/cat",
            "/components/schemas/Cat/required/0",
            "/components/securitySchemes/oidc/openIdConnectUrl",
            "/components/securitySchemes/oauth/flows/authorizationCode/authorizationUrl",
            "/components/securitySchemes/oauth/flows/authorizationCode/tokenUrl",
            "/components/securitySchemes/oauth/flows/authorizationCode/refreshUrl",
        ),
    }.items()
    for pointer in pointers
)
"""Values that mean something to a program."""


def placed(position: Position, text: str) -> str:
    """Return the base document, as JSON, with ``text`` at a place."""
    document = copy.deepcopy(BASE)
    *path, last = [token.replace("~1", "/").replace("~0", "~") for token in position.pointer.split("/")[1:]]
    node: Any = document
    for token in path:
        node = node[int(token)] if isinstance(node, list) else node[token]
    if position.is_key:
        text = f"x-{text}" if last.startswith("x-") else text
        renamed = {text if key == last else key: member for key, member in node.items()}
        if text not in renamed:
            renamed[text] = "Words"
        node.clear()
        node.update(renamed)
    elif isinstance(node, list):
        node[int(last)] = text
    else:
        node[last] = text
    return json.dumps(document)


def everywhere(text: str, node: Any = BASE) -> Any:
    """Return the base document with ``text`` for everything that people read."""
    if isinstance(node, dict):
        return {f"x-{text}" if key.startswith("Words") else key: everywhere(text, inner) for key, inner in node.items()}
    if isinstance(node, list):
        return [everywhere(text, inner) for inner in node]
    return text if isinstance(node, str) and node.startswith("Words") else node
