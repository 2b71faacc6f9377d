"""What a plain YAML scalar means: the core schema of YAML 1.2 (``no``, ``1:30`` and dates are text)."""

import math
import re
from typing import Final

from truespec.specification.limits import Limits

__all__ = ["ScalarError", "resolve", "resolve_tagged", "tag_trouble"]

_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST: Final = frozenset("~nNtTfF.+-0123456789")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL: Final = re.compile(r"0o[0-7]+")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_TAG: Final = "tag:yaml.org,2002:"


class ScalarError(ValueError):
    """A scalar that has no value here: ``id`` is the diagnostic's, the text says why."""

    def __init__(self, id_: str, message: str) -> None:
        super().__init__(message)
        self.id = id_


def resolve(text: str, limits: Limits) -> str | int | float | bool | None:
    """Return the value of a plain scalar without tag.

    Raises:
        ScalarError: a number that is too long, too large or none.
    """
    if not text:
        return None
    if text[0] not in _FIRST:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _DECIMAL.fullmatch(text):
        return _integer(text, 10, limits)
    if _OCTAL.fullmatch(text):
        return _integer(text[2:], 8, limits)
    if _HEXADECIMAL.fullmatch(text):
        return _integer(text[2:], 16, limits)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise ScalarError("number-not-finite", "the number is too large for a 64-bit float")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise ScalarError("number-not-finite", f"{text} is not a number that JSON has")
    return text


def resolve_tagged(text: str, tag: str, limits: Limits) -> str | int | float | bool | None:
    """Return the value of a scalar that carries an explicit tag.

    Raises:
        ScalarError: the tag is not one of the core schema, or the text is no value of it.
    """
    if tag in {"!", f"{_TAG}str"}:
        return text
    kinds = {f"{_TAG}int": int, f"{_TAG}float": float, f"{_TAG}bool": bool, f"{_TAG}null": type(None)}
    if tag not in kinds:
        raise ScalarError("yaml-tag", f"the tag '{_shown(tag)}' is not part of JSON-compatible YAML")
    value = resolve(text, limits)
    if kinds[tag] is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kinds[tag]:
        raise ScalarError("yaml-tag", f"the text is not a value of the tag '{_shown(tag)}'")
    return value


def tag_trouble(tag: str) -> str:
    """Return the id of the trouble with a tag of no meaning here: one that asks for code is the worse."""
    asks_for_code = "/" in tag.removeprefix(_TAG) or tag.count(":") > _TAG.count(":")
    return "yaml-tag" if asks_for_code else "yaml-tag-unknown"


def _integer(digits: str, base: int, limits: Limits) -> int:
    if len(digits) > limits.digits:
        raise ScalarError("number-too-long", f"a whole number of more than {limits.digits} digits")
    return int(digits, base)


def _shown(tag: str) -> str:
    return tag if len(tag) <= 60 else f"{tag[:59]}…"
