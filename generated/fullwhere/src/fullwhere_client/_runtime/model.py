"""The base of generated models: keeps what it does not know, sends only what was set, shows no values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self, TypeVar

import pydantic
from pydantic import ValidationError

from .conformance import Violation
from .fitting import fit, wire_name
from .shapes import is_object
from .specified import models_schema, refuse, schemas
from .strict_json import parse
from .values import json_data

__all__ = ["Model", "RootModel"]

Root = TypeVar("Root")
_Made = TypeVar("_Made", bound="Model")


class _Hidden:
    """Stands for a value in ``repr``: customers' data must not end up in logs by way of a stray print."""

    def __repr__(self) -> str:
        return "…"


_HIDDEN = _Hidden()


class Model(pydantic.BaseModel):
    """A model of the API.

    Unknown fields are kept (``model_extra``); fields go by Python name or wire name when made, and by wire name when
    sent; a field that was never set is not sent, while None is sent as null.  ``repr`` shows the names of the fields
    that are set, never their values.

    With ``strict=True`` data is validated by the schema of the specification, to the letter.  Without it numbers and
    booleans that come as text are read too.
    """

    model_config = pydantic.ConfigDict(
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    @classmethod
    def model_validate(cls, obj: Any, *, strict: bool | None = None, **options: Any) -> Self:
        """Return a model made of ``obj``.

        Raises:
            ValidationError: It does not fit; ``strict``: it is not as specified.
        """
        if strict and is_object(obj):
            schema = models_schema(cls)
            if schema is not None:
                refuse(cls.__name__, schemas().violations(schema, _on_the_wire(cls, obj)))
                return _made(cls, obj, options)
        return super().model_validate(obj, strict=strict, **options)

    @classmethod
    def model_validate_json(
        cls, json_data: str | bytes | bytearray, *, strict: bool | None = None, **options: Any
    ) -> Self:
        """Return a model made of a JSON text.

        What the specification allows becomes a model even if Python has no value for it (a leap second, say): that
        value stays as it came.

        Raises:
            ValidationError: It does not fit; ``strict``: it is not as specified.
        """
        schema = models_schema(cls)
        if strict and schema is not None:
            data = _parsed(cls, json_data)
            refuse(cls.__name__, schemas().violations(schema, data))
            return _made(cls, data, options)
        try:
            return super().model_validate_json(json_data, strict=strict, **options)
        except ValidationError:
            if strict or schema is None or not schemas().allows(schema, _parsed(cls, json_data)):
                raise
            made = fit(cls, _parsed(cls, json_data))
            if not isinstance(made, cls):
                raise
            return made

    def model_dump(self, *, warnings: Any = False, **options: Any) -> dict[str, Any]:
        """Return the model as a dictionary; values that do not fit their types are given as they came."""
        # Pydantic would warn of those, and its warning quotes them.
        return super().model_dump(warnings=warnings, **options)

    def model_dump_json(self, *, warnings: Any = False, **options: Any) -> str:
        """Return the model as JSON; values that do not fit their types are given as they came."""
        return super().model_dump_json(warnings=warnings, **options)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield the names of the set fields, each with a placeholder."""
        return (
            (name, _HIDDEN) for name in (*self.__dict__, *(self.model_extra or ())) if name in self.model_fields_set
        )


def _parsed(cls: type[Model], text: str | bytes | bytearray) -> Any:
    try:
        return parse(text.encode() if isinstance(text, str) else bytes(text))
    except ValueError:
        refuse(cls.__name__, [Violation(())])


def _made(cls: type[_Made], data: Any, options: dict[str, Any]) -> _Made:
    """Make a model of what is as specified; what Python has no value for stays as it came."""
    try:
        return cls.model_validate(data, strict=False, **options)
    except ValidationError:
        made = fit(cls, data)
        if not isinstance(made, cls):
            raise
        return made


def _on_the_wire(cls: type[Model], data: dict[str, Any]) -> Any:
    """Return data for a model with the names on the wire and JSON values only."""
    names = {name: wire_name(name, field) for name, field in cls.model_fields.items()}
    named = {key if names.get(key, key) in data else names.get(key, key): member for key, member in data.items()}
    try:
        return json_data(named)
    except (TypeError, ValueError):
        refuse(cls.__name__, [Violation(())])


class RootModel(pydantic.RootModel[Root]):
    """A model of the API that is not an object; ``root`` holds the value, ``repr`` hides it."""

    model_config = pydantic.ConfigDict(defer_build=True, allow_inf_nan=False, hide_input_in_errors=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield a placeholder."""
        return iter([(None, _HIDDEN)])
