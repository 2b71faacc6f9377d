"""Headers that a specification declares for answers, decoded to their types when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError

from .errors import DecodeError
from .message import Headers
from .strict_json import parse

__all__ = ["Header", "HeaderForm"]

T = TypeVar("T")

HeaderForm: TypeAlias = Literal["value", "list", "pairs", "exploded", "json"]
"""How a value is written: as it is, ``a,b``, ``k,v,k,v``, ``k=v,k=v``, or as JSON."""


@dataclass(frozen=True)
class Header(Generic[T]):
    """A declared header: ``answer.header(X_TOTAL)`` of a response, ``X_TOTAL.read(error.headers)`` of an error."""

    name: str
    type: Any = field(repr=False)
    form: HeaderForm = field(default="value", repr=False)

    def read(self, headers: Headers) -> T | None:
        """Return the header's value; None where the answer has no such header.

        Raises:
            DecodeError: It does not fit its type.
        """
        text = headers.get(self.name)
        if text is None:
            return None
        try:
            value: T = self._adapter.validate_python(self._data(text.strip()))
        except (ValidationError, ValueError):
            raise DecodeError(f"the header {self.name} is not as specified") from None
        return value

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.type)

    def _data(self, text: str) -> Any:
        if self.form == "value":
            return text
        if self.form == "json":
            return parse(text.encode())
        parts = [part.strip() for part in text.split(",")] if text else []
        if self.form == "list":
            return parts
        if self.form == "pairs":
            return dict(zip(parts[::2], parts[1::2], strict=True))
        return {name: value for name, _, value in (part.partition("=") for part in parts)}
