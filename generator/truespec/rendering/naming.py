"""Names inside the package that the contract does not decide: modules, resource classes, twins, local aliases."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from truespec.contract.api import Api
from truespec.contract.names import RESERVED_CLASSES, Namespace, pascal

__all__ = ["CLIENT_IMPORTS", "RUNTIME_NAMES", "PackageNames", "package_names"]

RUNTIME_NAMES: Final = frozenset(
    {
        "OMIT", "Answer", "AsyncPager", "AsyncResource", "AsyncStream", "Body", "File", "Iterable", "Omit", "Operation",
        "Options", "Pager", "Paging", "Parameter", "Part", "Resource", "ServerSentEvent", "Stream",
    }
)  # fmt: skip
"""What the module of a resource imports beside :data:`RESERVED_CLASSES`, and may be the name of a class."""

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

_MODULES: Final = frozenset(
    {"client", "defaults", "models", "params", "errors", "headers", "incoming", "testing", "py"}
)


@dataclass(frozen=True, slots=True)
class PackageNames:
    """Names decided once for a package.

    ``modules`` and ``classes`` lead from a resource to its module and its class.  Neither has regard to the models:
    where one of these is called like something else in a module, it is imported there under another name.
    """

    modules: dict[str, str]
    classes: dict[str, str]


def package_names(api: Api) -> PackageNames:
    """Return the names of the package of an API."""
    modules = Namespace(_MODULES | _DEVICES)
    taken = {*RESERVED_CLASSES, *RUNTIME_NAMES, *CLIENT_IMPORTS, api.names.client, f"Async{api.names.client}"}
    names = PackageNames({}, {})
    for resource, _ in api.resources():
        names.modules[resource] = modules.take(resource)
        names.classes[resource] = _class_name(pascal(resource), taken)
    return names


def _class_name(wish: str, taken: set[str]) -> str:
    """Take a name for a class and for its asynchronous twin; where something else has it, say what it is.

    What might be such a twin, or a name that had to say so, says what it is in any case.
    """
    plain = () if wish.startswith("Async") or wish.endswith("Resource") else (wish,)
    candidates = chain(plain, (f"{wish}Resource",), (f"{wish}Resource{number}" for number in count(2)))
    chosen = next(name for name in candidates if not {name, f"Async{name}"} & taken)
    taken |= {chosen, f"Async{chosen}"}
    return chosen
