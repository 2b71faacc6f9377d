"""The modules of a client package: clients, resources, models, dictionaries and what only re-exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, LiteralString

from truespec.contract.api import Api
from truespec.contract.names import Namespace, constant
from truespec.contract.operation import Operation
from truespec.rendering.code import Code, docstring, fragment, identifier, join, literal
from truespec.rendering.credentials import credential_views, keywords
from truespec.rendering.defaults import default_views, states_defaults
from truespec.rendering.environment import fill
from truespec.rendering.events import event_views
from truespec.rendering.headers import declared_headers, header_views
from truespec.rendering.imports import Imports
from truespec.rendering.models import Writer, render_models
from truespec.rendering.naming import RUNTIME_NAMES, PackageNames, package_names
from truespec.rendering.operations import OperationWriter
from truespec.rendering.parts import divided
from truespec.rendering.servers import own_server, usual_server
from truespec.rendering.shaping import Shaper
from truespec.rendering.twins import twin_views, twins_of
from truespec.rendering.types import Annotator
from truespec.rendering.views import (
    ClassView,
    ClientView,
    DefaultsView,
    EventsView,
    ExportsView,
    ModelsPartView,
    ModelsView,
    ParamsView,
    ResourceProperty,
    ResourceView,
)

__all__ = ["ClientModules", "header"]

_HEADER: Final = "Made by truespec from the specification of the API; edits are refused and would be lost."
_RUNTIME_EXPORTS: Final = (
    "OMIT",
    "AsyncPager",
    "MissingCredential",
    "Omit",
    "Options",
    "Pager",
    "Response",
    "TokenProvider",
    "with_response",
    "with_response_async",
)
_ERRORS: Final = (
    "ApiError", "Conflict", "ConnectionFailed", "DecodeError", "Forbidden", "IncompleteResponse", "Invalid",
    "MalformedResponse", "NotFound", "PageRepeated", "RateLimited", "ResponseTooLarge", "ServerError", "TimedOut",
    "Unauthorized", "UnexpectedContentType", "UnexpectedStatus", "UnreadableResponse",
)  # fmt: skip


def header(first: LiteralString) -> Code:
    """Return the docstring of a generated module."""
    return docstring([first, _HEADER], "")


class ClientModules:
    """Renders the Python modules of one API; ``names`` are those of the package."""

    def __init__(self, api: Api, shaper: Shaper, write: Writer) -> None:
        self._api = api
        self._write = write
        self._shaper = shaper
        self._twins = twins_of(api, shaper)
        self._twin_names = [twin.name for twin in self._twins.values()]
        self.names: PackageNames = package_names(api)

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield each module with its path below the import package."""
        yield "__init__.py", fill("exports.py.jinja", self._package())
        yield "client.py", fill("client.py.jinja", self._client())
        yield "errors.py", fill("exports.py.jinja", _exports(header("What a call can raise."), "._runtime", _ERRORS))
        yield from self._models()
        if self._twins:
            yield "params.py", fill("params.py.jinja", self._params())
        if self._api.events:
            yield "incoming.py", fill("events.py.jinja", self._events())
        if states_defaults(self._shaper):
            yield "defaults.py", fill("defaults.py.jinja", self._defaults())
        if declared_headers(self._api):
            yield "headers.py", fill("headers.py.jinja", self._headers())
        yield (
            "testing.py",
            fill("exports.py.jinja", _exports(header("A fake server for tests."), "._runtime.testing", ("Fake",))),
        )
        yield "py.typed", ""
        for resource, operations in self._api.resources():
            yield f"{self.names.modules[resource]}.py", fill("resource.py.jinja", self._resource(resource, operations))

    def _package(self) -> ExportsView:
        imports = Imports()
        clients = self._client_names()
        modules = ["errors", *(["headers"] if declared_headers(self._api) else []), "models"]
        imports.add(".", *modules)
        imports.add(".client", *clients)
        imports.add("._runtime", *_RUNTIME_EXPORTS)
        imports.add(".errors", *_ERRORS)
        exported = {*clients, *_RUNTIME_EXPORTS, *_ERRORS, *modules}
        return ExportsView(header("A client of one HTTP API."), imports.render(), _sorted(exported))

    def _client_names(self) -> tuple[str, str]:
        return self._api.names.client, f"Async{self._api.names.client}"

    def _client(self) -> ClientView:
        name, async_name = self._client_names()
        imports = Imports()
        imports.add("functools", "cached_property")
        imports.add("typing", "Unpack")
        imports.add("._runtime", "AsyncBaseClient", "AsyncClientOptions", "BaseClient", "ClientOptions", "Credential")
        credentials = tuple(credential_views(self._api, imports))
        for resource, _ in self._api.resources():
            class_ = self.names.classes[resource]
            imports.add(f".{self.names.modules[resource]}", class_, f"Async{class_}")
        return ClientView(
            docstring=header("The client, synchronous and asynchronous."),
            imports=imports.render(),
            exports=_sorted((name, async_name)),
            name=identifier(name),
            async_name=identifier(async_name),
            class_docstring=self._class_docstring("A client", "with"),
            async_class_docstring=self._class_docstring("An asynchronous client", "async with"),
            base_url=self._base_url(),
            usual_url=self._usual_url(),
            credential_names=join(", ", [n for credential in credentials for n in credential.names]),
            credentials=credentials,
            resources=tuple(self._properties()),
        )

    def _class_docstring(self, what: LiteralString, statement: LiteralString) -> Code:
        lines = [
            "Args:",
            *(
                f"    {k.name}: By default what the environment variable {k.variable} holds."
                for k in keywords(self._api)
            ),
            *self._server_words(),
            "    options: Time limits, retries, validation, transport; see ClientOptions.",
        ]
        first = f"{what} of {self._api.title}; use it with ``{statement}``, or close it at the end."
        return docstring([first, lines], "    ")

    def _server_words(self) -> list[str]:
        if not self._own_servers:
            return ["    base_url: Where the API lives."]
        return [
            "    base_url: Where the API lives, for all operations; without it,",
            "        those that have servers of their own are sent to those.",
        ]

    @property
    def _own_servers(self) -> bool:
        return any(own_server(operation, self._api) for operation in self._api.operations)

    def _base_url(self) -> Code:
        if self._own_servers:
            return fragment("base_url: str | None = None")
        url = usual_server(self._api)
        return fragment("base_url: str = {}", literal(url)) if url else fragment("base_url: str")

    def _usual_url(self) -> Code:
        """Return the argument that says what stands in for a ``base_url``, where that may be left out."""
        url = usual_server(self._api) if self._own_servers else ""
        return fragment(", usual_url={}", literal(url)) if url else fragment("")

    def _properties(self) -> Iterator[ResourceProperty]:
        for resource in sorted(self.names.classes):
            class_ = self.names.classes[resource]
            yield ResourceProperty(
                attribute=identifier(resource),
                name=identifier(class_),
                async_name=identifier(f"Async{class_}"),
                docstring=docstring([f"Operations on {resource.replace('_', ' ')}."], "        "),
            )

    def _resource(self, resource: str, operations: tuple[Operation, ...]) -> ResourceView:
        class_ = self.names.classes[resource]
        imports = Imports()
        imports.add("._runtime", "AsyncResource", "Operation", "Options", "Resource")
        names = Namespace(("OMIT", "UUID", *([class_] if class_.isupper() else [])))
        constants = {operation.id: names.take(constant(operation.name)) for operation in operations}
        taken = {*RUNTIME_NAMES, class_, f"Async{class_}", *constants.values()}
        writer = OperationWriter(
            api=self._api,
            shaper=self._shaper,
            owner=class_,
            table=Annotator(imports, taken=taken, twins=self._twins),
            signature=Annotator(
                imports,
                shadowed={operation.name for operation in operations},
                taken=taken,
                twins=self._twins,
            ),
            constants=constants,
        )
        views = [writer.write(operation) for operation in operations]
        about = f"Operations on {resource.replace('_', ' ')}."
        return ResourceView(
            docstring=docstring([about, _HEADER], ""),
            imports=imports.render(),
            exports=_sorted((class_, f"Async{class_}")),
            resource=ClassView(
                name=identifier(class_),
                async_name=identifier(f"Async{class_}"),
                docstring=docstring([about], "    "),
                async_docstring=docstring([f"The asynchronous twin of :class:`{class_}`."], "    "),
            ),
            operations=tuple(row for row, _ in views),
            methods=tuple(method for _, method in views),
        )

    def _models(self) -> Iterator[tuple[str, str]]:
        imports, definitions = render_models(self._shaper, self._write)
        about, own = header("What the API answers and takes."), dict(definitions)
        parts = divided(self._shaper, definitions)
        if parts:
            imports.add("typing", "TYPE_CHECKING")
        for part in parts:
            view = ModelsPartView(
                header("Some of the models; import them from models."),
                imports.render(),
                _sorted(part.definitions),
                join(", ", map(identifier, part.needed)),
                tuple(part.definitions.values()),
            )
            yield f"{part.module}.py", fill("models_part.py.jinja", view)
            for name in part.definitions:
                del own[name]
        for part in parts:
            imports.add(f".{part.module}", *part.definitions)
        exports = _sorted(self._shaper.names)
        yield "models.py", fill("models.py.jinja", ModelsView(about, imports.render(), exports, tuple(own.values())))

    def _events(self) -> EventsView:
        imports = Imports()
        views = tuple(event_views(self._api, self._shaper, imports))
        about = header("What the server sends by itself: NAME.parse(body) reads the body of a webhook or callback.")
        return EventsView(about, imports.render(), _sorted(name for name, _ in views), tuple(view for _, view in views))

    def _defaults(self) -> DefaultsView:
        imports = Imports()
        views = tuple(default_views(self._shaper, imports))
        about = header("What the API takes where something is left out, by the names on the wire: told, never sent.")
        return DefaultsView(
            about, imports.render(), _sorted(name for name, _ in views), tuple(view for _, view in views)
        )

    def _headers(self) -> EventsView:
        imports = Imports()
        views = tuple(header_views(self._api, self._shaper, imports))
        about = header("Headers of answers: answer.header(NAME) of what with_response returns.")
        return EventsView(about, imports.render(), _sorted(name for name, _ in views), tuple(view for _, view in views))

    def _params(self) -> ParamsView:
        imports = Imports()
        twins = tuple(twin_views(self._shaper, self._twins, imports))
        exports = _sorted(self._twin_names)
        return ParamsView(
            header("Dictionaries that may be passed in place of models."), imports.render(), exports, twins
        )


def _exports(docs: Code, module: str, names: Iterable[str]) -> ExportsView:
    imports = Imports()
    imports.add(module, *names)
    return ExportsView(docs, imports.render(), _sorted(names))


def _sorted(names: Iterable[str]) -> Code:
    """Write ``__all__`` in the order that sorters of ``__all__`` want: constants, classes, the rest."""
    ordered = sorted(set(names), key=lambda name: (not name.isupper(), not name[:1].isupper(), name))
    return literal(ordered)
