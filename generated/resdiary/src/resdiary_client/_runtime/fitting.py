"""Building a value from data that does not fit its type: what fits is typed, what does not stays as it came."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeGuard

from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from .shapes import is_array, is_object, is_sequence
from .surprise import SurpriseKind

__all__ = ["differences", "fit", "path_text", "unknown_fields", "wire_name"]

_LISTS = (list, Sequence, tuple, set, frozenset)
_MAPPINGS = (dict, Mapping)


def fit(kind: Any, data: Any) -> Any:
    """Return ``data`` as a ``kind`` as far as it fits; never fails.

    A value of another type stays as it is; a required field that is missing reads as None.
    """
    try:
        return _adapter(kind).validate_python(data, by_alias=True, by_name=False)
    except ValidationError:
        return _fit_parts(kind, data)


def differences(error: ValidationError, data: Any) -> Iterator[tuple[str, SurpriseKind]]:
    """Yield the JSON path and the kind of each thing that ``error`` complains of in ``data``."""
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        missing = detail["type"] == "missing"
        yield _path(detail["loc"], data, missing=missing), "missing" if missing else "mistyped"


def unknown_fields(value: Any, path: str = "") -> Iterator[str]:
    """Yield the JSON paths of the fields inside ``value`` that its models do not know."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield _joined(path, name)
        for name, field in type(value).model_fields.items():
            root = isinstance(value, RootModel)
            below = path if root else _joined(path, wire_name(name, field))
            yield from unknown_fields(value.__dict__.get(name), below)
    elif is_object(value):
        for key, member in value.items():
            yield from unknown_fields(member, _joined(path, key))
    elif is_sequence(value):
        for index, item in enumerate(value):
            yield from unknown_fields(item, _joined(path, index))


def wire_name(name: str, field: FieldInfo) -> str:
    """Return the name on the wire of the field that is called ``name`` in Python."""
    alias = field.validation_alias or field.alias or field.serialization_alias
    return alias if isinstance(alias, str) else name


def path_text(path: tuple[int | str, ...]) -> str:
    """Write a place in data, without keys that may be data themselves."""
    text = ""
    for step in path:
        text = _joined(text, step)
    return text


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _fit_parts(kind: Any, data: Any) -> Any:
    origin, parameters = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return fit(parameters[0], data)
    if origin is typing.Union or origin is types.UnionType:
        return _fit_member(parameters, data)
    if origin in _LISTS and is_array(data):
        return [fit(parameters[0], item) for item in data]
    if origin in _MAPPINGS and is_object(data):
        return {key: fit(parameters[1], member) for key, member in data.items()}
    if _is_root_model(kind):
        return kind.model_construct(fit(kind.model_fields["root"].annotation, data))
    if isinstance(kind, type) and issubclass(kind, BaseModel) and is_object(data):
        return _construct(kind, data)
    return data


def _fit_member(kinds: tuple[Any, ...], data: Any) -> Any:
    """Fit ``data`` to the member of a union that complains least."""
    fitting = [kind for kind in kinds if _is_alike(kind, data)]
    if not fitting:
        return data
    return fit(min(fitting, key=lambda kind: _complaints(kind, data)), data)


def _is_alike(kind: Any, data: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin is typing.Annotated:
        return _is_alike(typing.get_args(kind)[0], data)
    if is_object(data):
        return origin in _MAPPINGS or (isinstance(kind, type) and issubclass(kind, BaseModel))
    return is_array(data) and (origin in _LISTS or _is_root_model(kind))


def _complaints(kind: Any, data: Any) -> int:
    try:
        _adapter(kind).validate_python(data)
    except ValidationError as error:
        return error.error_count()
    return 0


def _is_root_model(kind: Any) -> TypeGuard[type[RootModel[Any]]]:
    return isinstance(kind, type) and issubclass(kind, RootModel)


def _construct(model: type[BaseModel], data: dict[str, Any]) -> BaseModel:
    model.model_rebuild()  # a class may name others that stand below it; until its first use they are names only
    rest = dict(data)
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        wire = wire_name(name, field)
        if wire in rest:
            fields[name] = fit(field.rebuild_annotation(), rest.pop(wire))
    made = model.model_construct(set(fields))
    vars(made).update({name: None for name in model.model_fields if name not in vars(made)})
    vars(made).update(fields)
    if made.model_extra is not None:
        made.model_extra.update(rest)
        made.model_fields_set.update(rest)
    return made


def _path(location: tuple[int | str, ...], data: Any, *, missing: bool) -> str:
    """Write a place, without the names of union members that pydantic puts in between."""
    path, here = "", data
    for position, step in enumerate(location):
        inner = _step(here, step)
        if inner is not _NOWHERE:
            here = inner
        elif not (missing and position == len(location) - 1):
            continue
        path = _joined(path, step)
    return path


_NOWHERE = object()


def _step(data: Any, step: int | str) -> Any:
    if is_object(data) and isinstance(step, str):
        return data.get(step, _NOWHERE)
    if is_array(data) and isinstance(step, int) and step < len(data):
        return data[step]
    return _NOWHERE


def _joined(path: str, step: Any) -> str:
    if isinstance(step, int):
        return f"{path}[{step}]"
    # A key that does not look like a name may be data (an e-mail address as a key, say).
    name = step if isinstance(step, str) and len(step) <= 64 and step.replace("-", "_").isidentifier() else "*"
    return f"{path}.{name}" if path else name
