"""The README of a client package: what a reader needs to make the first calls, in blocks that run one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.rendering.code import Code, fragment, identifier, join, literal, markdown
from truespec.rendering.credentials import keywords
from truespec.rendering.examples import Examples
from truespec.rendering.headers import header_names
from truespec.rendering.imports import Imports
from truespec.rendering.page_views import ReadmeBlock, ReadmeView, ReferenceSection
from truespec.rendering.readme_access import alternatives, credential_line, own_servers, server_line, servers
from truespec.rendering.samples import sample_answer
from truespec.rendering.shapes import Either, Named
from truespec.rendering.shaping import Shaper

__all__ = ["readme_view"]

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_NOT_FOUND = "404"


def readme_view(  # noqa: PLR0913, PLR0917  # what the other files are made of too
    api: Api,
    examples: Examples,
    shaper: Shaper,
    sections: tuple[ReferenceSection, ...],
    distribution: Code,
    version: Code,
) -> ReadmeView:
    """Return what the README prints."""
    blocks = _Blocks(api, examples, shaper)
    return ReadmeView(
        title=markdown(api.title),
        about=tuple(markdown(text) for text in _PARAGRAPH.split(api.description) if text.strip()),
        distribution=distribution,
        package=identifier(api.names.package),
        client=identifier(api.names.client),
        variable=blocks.examples.client,
        version=version,
        constructor=blocks.constructor(),
        credentials=tuple(credential_line(keyword) for keyword in keywords(api)),
        alternatives=alternatives(api),
        servers=tuple(server_line(url, words) for url, words in servers(api)),
        own_servers=tuple(own_servers(api)),
        quickstart=blocks.quickstart(),
        pages=blocks.pages(),
        streams=blocks.streams(),
        errors=blocks.errors(),
        options=blocks.options(),
        header=join("", [identifier(name) for name in header_names(api).values()][:1]),
        asynchronous=blocks.asynchronous(),
        testing=blocks.testing(),
        sections=sections,
    )


class _Blocks:
    """Writes the blocks, each with what it imports."""

    def __init__(self, api: Api, examples: Examples, shaper: Shaper) -> None:
        self._api = api
        self.examples = examples
        self._shaper = shaper
        self._list = examples.find("list") or self._any_list()
        self._create = examples.find("create")
        self._key = examples.key_member(self._create) if self._create is not None else None
        self._read = examples.find("read", self._create) or examples.find("read")

    def _any_list(self) -> Operation | None:
        return next((each for each in self._api.operations if self.examples.result(each).paging is not None), None)

    def constructor(self, *more: Code) -> Code:
        """Write the client being made; one whose spec names no server is told where it lives."""
        url = () if servers(self._api) else (fragment('base_url="https://api.example.com"'),)
        return fragment("{}({})", identifier(self._api.names.client), join(", ", [*url, *more]))

    def _block(self, lines: Iterator[Code], imports: Imports, *names: str) -> ReadmeBlock:
        written = tuple(lines)
        if names:
            imports.add(self._api.names.package, *names)
        return ReadmeBlock(imports.render(), written)

    def quickstart(self) -> ReadmeBlock:
        """Write the conversation: list, create, read, change."""
        imports = Imports()
        lines = list(self._conversation(imports))
        if not lines and self._api.operations:
            lines = list(self.examples.use(self._api.operations[0], imports))
        indented = (fragment("    {}", line) for line in lines or [fragment("pass")])
        opening = fragment("with {} as {}:", self.constructor(), self.examples.client)
        return self._block(iter((opening, *indented)), imports, self._api.names.client)

    def _conversation(self, imports: Imports) -> Iterator[Code]:
        if self._list is not None:
            yield from self.examples.loop(self._list, imports)
        if self._create is None or self._key is None:
            if self._list is None and self._read is not None:
                yield from self.examples.use(self._read, imports)
            return
        created = fragment("created")
        yield from self.examples.call(self._create, imports, before=fragment("created = "))
        yield fragment("print({})", self.examples.fields(self._create, created))
        if not self._key.required or isinstance(self._key.shape, Either):
            yield fragment("assert created.{} is not None", identifier(self._key.name))
        update = self.examples.find("update", self._create)
        for operation in (self._read, update):
            given = self._of_created(operation) if operation is not None else None
            if operation is not None and given:
                item = self.examples.item(operation)
                named = bool(self.examples.shown(operation))
                yield from self.examples.call(
                    operation, imports, given, before=fragment("{} = ", item) if named else None
                )
                if named:
                    yield fragment("print({})", self.examples.fields(operation, item))

    def _of_created(self, operation: Operation) -> Mapping[str, Code]:
        """Return the argument that names the created record, where the operation takes it."""
        name = self.examples.key_argument(operation)
        if self._create is None or self._key is None or not name or operation.resource != self._create.resource:
            return {}
        return {name: fragment("created.{}", identifier(self._key.name))}

    def pages(self) -> ReadmeBlock | None:
        """Write how to go through pages; ``None`` where the API has none."""
        if self._list is None or (paging := self.examples.result(self._list).paging) is None:
            return None
        imports, examples = Imports(), self.examples
        number = next((a.name for a in examples.arguments(self._list) if (a.wire,) == paging.page.path), "")
        lines = [
            *examples.call(
                self._list, imports, {}, before=fragment("for page in "), after=fragment(".pages():"), plain=True
            ),
            fragment("    print(page.number, page.total_pages, page.total_items, len(page))"),
            *examples.loop(self._list, imports, {"max_items": literal(20)}),
            *examples.loop(self._list, imports, {number: literal(paging.first + 1)} if number else {}),
        ]
        return self._block(iter(lines), imports)

    def streams(self) -> ReadmeBlock | None:
        """Write how to go through a stream; ``None`` where the API has none."""
        found = next((each for each in self._api.operations if self.examples.result(each).streams), None)
        if found is None:
            return None
        imports = Imports()
        return self._block(iter(self.examples.stream(found, imports)), imports)

    def errors(self) -> ReadmeBlock:
        """Write a call that may fail."""
        imports = Imports()
        operation = self._read or self._api.operations[0] if self._api.operations else None
        lines = self.examples.use(operation, imports) if operation is not None else (fragment("pass"),)
        missing = operation is not None and any(answer.status == _NOT_FOUND for answer in operation.answers)
        body = [fragment("    {}", line) for line in lines]
        told = "print(error.operation, error.status, error.request_id, error.retry_after, error.may_have_happened)"
        names = ["ApiError", "RateLimited", *(["NotFound"] if missing else [])]
        written = [
            fragment("try:"),
            *body,
            *(
                [fragment("except NotFound as error:"), fragment('    print("there is none", error.request_id)')]
                * missing
            ),
            fragment("except RateLimited as error:"),
            fragment('    print("try again in", error.retry_after, "seconds")'),
            fragment("except ApiError as error:"),
            fragment("    {}", fragment(told)),
        ]
        return self._block(iter(written), imports, *names)

    def options(self) -> ReadmeBlock | None:
        """Write a call with choices of its own and the answer around its value."""
        operation = self._read
        given = self._of_created(operation) if operation is not None else None
        if operation is None or not given:
            return None
        imports = Imports()
        client = identifier("patient")
        method = join(".", (client, identifier(operation.resource), identifier(operation.name)))
        arguments = self.examples.passed(operation, imports, given)
        inside = join(", ", [method, *arguments, fragment('options={{"timeout": 5.0, "max_retries": 0}}')])
        made = self.constructor(fragment("timeout=10.0, max_retries=4, deadline=60.0"))
        lines = [
            fragment("with {} as {}:", made, client),
            fragment("    answer = with_response({})", inside),
            fragment("print(answer.status, answer.headers.get({}), answer.attempts)", literal("content-type")),
            *self._whole(operation, imports),
        ]
        return self._block(iter(lines), imports, self._api.names.client, "with_response")

    def _whole(self, operation: Operation, imports: Imports) -> Iterator[Code]:
        result = self.examples.result(operation)
        if result.path and isinstance(result.body, Named):
            imports.add(f"{self._api.names.package}.models", result.body.name)
            yield fragment("print(answer.whole({}).model_fields_set)", identifier(result.body.name))

    def asynchronous(self) -> ReadmeBlock | None:
        """Write the same with the asynchronous client."""
        imports = Imports()
        imports.module("asyncio")
        client = identifier(f"Async{self._api.names.client}")
        lines: list[Code] = []
        if self._list is not None and self.examples.result(self._list).paging is not None:
            lines += self.examples.loop(self._list, imports, {"max_items": literal(20)}, asynchronous=True)
        elif self._create is not None and self._key is not None:
            lines += self.examples.call(self._create, imports, before=fragment("created = await "))
            lines.append(fragment("print({})", self.examples.fields(self._create, fragment("created"))))
        if not lines:
            return None
        url = () if servers(self._api) else (fragment('base_url="https://api.example.com"'),)
        written = [
            fragment(""),
            fragment("async def main() -> None:"),
            fragment("    async with {}({}) as {}:", client, join(", ", url), self.examples.client),
            *(fragment("        {}", line) for line in lines),
            fragment(""),
            fragment(""),
            fragment("asyncio.run(main())"),
        ]
        return self._block(iter(written), imports, client)

    def testing(self) -> ReadmeBlock | None:
        """Write a test against the fake."""
        operation = self._read
        if operation is None:
            return None
        imports = Imports()
        imports.add(f"{self._api.names.package}.testing", "Fake")
        shown, sent = self.examples.shown(operation), self.examples.sent
        value = sample_answer(self.examples.result(operation), self._shaper, shown, sent)
        given = [fragment("{}={}", identifier(k.name), literal("test")) for k in keywords(self._api)]
        lines = [
            fragment("fake = Fake()"),
            fragment("fake.answer({}, json={})", literal(f"{operation.resource}.{operation.name}"), literal(value)),
            fragment("with {} as {}:", self.constructor(*given, fragment("transport=fake")), self.examples.client),
            *(fragment("    {}", line) for line in self.examples.use(operation, imports)),
            fragment("print(fake.requests[0].request.method, fake.requests[0].operation)"),
        ]
        return self._block(iter(lines), imports, self._api.names.client)
