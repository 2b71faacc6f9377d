"""Shows what was said, not about whom: the names that the spec declares, and the types of values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote_plus

from truespec.contract.api import Api
from truespec.contract.operation import is_json
from truespec.contract.schema import Json
from truespec.mock.parameters import query_pairs
from truespec.mock.strict_json import NotJsonError, read_json
from truespec.mock.validators import declared_names

__all__ = ["HIDDEN", "Redactor"]

HIDDEN: Final = "<redacted>"
_UNDECLARED: Final = "*"
_MOST_ELEMENTS: Final = 20
_MOST_MEMBERS: Final = 200
_LONGEST_SHOWN: Final = 200

_SHOWN_HEADERS: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "allow",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "host",
        "retry-after",
        "transfer-encoding",
        "vary",
    }
)
"""Headers that say how something is sent; every other may hold a credential or be about somebody."""


class Redactor:
    """Takes credentials and personal data out of requests and answers.

    Any value of a body, of a query and of most headers may be personal, and so may a name that the spec does not
    declare: values become the name of their type (``"<string>"``), such names ``*``.
    """

    def __init__(self, api: Api) -> None:
        """Learn the names that are safe to show."""
        self._names = declared_names(api)
        parameters = [parameter for operation in api.operations for parameter in operation.parameters]
        self._parameters = {parameter.wire for parameter in parameters}
        self._parameters |= {scheme.parameter for scheme in api.security_schemes if scheme.place == "query"}

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return headers with values only where these say how something is sent."""
        return [
            (name.lower(), value[:_LONGEST_SHOWN] if name.lower() in _SHOWN_HEADERS else HIDDEN)
            for name, value in headers
        ]

    def query(self, raw: str) -> list[tuple[str, str]]:
        """Return the names of a query, each with the type of its value."""
        names = (unquote_plus(name) for name, _ in query_pairs(raw))
        return [(name if name in self._parameters else _UNDECLARED, "<string>") for name in names]

    def body(self, raw: bytes, content_type: str | None) -> Json:
        """Return the form of a JSON body; of any other, and of JSON that cannot be read, how long it is."""
        if not raw:
            return None
        if not is_json(content_type or ""):
            return f"<{len(raw)} bytes>"
        try:
            return self.value(read_json(raw))
        except NotJsonError:
            return f"<{len(raw)} bytes, not JSON>"

    def value(self, value: Json) -> Json:
        """Return a value's form: types for values, the first twenty elements of a list."""
        match value:
            case None:
                return None
            case bool():
                return "<boolean>"
            case int():
                return "<integer>"
            case float():
                return "<number>"
            case str():
                return "<string>"
            case list():
                shown = [self.value(element) for element in value[:_MOST_ELEMENTS]]
                left = len(value) - len(shown)
                return [*shown, f"<{left} more>"] if left else shown
            case dict():
                members = list(value.items())[:_MOST_MEMBERS]
                return {name if name in self._names else _UNDECLARED: self.value(member) for name, member in members}
