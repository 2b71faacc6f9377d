"""What the specification says of a model, an alias or an answer, and strict validation by it.

``schemas.json`` stands beside the modules of the client that carries this runtime; without one (a model written by
hand) strict validation is pydantic's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from typing import Any, Final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, ValidationError, core_schema

from .conformance import REFERENCE, Schemas, Violation
from .fitting import fit

__all__ = ["Specified", "answer_schema", "models_schema", "refuse", "schemas"]

_MISSING: Final = PydanticCustomError("missing", "Field required")
_MISTYPED: Final = PydanticCustomError("mistyped", "Not as specified")


@cache
def _document() -> dict[str, Any]:
    file = resources.files(_package()).joinpath("schemas.json")
    if not file.is_file():
        return {}
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return document


@cache
def schemas() -> Schemas:
    """Return the named schemas of the package."""
    return Schemas(_document().get("$defs", {}))


def models_schema(kind: type) -> Any:
    """Return the schema of a class of the package, or of the nearest one it derives from; None without one."""
    module = f"{_package()}.models"
    for base in kind.__mro__:
        if base.__module__ == module and base.__name__ in schemas().named:
            return {"$ref": REFERENCE + base.__name__}
    return None


def answer_schema(operation: str, status: str, media_type: str | None) -> Any:
    """Return the schema of an answer that an operation declares; None without one."""
    return _document().get("answers", {}).get(operation, {}).get(f"{status} {media_type}")


def refuse(title: str, found: Iterable[Violation]) -> None:
    """Raise the error of pydantic for what is not as specified, without the values.

    Raises:
        ValidationError: There is something.
    """
    details: list[Any] = [
        {"type": _MISSING if each.kind == "missing" else _MISTYPED, "loc": each.path, "input": None} for each in found
    ]
    if details:
        raise ValidationError.from_exception_data(title, details, hide_input=True)


@dataclass(frozen=True, slots=True)
class Specified:
    """Marks an alias of a named schema: strict validation is by the schema, not by the Python type alone."""

    name: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler(source)
        if self.name not in schemas().named:
            return inner
        strict = core_schema.no_info_wrap_validator_function(self._strictly, inner)
        return core_schema.lax_or_strict_schema(lax_schema=inner, strict_schema=strict)

    def _strictly(self, data: Any, _: Any) -> Any:
        refuse(self.name, schemas().violations({"$ref": REFERENCE + self.name}, data))
        return _fitted(self.name, data)


def _fitted(name: str, data: Any) -> Any:
    """Return data that is as specified as the type that an alias stands for."""
    return fit(getattr(import_module(f"{_package()}.models"), name), data)


def _package() -> str:
    """Return the name of the package that carries this runtime."""
    return (__package__ or "").rpartition(".")[0]
