"""Security schemes as keywords of the client's constructor, and the statements that make credentials of them."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.contract.names import Namespace, constant
from truespec.contract.security import SecurityScheme
from truespec.rendering.code import Code, fragment, identifier, join, literal
from truespec.rendering.imports import Imports
from truespec.rendering.views import CredentialView

__all__ = ["Keyword", "credential_views", "keywords"]

_RESERVED = (
    "self", "base_url", "options", "found", "os", "timeout", "deadline", "max_retries", "validation", "on_surprise",
    "headers", "clock", "middleware", "transport",
)  # fmt: skip


class Keyword:
    """One keyword of the client: the scheme it serves, its name and the environment variable behind it."""

    __slots__ = ("name", "scheme", "variable")

    def __init__(self, scheme: SecurityScheme, name: str, variable: str) -> None:
        self.scheme = scheme
        self.name = name
        self.variable = variable


def keywords(api: Api) -> tuple[Keyword, ...]:
    """Return the keywords of the client in the order of the schemes; HTTP Basic needs two."""
    names = Namespace(_RESERVED)
    found: list[Keyword] = []
    for scheme in api.security_schemes:
        if scheme.kind == "mutual-tls":
            continue
        wishes = (f"{scheme.name}_username", f"{scheme.name}_password") if scheme.kind == "basic" else (scheme.name,)
        for wish in wishes:
            name = names.take(wish)
            found.append(Keyword(scheme, name, f"{api.names.environment}_{constant(name)}"))
    return tuple(found)


def credential_views(api: Api, imports: Imports) -> Iterator[CredentialView]:
    """Yield a view for each security scheme that is presented in a request."""
    always = _always_needed(api)
    by_scheme: dict[str, list[Keyword]] = {}
    for keyword in keywords(api):
        by_scheme.setdefault(keyword.scheme.wire, []).append(keyword)
    for wire, taken in by_scheme.items():
        yield _view(taken, imports, needed=wire in always)


def _always_needed(api: Api) -> set[str]:
    """Return the schemes without which no operation can be called."""
    needs = [
        {need.scheme for need in alternative} for operation in api.operations for alternative in operation.security
    ]
    if not needs or any(not operation.security for operation in api.operations):
        return set()
    first, *others = needs
    return first.intersection(*others)


def _view(taken: list[Keyword], imports: Imports, *, needed: bool) -> CredentialView:
    scheme = taken[0].scheme
    names = tuple(identifier(keyword.name) for keyword in taken)
    type_ = fragment("str | None")
    if scheme.kind in {"bearer", "oauth2", "openid"}:
        imports.add("._runtime", "TokenProvider")
        type_ = fragment("str | TokenProvider | None")
    return CredentialView(
        parameters=tuple(fragment("{}: {}", name, type_) for name in names),
        names=names,
        statements=tuple(_statements(taken, names, imports, needed=needed)),
    )


def _statements(taken: list[Keyword], names: tuple[Code, ...], imports: Imports, *, needed: bool) -> Iterator[Code]:
    scheme = taken[0].scheme
    variables = [literal(keyword.variable) for keyword in taken]
    if needed:
        values = [_required(scheme, name, variable, imports) for name, variable in zip(names, variables, strict=True)]
        yield _assignment(scheme, values, imports)
        return
    imports.module("os")
    for name, variable in zip(names, variables, strict=True):
        yield fragment("{} = {} or os.environ.get({})", name, name, variable)
    yield fragment("if {}:\n        {}", join(" and ", names), _assignment(scheme, list(names), imports))


def _required(scheme: SecurityScheme, name: Code, variable: Code, imports: Imports) -> Code:
    imports.add("._runtime", "from_environment")
    if scheme.kind in {"bearer", "oauth2", "openid"}:
        return fragment("{} if callable({}) else from_environment({}, {})", name, name, name, variable)
    return fragment("from_environment({}, {})", name, variable)


def _assignment(scheme: SecurityScheme, values: list[Code], imports: Imports) -> Code:
    kind, arguments = _credential(scheme, values)
    imports.add("._runtime", kind)
    return fragment("found[{}] = {}({})", literal(scheme.wire), identifier(kind), join(", ", arguments))


def _credential(scheme: SecurityScheme, values: list[Code]) -> tuple[str, list[Code]]:
    """Return the runtime's class for a scheme, and its arguments."""
    if scheme.kind == "basic":
        return "Basic", values
    if scheme.kind in {"bearer", "oauth2", "openid"}:
        return "Bearer", values
    if scheme.kind == "http":
        return "HeaderKey", [
            literal("Authorization"),
            fragment("{} + {}", literal(f"{scheme.http_scheme} "), values[0]),
        ]
    kinds = {"header": "HeaderKey", "query": "QueryKey", "cookie": "CookieKey"}
    return kinds[scheme.place], [literal(scheme.parameter), *values]
