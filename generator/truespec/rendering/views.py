"""What each template prints: every decision taken, every piece already code.

Nobody compares views or prints them whole: methods for that would take most of the time of importing this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.rendering.code import Code

__all__ = [
    "OVERLOAD",
    "ClassView",
    "ClientView",
    "CredentialView",
    "DefaultView",
    "DefaultsView",
    "EventView",
    "EventsView",
    "ExportsView",
    "MethodView",
    "ModelsPartView",
    "ModelsView",
    "OperationView",
    "ParamsView",
    "ProjectView",
    "ResourceProperty",
    "ResourceView",
    "TwinView",
]


OVERLOAD: Final = "overload_"
"""What ``typing.overload`` is called, whatever a class has methods for."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OperationView:
    """One row of the operation table: a constant of the module of a resource."""

    constant: Code
    returns: Code
    arguments: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MethodView:
    """One method of a resource: the same call in both faces.

    ``head`` and ``async_head`` are ``def`` with or without ``async``; ``returns`` and ``send`` differ where pages are
    given out, because a pager is returned at once.  ``overloads`` are the parameters for each way to pass a body.
    """

    name: Code
    decorators: tuple[Code, ...]
    overloads: tuple[tuple[Code, ...], ...]
    parameters: tuple[Code, ...]
    head: Code
    returns: Code
    send: Code
    docstring: Code
    async_head: Code
    async_returns: Code
    async_send: Code
    async_docstring: Code
    arguments: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ClassView:
    """A resource class and its asynchronous twin."""

    name: Code
    async_name: Code
    docstring: Code
    async_docstring: Code


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ResourceView:
    """The module of one resource."""

    docstring: Code
    imports: Code
    exports: Code
    resource: ClassView
    operations: tuple[OperationView, ...]
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CredentialView:
    """How the client gets one credential: keywords of its constructor, and what is done with them."""

    parameters: tuple[Code, ...]
    names: tuple[Code, ...]
    statements: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ResourceProperty:
    """A resource as an attribute of the client."""

    attribute: Code
    name: Code
    async_name: Code
    docstring: Code


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ClientView:
    """The module of the client classes."""

    docstring: Code
    imports: Code
    exports: Code
    name: Code
    async_name: Code
    class_docstring: Code
    async_class_docstring: Code
    base_url: Code
    usual_url: Code
    credential_names: Code
    credentials: tuple[CredentialView, ...]
    resources: tuple[ResourceProperty, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ModelsPartView:
    """One of several modules of models; ``needed`` are the names that type checkers have to know from the others.

    Its classes say that they are of ``models``: there, where everything is given out, their annotations are looked up.
    """

    docstring: Code
    imports: Code
    exports: Code
    needed: Code
    definitions: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ModelsView:
    """The module of the models."""

    docstring: Code
    imports: Code
    exports: Code
    definitions: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TwinView:
    """A dictionary that may be passed in place of a model: a class, or a call where a key is no identifier."""

    opening: Code
    members: tuple[Code, ...]
    closing: Code


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ParamsView:
    """The module of the typed dictionaries."""

    docstring: Code
    imports: Code
    exports: Code
    twins: tuple[TwinView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EventView:
    """One constant of the module of events or of headers, with its docstring."""

    constant: Code
    type: Code
    arguments: Code
    docstring: Code


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EventsView:
    """The module of what the server sends by itself, or of the headers of its answers."""

    docstring: Code
    imports: Code
    exports: Code
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DefaultView:
    """What one schema says is taken where something is left out."""

    constant: Code
    type: Code
    value: Code


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DefaultsView:
    """The module of what is taken where something is left out."""

    docstring: Code
    imports: Code
    exports: Code
    defaults: tuple[DefaultView, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExportsView:
    """A module that only re-exports."""

    docstring: Code
    imports: Code
    exports: Code


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ProjectView:
    """The package's ``pyproject.toml``."""

    distribution: Code
    package: Code
    version: Code
    description: Code
