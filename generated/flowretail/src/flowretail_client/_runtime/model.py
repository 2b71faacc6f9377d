"""The base of generated models: keeps what it does not know, sends only what was set, shows no values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import pydantic
from pydantic.fields import FieldInfo

__all__ = ["Model", "RootModel", "wire_name"]

Root = TypeVar("Root")


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

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield the names of the set fields, each with a placeholder."""
        return (
            (name, _HIDDEN) for name in (*self.__dict__, *(self.model_extra or ())) if name in self.model_fields_set
        )


class RootModel(pydantic.RootModel[Root]):
    """A model of the API that is not an object; ``root`` holds the value, ``repr`` hides it."""

    model_config = pydantic.ConfigDict(defer_build=True, allow_inf_nan=False, hide_input_in_errors=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield a placeholder."""
        return iter([(None, _HIDDEN)])


def wire_name(name: str, field: FieldInfo) -> str:
    """Return the name on the wire of the field that is called ``name`` in Python."""
    alias = field.validation_alias or field.alias or field.serialization_alias
    return alias if isinstance(alias, str) else name
