"""Dates, ids and decimal numbers that go back on the wire exactly as they came.

A server writes an instant as ``2024-05-01T10:00:00.000Z`` and Python would send ``2024-05-01T10:00:00Z``.  Where the
two differ, the value is one that remembers how it was written; in everything else it is the plain Python value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema, to_jsonable_python

from .formats import FORMATS

__all__ = ["AS_WRITTEN", "WireDate", "WireDateTime", "WireDecimal", "WireDecimalNumber", "WireUUID", "as_written"]

AS_WRITTEN: Final = {"as": "written"}
"""The context of a dump that wants values as they go on the wire, whatever its mode."""


class _Date(date):
    __slots__ = ("wire",)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (date(self.year, self.month, self.day), getattr(self, "wire", None))


class _DateTime(datetime):
    __slots__ = ("wire",)

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return _restored, (_plain_datetime(self), getattr(self, "wire", None))


class _UUID(UUID):
    __slots__ = ("wire",)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (UUID(int=self.int), getattr(self, "wire", None))


class _Decimal(Decimal):
    __slots__ = ("wire",)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (Decimal(self), getattr(self, "wire", None))


def _plain_datetime(value: datetime) -> datetime:
    return datetime.combine(value.date(), value.timetz())


_REMEMBERING: Final[dict[type, Callable[[Any], Any]]] = {
    date: lambda value: _Date(value.year, value.month, value.day),
    datetime: lambda value: _DateTime.combine(value.date(), value.timetz()),
    UUID: lambda value: _UUID(int=value.int),
    Decimal: _Decimal,
}


def _restored(value: Any, wire: Any) -> Any:
    """Return ``value`` as one that remembers that it was written as ``wire``."""
    made = _REMEMBERING[type(value)](value)
    object.__setattr__(made, "wire", wire)  # a UUID refuses any other way
    return made


def as_written(value: Any) -> Any:
    """Return how a value was written, or None where it does not remember."""
    return getattr(value, "wire", None) if isinstance(value, (_Date, _DateTime, _UUID, _Decimal)) else None


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class _AsWritten:
    """Makes values remember how they were written; ``default`` is how one that does not remember is sent.

    A text that the format ``allows`` and Python has no value for (a leap second, the year 0) stays a text.
    """

    default: Callable[[Any], Any]
    allows: Callable[[str], bool]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler(source)
        lax = core_schema.no_info_wrap_validator_function(self._read, inner)
        strict = core_schema.no_info_wrap_validator_function(partial(self._read_strictly, TypeAdapter(source)), inner)
        schema = core_schema.lax_or_strict_schema(lax_schema=lax, strict_schema=strict)
        schema["serialization"] = core_schema.plain_serializer_function_ser_schema(self._write, info_arg=True)
        return schema

    def _read_strictly(self, adapter: TypeAdapter[Any], data: Any, handler: Callable[[Any], Any]) -> Any:
        """Read what JSON has for the type in one way only; everything else is for pydantic to judge."""
        number = type(data) in {int, float} and self.default is _number
        if number or (isinstance(data, str) and self.allows(data)):
            return self._read(data, adapter.validate_python)
        return handler(data)

    def _read(self, data: Any, handler: Callable[[Any], Any]) -> Any:
        try:
            value = handler(data)
        except ValidationError:
            if isinstance(data, str) and self.allows(data):
                return data
            raise
        if type(data) not in {str, int, float} or type(value) not in _REMEMBERING or self.default(value) == data:
            return value
        return _restored(value, data)

    def _write(self, value: Any, info: core_schema.FieldSerializationInfo) -> Any:
        if info.mode != "json" and info.context is not AS_WRITTEN:
            return value
        if type(value) in _REMEMBERING:
            return self.default(value)
        wire = as_written(value)
        # What the lenient mode let through as it came (a text that is no date) goes back as it came.
        return value if wire is None else wire


WireDate: TypeAlias = Annotated[date, _AsWritten(to_jsonable_python, FORMATS["date"])]
WireDateTime: TypeAlias = Annotated[datetime, _AsWritten(to_jsonable_python, FORMATS["date-time"])]
WireUUID: TypeAlias = Annotated[UUID, _AsWritten(str, FORMATS["uuid"])]
WireDecimal: TypeAlias = Annotated[Decimal, _AsWritten(str, FORMATS["decimal"])]
WireDecimalNumber: TypeAlias = Annotated[Decimal, _AsWritten(_number, FORMATS["decimal"])]
