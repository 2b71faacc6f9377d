"""From an OpenAPI 3 or Swagger 2 document to the facts of its operations."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.plain import plain
from truespec.documentation.openapi.openapi_security import SecurityFacts
from truespec.documentation.openapi.schema_facts import SchemaFacts
from truespec.documentation.openapi.schema_reading import Resolver
from truespec.specification.node import Node

__all__ = ["METHODS", "gather_openapi"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PLACES: Final = frozenset({"path", "query", "header", "cookie"})


def gather_openapi(root: Node, into: Gathering, report: Report) -> None:
    """Say everything that the document at ``root`` says of its servers and operations."""
    reading = _Reading(root, Resolver(root, report), into)
    reading.servers()
    paths = root.get("paths")
    for path, item in paths.items() if paths is not None else ():
        resolved = reading.resolver.resolve(item)
        if resolved is not None:
            reading.path(path, resolved)
    into.operation = ""


@dataclasses.dataclass(slots=True)
class _Reading:
    root: Node
    resolver: Resolver
    into: Gathering

    def servers(self) -> None:
        self.into.operation = ""
        servers = self.root.get("servers")
        for server in servers.elements() if servers is not None else ():
            url = server.text("url")
            if url:
                self.into.say("", "server", url, server.location.line)
        host = self.root.text("host")
        if host:
            scheme = (*self.root.texts("schemes"), "https")[0]
            base = (self.root.text("basePath") or "").rstrip("/")
            self.into.say("", "server", f"{scheme}://{host}{base}", self.root.location_of("host").line)

    def path(self, path: str, item: Node) -> None:
        for method, operation in item.items():
            if method in METHODS and operation.is_mapping:
                self.into.operation = f"{method.upper()} {path}"
                self._operation(item, operation)

    def _operation(self, item: Node, operation: Node) -> None:
        line = operation.key_location.line
        self.into.say("", "present", True, line)
        for word in ("summary", "description"):
            self.into.word("", word, operation.text(word), operation.location_of(word).line)
        if operation.flag("deprecated"):
            self.into.say("", "deprecated", True, line)
        SecurityFacts(self.root, self.resolver, self.into).say(operation)
        parameters = self._parameters(item, operation)
        for parameter in parameters:
            self._parameter(parameter)
        self._swagger_body(operation, parameters)
        body = operation.get("requestBody")
        if body is not None:
            self._body(body)
        responses = operation.get("responses")
        produces = tuple(dict.fromkeys(operation.texts("produces") or self.root.texts("produces")))
        for status, response in responses.items() if responses is not None else ():
            if not status.startswith("x-"):
                self._response(status, response, produces)

    def _parameters(self, item: Node, operation: Node) -> list[Node]:
        """The parameters of path and operation; those of the operation take the place of equal ones of the path."""
        found: dict[tuple[object, object], Node] = {}
        for owner in (item, operation):
            parameters = owner.get("parameters")
            for parameter in parameters.elements() if parameters is not None else ():
                resolved = self.resolver.resolve(parameter)
                if resolved is not None and resolved.is_mapping:
                    found[resolved.text("in"), resolved.text("name")] = resolved
        return list(found.values())

    def _parameter(self, parameter: Node) -> None:
        kind, name = parameter.text("in"), parameter.text("name")
        if kind not in _PLACES or name is None:
            return
        place = places.under(kind, name)
        line = parameter.location.line
        self._example(parameter, place)
        for flag in ("deprecated",):
            if parameter.flag(flag):
                self.into.say(place, flag, True, line)
        self.into.word(place, "description", parameter.text("description"), parameter.location_of("description").line)
        schema, media = self._schema(parameter)
        if media:
            self.into.say(place, "media", media, line)
        if schema is not None:
            SchemaFacts(self.resolver, self.into).describe(schema, place)
        self.into.say(place, "required", parameter.flag("required") is True, line)

    def _schema(self, holder: Node) -> tuple[Node | None, str]:
        """The schema a parameter or header holds and, where it is one, the media type it is written in."""
        schema = holder.get("schema")
        if schema is not None:
            return schema, ""
        for media, content in _content(holder):
            return content.get("schema"), media
        return (None, "") if holder.get("type") is None else (holder, "")

    def _example(self, holder: Node, place: str) -> None:
        examples = holder.get("examples")
        for _, example in examples.items() if examples is not None else ():
            resolved = self.resolver.resolve(example)
            value = None if resolved is None else resolved.get("value")
            if value is not None:
                self.into.say(place, "example", plain(value.value), value.location.line)
            return
        single = holder.get("example")
        if single is not None:
            self.into.say(place, "example", plain(single.value), single.location.line)

    def _body(self, body: Node) -> None:
        resolved = self.resolver.resolve(body)
        if resolved is None:
            return
        self.into.word("body", "description", resolved.text("description"), resolved.location_of("description").line)
        self._media(resolved, "body")
        self.into.say("body", "required", resolved.flag("required") is True, resolved.location.line)

    def _media(self, holder: Node, place: str) -> None:
        content = list(_content(holder))
        if not content:
            return
        media, described = content[0]
        self.into.say(place, "media", media, described.key_location.line)
        if len(content) > 1:
            self.into.say(place, "otherMedia", tuple(name for name, _ in content[1:]), described.key_location.line)
        schema = described.get("schema")
        if schema is not None:
            SchemaFacts(self.resolver, self.into).describe_root(schema, place)

    def _swagger_body(self, operation: Node, parameters: list[Node]) -> None:
        consumes = (*operation.texts("consumes"), *self.root.texts("consumes"))
        for parameter in parameters:
            line = parameter.location.line
            if parameter.text("in") == "body":
                self.into.say("body", "media", (*consumes, "application/json")[0], line)
                schema = parameter.get("schema")
                self.into.word("body", "description", parameter.text("description"), line)
                if schema is not None:
                    SchemaFacts(self.resolver, self.into).describe_root(schema, "body")
                self.into.say("body", "required", parameter.flag("required") is True, line)
            elif parameter.text("in") == "formData":
                forms = (*(media for media in consumes if "form" in media), "application/x-www-form-urlencoded")
                self.into.say("body", "media", forms[0], line)
                self.into.say("body", "type", "object", line)
                place = places.member("body", parameter.text("name") or "")
                SchemaFacts(self.resolver, self.into).describe(parameter, place)
                self.into.say(place, "required", parameter.flag("required") is True, line)

    def _response(self, status: str, response: Node, produces: tuple[str, ...]) -> None:
        resolved = self.resolver.resolve(response)
        place = places.under("response", status.lower() if status == "DEFAULT" else status)
        self.into.say(place, "present", True, response.key_location.line)
        if resolved is None:
            return
        self.into.word(place, "description", resolved.text("description"), resolved.location_of("description").line)
        headers = resolved.get("headers")
        for name, header in headers.items() if headers is not None else ():
            self._header(places.under(f"{place}.header", name), header)
        self._media(resolved, place)
        swagger = resolved.get("schema")  # of Swagger 2
        if swagger is not None:
            for attribute, media in (("media", produces[0] if produces else ""), ("otherMedia", produces[1:])):
                if media:
                    self.into.say(place, attribute, media, resolved.location.line)
            SchemaFacts(self.resolver, self.into).describe_root(swagger, place)

    def _header(self, place: str, header: Node) -> None:
        resolved = self.resolver.resolve(header)
        if resolved is None:
            return
        line = header.key_location.line
        self._example(resolved, place)
        self.into.word(place, "description", resolved.text("description"), resolved.location_of("description").line)
        schema, _ = self._schema(resolved)
        if schema is not None:
            SchemaFacts(self.resolver, self.into).describe(schema, place)
        self.into.say(place, "required", resolved.flag("required") is True, line)


def _content(holder: Node) -> Iterator[tuple[str, Node]]:
    content = holder.get("content")
    if content is not None:
        yield from content.items()
