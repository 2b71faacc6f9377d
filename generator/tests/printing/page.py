"""A page of a document: its operations, each with its sections, answers and samples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from printing.elements import Element, el, span
from printing.rows import RowPrinter, Way
from printing.sample import answer_value, http_request
from printing.shapes import Shapes, as_member, depth_of, innermost

__all__ = ["print_page"]

Schema = dict[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete", "options", "head", "trace")
"""In the order of a page."""
_BEARER = "Bearer authentication header of the form Bearer <token>."


def print_page(document: Schema, rows: RowPrinter, *, frame: bool = True) -> Element:
    """Print all operations of a document, with what pages have around them or without."""
    rows.shapes = Shapes(document)
    whole = el("", el("", document["info"]["title"], tag="h1"))
    if frame and document["info"].get("description"):
        whole.add(el("", document["info"]["description"], tag="p"))
    for path, item in document["paths"].items():
        for method in sorted(item.keys() & set(_METHODS), key=_METHODS.index):
            operation = item[method]
            shared = item.get("parameters", [])
            together = {**operation, "parameters": [*shared, *operation.get("parameters", [])]}
            whole.add(el("", _Operation(document, rows, method, path, together).printed(), tag="section"))
    if frame:
        whole.add(el("", "Last updated 2 months ago", tag="p"))
    return whole


class _Operation:
    def __init__(self, document: Schema, rows: RowPrinter, method: str, path: str, operation: Schema) -> None:
        self.document = document
        self.rows = rows
        self.method = method
        self.path = path
        self.described = operation
        self.server: str = document["servers"][0]["url"]
        rows.operation = f"{method.upper()} {path}"

    def printed(self) -> Element:
        spec = el("openapi-column-spec")
        if self.described.get("description"):
            text = self.described["description"]
            intro = el("openapi-markdown openapi-description", text).told(self._fact("", "description", text))
            spec.add(el("openapi-intro", intro))
        for section in self._sections():
            spec.add(section)
        spec.add(self._answers())
        preview = el("openapi-column-preview", el("openapi-column-preview-body", *self._samples()))
        return el("openapi-operation", self._summary(), el("openapi-columns", spec, preview))

    def _fact(self, place: str, attribute: str, value: Any) -> tuple[str, str, str, Any]:
        return self.rows.operation, place, attribute, value

    # -- what stands at the top

    def _summary(self) -> Element:
        tags = None
        if self.described.get("deprecated"):
            badge = el("openapi-deprecated", "Deprecated").told(self._fact("", "deprecated", True))
            tags = el("openapi-summary-tags", badge)
        title = None
        if self.described.get("summary"):
            title = el("", self.described["summary"], tag="h2")
            title.told(self._fact("", "summary", self.described["summary"]))
        summary = el("openapi-summary", tags, title, self._path_row(server=True))
        if not (self.rows.era.button_path):
            summary.told(self._fact("", "present", True))
        return summary

    def _path_row(self, *, server: bool) -> Element:
        era = self.rows.era
        size = "" if era.method_tag == "div" else " openapi-method-medium" if server else " openapi-method-small"
        method = el(f"openapi-method openapi-method-{self.method}{size}", self.method, tag=era.method_tag)
        pieces: list[Element | str] = []
        if server:
            address = span("openapi-path-server", self.server)
            pieces.append(address.told(("", "", "server", self.server)))
        parts = re.findall(r"\{[^{}]*\}|[^{}]+", self.path)
        pieces.extend(span("openapi-path-variable" if part.startswith("{") else "", part) for part in parts)
        if era.button_path:
            button = el("openapi-path-title", *pieces, tag="button")
            return el("openapi-path", method, button.told(self._fact("", "present", True)))
        title = span("openapi-path-title", *pieces)
        name = (
            "openapi-copy-button openapi-path-copy-button" if era.method_tag == "span" else "openapi-path-copy-button"
        )
        return el("openapi-path", method, el(name, title, tag="button") if server else title)

    # -- sections

    def _framed(
        self, kind: str, heading: Element | str, inside: Element | None, controls: Element | None = None
    ) -> Element:
        head = el(f"openapi-section-header openapi-{kind}-header")
        content = el(f"openapi-section-header-content openapi-{kind}-header-content")
        content.add(*heading.inside) if isinstance(heading, Element) else content.add(heading)
        head.add(content)
        if controls is not None:
            head.add(controls)
        body = None if inside is None else el(f"openapi-section-body openapi-{kind}-body", inside)
        return el(f"openapi-section openapi-{kind}", head, body)

    def _menu(self, shown: Element | str, choices: dict[str, str], chosen: str) -> Element:
        """Print a menu; ``choices`` are its values with their texts, ``chosen`` is the value of the first."""
        if self.rows.era.native_menus:
            button = el("react-aria-Button", span("react-aria-SelectValue", shown), tag="button")
            options = [el("", "\xa0", tag="option")]
            for value, text in choices.items():
                options.append(el("", text, tag="option", **({"selected": ""} if value == chosen else {})))
            return el("openapi-select", button, el("", el("", el("", *options, tag="select"), tag="label")))
        button = el("", span("openapi-select-value", shown), tag="button")
        return el("openapi-select", button, el("", tag="input", value=chosen))

    def _sections(self) -> Iterator[Element]:
        schemes = self._schemes()
        if schemes:
            yield self._auth(schemes)
        for kind in ("cookie", "path", "query", "header"):
            parameters = [one for one in self.described.get("parameters", []) if one["in"] == kind]
            if parameters:
                heading = kind if kind == "cookie" else self.rows.words(f"{kind}_parameters")
                listed = el("openapi-schema-properties", *map(self._parameter, parameters))
                yield self._framed("parameters", heading, listed)
        body = self.described.get("requestBody")
        if body is not None:
            yield self._body(body)

    def _schemes(self) -> dict[str, Schema]:
        security = self.described.get("security", self.document.get("security", []))
        known = self.document.get("components", {}).get("securitySchemes", {})
        return {name: known[name] for one in security for name in one}

    def _auth(self, schemes: dict[str, Schema]) -> Element:
        era, words = self.rows.era, self.rows.words
        name, scheme = next(iter(schemes.items()))
        controls = el("openapi-section-header-controls openapi-securities-header-controls")
        if era.menus_of_one or len(schemes) > 1:
            choices = {f"security-{number}": text for number, text in enumerate(schemes)}
            controls.add(self._menu(name, choices, "security-0"))
        if not era.auth_open:
            heading = el("", el("openapi-section-toggle", tag="button"), words("authorizations"))
            return self._framed("securities", heading, None, controls)
        return self._framed("securities", words("authorizations"), self._scheme(scheme), controls)

    def _scheme(self, scheme: Schema) -> Element:
        shown, kind = scheme.get("name", "Authorization"), "string"
        if scheme["type"] == "oauth2":
            shown, kind = "OAuth2", next(iter(scheme["flows"]))
        elif scheme["type"] == "openIdConnect":
            shown, kind = "OpenID Connect", ""
        elif scheme["type"] == "http" and scheme["scheme"] not in {"bearer", "basic"}:
            shown, kind = "HTTP", ""
        place = as_member("auth", shown)
        head = span("openapi-schema-name", span("openapi-schema-propertyname", shown))
        if kind:
            head.add(span("", span("openapi-schema-type", kind).told(self._fact(place, "type", kind))))
        need = span("openapi-schema-required", self.rows.words("required"))
        head.add(need.told(self._fact(place, "required", True)))
        presented = el("openapi-schema-presentation", head)
        text = scheme.get("description")
        if text:
            words = el("openapi-markdown openapi-securities-description", text)
            presented.add(words.told(self._fact(place, "description", text)))
        elif scheme["type"] == "http" and scheme["scheme"] == "bearer":
            presented.add(el("openapi-markdown openapi-securities-description", _BEARER))
        return el("openapi-schema", presented)

    def _parameter(self, parameter: Schema) -> Element:
        schema = dict(self.rows.shapes.merged(parameter["schema"]))
        for keyword in ("description", "deprecated", "example"):
            if keyword in parameter:
                schema[keyword] = parameter[keyword]
        place = as_member(parameter["in"], parameter["name"])
        return self.rows.row(parameter["name"], schema, place, Way(), need=parameter.get("required", False))

    def _body(self, body: Schema) -> Element:
        rows, shapes = self.rows, self.rows.shapes
        media, content = next(iter(body["content"].items()))
        schema = content["schema"]
        controls = el("openapi-section-header-controls openapi-requestbody-header-controls")
        menu = self._menu(media, {one: one for one in body["content"]}, media)
        menu.inside[0].told(self._fact("body", "media", media))  # type: ignore[union-attr]  # it is a button
        if rows.era.menus_of_one or len(body["content"]) > 1:
            controls.add(menu)
        heading: Element | str = rows.words("body")
        depth = depth_of(schema, shapes)
        if not depth or not rows.era.array_in_heading:
            inside = rows.value(schema, "body")
            if depth:
                inside = self._array_of_old(schema, inside)
        else:
            row = rows.row("", schema, "body", Way())
            kind = next(_types(row))
            limits = {"min", "max", "nullable", "default"}
            told = [one for one in kind.facts if one[2] not in limits or one[1] != "body"]
            heading = el(
                "", span("", rows.words("body")), span("openapi-requestbody-header-type", *kind.inside).told(*told)
            )
            inside = el("openapi-schema-properties", *self._inside(schema, depth))
        whole = el("")
        if body.get("description"):
            text = body["description"]
            whole.add(
                el("openapi-markdown openapi-requestbody-description", text).told(
                    self._fact("body", "description", text)
                )
            )
        whole.add(inside)
        return self._framed("requestbody", heading, whole if len(whole.inside) > 1 else inside, controls)

    def _array_of_old(self, schema: Schema, row: Element) -> Element:
        """An older page lists at once what is inside an array."""
        inside = self._inside(schema, depth_of(schema, self.rows.shapes))
        return el("openapi-schema-properties", *inside) if inside else row

    def _inside(self, schema: Schema, depth: int) -> list[Element]:
        shapes = self.rows.shapes
        whole = shapes.merged(innermost(schema, shapes))
        way = Way().through(shapes.name(innermost(schema, shapes)), item=True)
        return self.rows.below(schema, whole, "body", depth, way)

    # -- answers

    def _answers(self) -> Element:
        group = el("openapi-disclosures-group")
        for number, (status, answer) in enumerate(self.described["responses"].items()):
            group.add(self._answer(status, answer, first=number == 0))
        framed = self._framed("responses", self.rows.words("responses"), None)
        return framed.add(el("openapi-section-body openapi-responses-body", *group.inside))

    def _default_word(self, status: str) -> tuple[str, str]:
        kind = {"1": "information", "2": "success", "3": "redirect"}.get(status[0], "error")
        return "unknown" if status == "default" else kind, self.rows.words(kind)

    def _answer(self, status: str, answer: Schema, *, first: bool) -> Element:
        era = self.rows.era
        place = f"response.{status}"
        kind, word = self._default_word(status)
        code = span(f"openapi-statuscode openapi-statuscode-{kind}", status).told(self._fact(place, "present", True))
        tab = el("openapi-response-tab-content", code)
        text = answer.get("description", "")
        if text:
            words = el("openapi-markdown openapi-response-description", text)
            tab.add(words.told(self._fact(place, "description", text)))
        else:
            tab.add(word)
        media = next(iter(answer.get("content", {})), "")
        shown = el("openapi-disclosure-group-mediatype")
        if media:
            shown.add(span("", media)).told(self._fact(place, "media", media))
        label = el("openapi-disclosure-group-label", tab, shown)
        trigger = el("openapi-disclosure-group-trigger", el("openapi-disclosure-group-icon"), label)
        trigger.tag = "button" if era.button_answers else "div"
        opened = (status == "200" if era.opens_only_200 else first) or self.rows.expanded
        panel = None
        if opened and (answer.get("content") or answer.get("headers")):
            panel = el("openapi-disclosure-group-panel", self._panel(answer, place))
        elif opened and era.opens_empty:
            empty = el("openapi-example-empty", el("", self.rows.words("no_content"), tag="p"), tag="pre")
            panel = el("openapi-disclosure-group-panel", empty)
        return el("openapi-disclosure-group", trigger, panel)

    def _panel(self, answer: Schema, place: str) -> Element:
        rows = self.rows
        body = el("openapi-response-body")
        headers = answer.get("headers", {})
        if headers:
            below = [
                rows.row(
                    n,
                    {**h["schema"], **{k: h[k] for k in ("description",) if k in h}},
                    as_member(f"{place}.header", n),
                    Way(),
                    need=h.get("required", False),
                )
                for n, h in headers.items()
            ]
            body.add(
                rows.disclosure(
                    _pseudo(rows.words("headers"), "object"),
                    below,
                    rows.words("header" if len(headers) == 1 else "headers"),
                )
            )
        if answer.get("content"):
            schema = next(iter(answer["content"].values()))["schema"]
            if rows.era.members_at_once and not headers:
                inside = rows.value(schema, place)
            else:
                inside = el(
                    "openapi-schema-properties", rows.row(rows.words("response"), schema, place, Way(), bare=True)
                )
            body.add(el("openapi-responsebody", inside))
        return body

    # -- samples

    def _samples(self) -> Iterator[Element]:
        host, _, base = self.server.partition("://")[2].partition("/")
        base = f"/{base}" if base else ""
        request, sent = http_request(
            f"{self.method.upper()} {base}{self.path}", self.described, host, self._credentials(), self.rows.shapes
        )
        header = self._path_row(server=False)
        languages = {
            "default-http": "HTTP",
            "default-curl": "cURL",
            "default-javascript": "JavaScript",
            "default-python": "Python",
        }
        heading = el("", header, self._menu("HTTP", languages, "default-http"))
        footer = el(
            "openapi-codesample-footer",
            self._media_menu(),
            el("scalar scalar-activate", el("scalar-activate-button button", self.rows.words("test_it"), tag="button")),
        )
        code = el("openapi-codesample-panel", el("", el("", "\n".join(request), tag="code"), tag="pre"), footer)
        code.sample = None if sent is None else (self.rows.operation, "body", sent)
        yield self._framed("codesample", heading, code)
        answers = self.described["responses"]
        if answers:
            yield self._answer_sample(answers)

    def _credentials(self) -> list[str]:
        scheme = next(iter(self._schemes().values()), None)
        if scheme is None:
            return []
        if scheme["type"] == "apiKey":
            return [f"{scheme['name']}: YOUR_API_KEY"] if scheme["in"] == "header" else []
        if scheme["type"] == "http" and scheme["scheme"] == "basic":
            return ["Authorization: Basic username:password"]
        return ["Authorization: Bearer YOUR_SECRET_TOKEN"]

    def _media_menu(self) -> Element:
        media = list(self.described.get("requestBody", {}).get("content", {}))
        if len(media) < 2:
            return span("")
        return el("openapi-codesample-selectors", self._menu(media[0], {one: one for one in media}, media[0]))

    def _answer_sample(self, answers: dict[str, Schema]) -> Element:
        status, answer = next(iter(answers.items()))
        kind, word = self._default_word(status)
        code = span(f"openapi-statuscode openapi-statuscode-{kind} openapi-response-examples-statuscode", status)
        label = span(
            "openapi-response-examples-statuscode-label", el("openapi-markdown", answer.get("description") or word)
        )
        if answer.get("description"):
            label.told(self._fact(f"response.{status}", "description", answer["description"]))
        heading = el("")
        if len(answers) > 1:
            menu = self._menu("", dict.fromkeys(answers, ""), status)
            menu.inside[0].inside[0].add(code, label)  # type: ignore[union-attr]  # a button with a span
            heading.add(menu)
        else:
            heading.add(span("openapi-response-examples-statuscode-title", code, label))
        content = answer.get("content")
        if content:
            value = answer_value(next(iter(content.values()))["schema"], self.rows.shapes)
            text = json.dumps(value, indent=2, ensure_ascii=False)
            code = el("openapi-response-media-types-examples-body", el("", el("", text, tag="code"), tag="pre"))
            inside = el("openapi-section openapi-response-media-types-examples", code)
            inside.sample = (self.rows.operation, f"response.{status}", value)
        else:
            inside = el("openapi-example-empty", el("", self.rows.words("no_content"), tag="p"), tag="pre")
        panel = el("openapi-response-examples-panel", inside)
        return self._framed("response-examples", heading, panel)


def _pseudo(name: str, kind: str) -> Element:
    """A heading that looks like a field."""
    head = span("openapi-schema-name", span("openapi-schema-propertyname", name))
    return el("openapi-schema-presentation", head.add(span("", span("openapi-schema-type", kind))))


def _types(element: Element) -> Iterator[Element]:
    if element.has("openapi-schema-type"):
        yield element
    for inside in element.inside:
        if isinstance(inside, Element):
            yield from _types(inside)
