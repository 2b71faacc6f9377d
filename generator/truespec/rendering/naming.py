"""Names inside the package that the contract does not decide: modules, resource classes, twins, local aliases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from truespec.contract.api import Api
from truespec.contract.names import RESERVED_CLASSES, Namespace, pascal

__all__ = ["CLIENT_IMPORTS", "RUNTIME_NAMES", "PackageNames", "package_names"]

RUNTIME_NAMES: Final = frozenset(
    {
        "OMIT", "Answer", "AsyncPager", "AsyncResource", "AsyncStream", "File", "Omit", "Operation", "Options", "Pager",
        "Paging", "Parameter", "Part", "Resource", "ServerSentEvent", "Stream",
    }
)  # fmt: skip
"""What the module of a resource imports from the runtime."""

CLIENT_IMPORTS: Final = frozenset(
    {
        "AsyncBaseClient", "AsyncClientOptions", "BaseClient", "Basic", "Bearer", "ClientOptions", "CookieKey",
        "Credential", "HeaderKey", "QueryKey", "TokenProvider", "Unpack",
    }
)  # fmt: skip
"""What the module of the client may import from elsewhere."""

_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""File names that Windows keeps for itself."""

_MODULES: Final = frozenset({"client", "models", "params", "errors", "headers", "incoming", "testing", "py"})


@dataclass(frozen=True, slots=True)
class PackageNames:
    """Names decided once for a package.

    ``modules`` and ``classes`` lead from a resource to its module and its class; ``locals`` from a class of the models
    to the name it is imported by where its own is taken.
    """

    modules: dict[str, str]
    classes: dict[str, str]
    locals: dict[str, str]

    def local(self, name: str) -> str:
        """Return the name a class of the models goes by in the module of a resource."""
        return self.locals.get(name, name)


def package_names(api: Api, twins: Iterable[str]) -> PackageNames:
    """Return the names of the package of an API; ``twins`` are the names of its typed dictionaries."""
    schemas = [*(named.name for named in api.schemas), *twins]
    modules = Namespace(_MODULES | _DEVICES)
    clients = (api.names.client, f"Async{api.names.client}")
    classes = {name.casefold() for name in (*RESERVED_CLASSES, *RUNTIME_NAMES, *CLIENT_IMPORTS, *schemas, *clients)}
    names = PackageNames({}, {}, {})
    for resource, _ in api.resources():
        names.modules[resource] = modules.take(resource)
        names.classes[resource] = _class_name(pascal(resource), classes)
    local = Namespace((*schemas, *RESERVED_CLASSES, *RUNTIME_NAMES))
    for schema in schemas:
        if schema.casefold() in {name.casefold() for name in RUNTIME_NAMES}:
            names.locals[schema] = local.take(f"{schema}Model")
    return names


def _class_name(wish: str, taken: set[str]) -> str:
    """Take a name for a class and for its asynchronous twin; where a model has it, say what it is."""
    candidates = chain((wish, f"{wish}Resource"), (f"{wish}Resource{number}" for number in count(2)))
    chosen = next(name for name in candidates if not {name.casefold(), f"async{name}".casefold()} & taken)
    taken |= {chosen.casefold(), f"async{chosen}".casefold()}
    return chosen
