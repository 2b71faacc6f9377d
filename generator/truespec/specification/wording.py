"""Puts what a schema validator found into words about the document: what is wrong there, and what would be right."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, cast

from jsonschema_rs import ValidationError, ValidationErrorKind

from truespec.specification.positions import Token

__all__ = ["Complaint", "describe", "shown"]

_TYPES: Final = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a text",
}
_FORMS: Final = {
    "required": "a list of property names",
    "properties": "a mapping of names to schemas",
    "enum": "a list of values",
    "tags": "a list of tags",
    "servers": "a list of servers",
    "security": "a list of security requirements",
    "parameters": "a list of parameters",
    "responses": "a mapping of status codes to responses",
    "content": "a mapping of media types",
}
"""What a field is called for, where that says more than its type."""
_ONE_OF_FEW: Final = frozenset({"boolean", "integer", "null", "number"})
_CONTROL: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
_CODE: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\"'`\\\\;{}]")
_LONGEST_SLIP: Final = 200


@dataclass(frozen=True, slots=True)
class Complaint:
    """One mistake in one object: ``tokens`` lead from the object to its place, its key if ``at_key``.

    ``missing`` is the field that should be there, ``unknown`` the one that should not; ``is_slip`` whether somebody who
    meant well could have written it.
    """

    tokens: tuple[Token, ...]
    id: str
    message: str
    advice: str
    at_key: bool = False
    missing: str = ""
    unknown: str = ""
    is_slip: bool = True


def shown(value: object, limit: int = 60) -> str:
    """Write a value of the document for a message: in quotes if text, by kind if large, never longer than ``limit``."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the text '{value if len(value) <= limit else value[: limit - 1] + '…'}'"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**limit:
        return "a very long number"
    return json.dumps(value)


def describe(error: ValidationError) -> list[Complaint]:
    """Return what one error of the validator means for the reader: mostly one complaint, some keys may each be one."""
    tokens = tuple(error.instance_path)
    kind = error.kind
    match kind:
        case ValidationErrorKind.AdditionalProperties() | ValidationErrorKind.UnevaluatedProperties():
            return [_unknown(tokens, key) for key in kind.unexpected]
        case ValidationErrorKind.Required():
            message = f"the field `{kind.property}` is missing{_inside(tokens)}"
            return [Complaint(tokens, "field-missing", message, f"add `{kind.property}`", missing=kind.property)]
        case ValidationErrorKind.AnyOf() | ValidationErrorKind.OneOfNotValid():
            return _best_branch(tokens, kind.context)
        case ValidationErrorKind.OneOfMultipleValid():
            return [_conflict(tokens, error)]
        case ValidationErrorKind.PropertyNames():
            key = kind.error.instance
            message = f"'{_cut(str(key))}' is not allowed as a name here"
            advice = "use letters, digits, '.', '_' and '-' only"
            return [Complaint((*tokens, str(key)), "field-name", message, advice, at_key=True)]
        case ValidationErrorKind.Not() | ValidationErrorKind.FalseSchema():
            return [_conflict(tokens, error)]
        case _:
            complaint = _value(tokens, error)
            return [replace(complaint, is_slip=_is_slip(error.instance, one_of_few=_is_closed(kind)))]


def _unknown(tokens: tuple[Token, ...], key: str) -> Complaint:
    message = f"the field `{_cut(key)}` is not known here"
    is_slip = _is_slip(key, one_of_few=True)
    return Complaint((*tokens, key), "field-unknown", message, "remove it", at_key=True, unknown=key, is_slip=is_slip)


def _is_slip(value: object, *, one_of_few: bool) -> bool:
    """Whether a value that does not belong there can be a mistake.

    Nobody writes a line break where one line or no text is asked for, nor code where the choice is among a few.
    """
    if isinstance(value, list):
        items = cast("list[object]", value)
        return all(_is_slip(item, one_of_few=one_of_few) for item in items if isinstance(item, str))
    if not isinstance(value, str):
        return True
    if one_of_few:
        return len(value) <= _LONGEST_SLIP and not _CODE.search(value)
    return not _CONTROL.search(value)


def _value(tokens: tuple[Token, ...], error: ValidationError) -> Complaint:
    subject = _subject(tokens)
    value = shown(error.instance)
    kind = error.kind
    match kind:
        case ValidationErrorKind.Type():
            field = tokens[-1] if tokens else ""
            form = _FORMS.get(str(field)) or " or ".join(_TYPES[name] for name in sorted(kind.types, reverse=True))
            return Complaint(tokens, "field-type", f"{subject} must be {form}, not {value}", f"write {form}")
        case ValidationErrorKind.Enum():
            return _choice(tokens, value, kind.options)
        case ValidationErrorKind.Constant():
            return _choice(tokens, value, [kind.expected_value])
        case ValidationErrorKind.MinItems() | ValidationErrorKind.MinProperties():
            message = f"{subject} must hold at least {kind.limit}"
            return Complaint(tokens, "field-value", message, "add one, or remove the field")
        case ValidationErrorKind.MaxItems() | ValidationErrorKind.MaxProperties():
            message = f"{subject} may hold at most {kind.limit}"
            return Complaint(tokens, "field-value", message, "keep one")
        case ValidationErrorKind.UniqueItems():
            return Complaint(tokens, "field-value", f"{subject} holds the same element twice", "keep one of them")
        case ValidationErrorKind.Minimum() | ValidationErrorKind.ExclusiveMinimum():
            message = f"{subject} is {value}, which is too small"
            return Complaint(tokens, "field-value", message, f"write a number from {kind.limit} up")
        case ValidationErrorKind.Pattern():
            message = f"{subject} has not the form asked for: {value}"
            return Complaint(tokens, "field-value", message, f"write it as {_cut(kind.pattern)} matches")
        case _:
            message = f"{subject} is not as `{kind.name}` of the OpenAPI schema asks"
            return Complaint(tokens, "field-value", message, "compare it with the OpenAPI Specification")


def _choice(tokens: tuple[Token, ...], value: str, options: Iterable[object]) -> Complaint:
    listed = [_cut(option if isinstance(option, str) else json.dumps(option)) for option in options]
    allowed = ", ".join([*listed[:10], "…"] if len(listed) > 10 else listed)
    return Complaint(tokens, "field-value", f"{_subject(tokens)} must not be {value}", f"write one of: {allowed}")


def _is_closed(kind: ValidationErrorKind) -> bool:
    if isinstance(kind, ValidationErrorKind.Type):
        return set(kind.types) <= _ONE_OF_FEW
    return isinstance(kind, ValidationErrorKind.Enum | ValidationErrorKind.Constant | ValidationErrorKind.Pattern)


def _best_branch(tokens: tuple[Token, ...], branches: list[list[ValidationError]]) -> list[Complaint]:
    """Explain the alternative that the value comes nearest to: the fewest wrong constants, then the fewest errors."""
    required = [error.kind for branch in branches for error in branch]
    if all(isinstance(kind, ValidationErrorKind.Required) for kind in required):
        names = dict.fromkeys(kind.property for kind in required if isinstance(kind, ValidationErrorKind.Required))
        listed = " or ".join(f"`{name}`" for name in names)
        return [Complaint(tokens, "field-missing", f"{listed} is missing{_inside(tokens)}", f"add {listed}")]
    nearest = min(branches, key=lambda branch: (sum(_is_constant(error) for error in branch), len(branch)))
    return [complaint for error in nearest for complaint in describe(error)]


def _is_constant(error: ValidationError) -> bool:
    return isinstance(error.kind, ValidationErrorKind.Enum | ValidationErrorKind.Constant)


def _conflict(tokens: tuple[Token, ...], error: ValidationError) -> Complaint:
    fields = {"schema", "content", "example", "examples", "value", "externalValue"}
    present = sorted(fields.intersection(error.instance)) if isinstance(error.instance, dict) else []
    if len(present) > 1:
        listed = " and ".join(f"`{name}`" for name in present)
        return Complaint(tokens, "field-conflict", f"{listed} exclude each other", "keep one of them")
    if isinstance(error.kind, ValidationErrorKind.OneOfMultipleValid):
        message = f"{_subject(tokens)} fits more than one of the alternatives"
        return Complaint(tokens, "field-conflict", message, "make the alternatives exclude each other")
    message = f"{_subject(tokens)} is not allowed beside the other fields here"
    return Complaint(tokens, "field-conflict", message, "remove it")


def _subject(tokens: tuple[Token, ...]) -> str:
    if not tokens:
        return "the value"
    *above, last = tokens
    if isinstance(last, str):
        return f"`{_cut(last)}`"
    return f"element {last} of `{_cut(str(above[-1]))}`" if above else f"element {last}"


def _inside(tokens: tuple[Token, ...]) -> str:
    return f" in {_subject(tokens)}" if tokens else ""


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
