"""Names in Python for names on the wire: the only place where they are decided.

Names are made by an allow-list (ASCII letters, digits, underscore), so nothing a document says can become code.
They depend on the wire name and on the names taken before it in the same namespace, so that adding something
unrelated never renames anything.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

__all__ = ["MAX_LENGTH", "RESERVED_CLASSES", "RESERVED_MEMBERS", "Namespace", "constant", "pascal", "snake"]

MAX_LENGTH: Final = 80
"""The longest name given; a longer one keeps its start and ends in a digest of the whole."""

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[A-Z]+")
_PLURAL_ACRONYM: Final = re.compile(r"([A-Z]{2,})s(?![a-z])")
_SPELLED: Final = {"+": " plus ", "-": " minus ", "*": " star ", "%": " percent ", "&": " and ", "@": " at ", "$": " "}

RESERVED_MEMBERS: Final = frozenset(
    {
        "construct", "copy", "dict", "fields", "from_orm", "json", "model_computed_fields", "model_config",
        "model_construct", "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields",
        "model_fields_set", "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild",
        "model_validate", "model_validate_json", "model_validate_strings", "parse_file", "parse_obj", "parse_raw",
        "schema", "schema_json", "update_forward_refs", "validate",
    }
)  # fmt: skip
"""Names that pydantic's ``BaseModel`` already uses."""

RESERVED_CLASSES: Final = frozenset(
    {
        "Annotated", "Any", "BaseModel", "Decimal", "Dict", "Enum", "Field", "Generic", "List", "Literal", "Mapping",
        "Model", "None_", "Omit", "Optional", "Options", "RootModel", "Sequence", "Set", "Tuple", "Type", "TypeAdapter",
        "TypeAlias", "UUID", "Union",
    }
)  # fmt: skip
"""Names that generated modules import; a class of the document may not hide them."""

_SOFT_KEYWORDS: Final = frozenset({"_", "case", "match", "type"})
_KEYWORDS: Final = frozenset(keyword.kwlist)
_BUILTINS: Final = frozenset(name for name in dir(builtins) if not name.startswith("_"))
_SHADOWED_FREELY: Final = frozenset({"id", "type", "format", "filter", "hash", "max", "min", "sum", "license"})


def _words(wire: str) -> list[str]:
    """Split a wire name into ASCII words: ``PhoneNumber2``, ``phone-number-2`` and ``phone_number_2`` give the same."""
    spelled = "".join(_SPELLED.get(character, character) for character in wire) if not _has_word(wire) else wire
    ascii_text = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii")
    text = _PLURAL_ACRONYM.sub(lambda match: match.group(1).capitalize() + "s", ascii_text)
    words: list[str] = []
    for part in re.split(r"[^A-Za-z0-9]+", text):
        for word in _WORD.findall(part):
            if word.isdigit() and words and part[: part.find(word)]:
                words[-1] += word
            else:
                words.append(word)
    if not words and wire:
        return ["x" + hashlib.sha256(wire.encode("utf-8", "surrogatepass")).hexdigest()[:8]]
    return words


def _has_word(wire: str) -> bool:
    return any(character.isalnum() for character in wire)


def _shorten(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: MAX_LENGTH - 9].rstrip('_')}_{digest}"


def snake(wire: str, fallback: str = "value") -> str:
    """Return a name for a variable, member or module: ``firstName`` -> ``first_name``; never a keyword or a dunder."""
    name = "_".join(word.lower() for word in _words(wire)) or fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    if name in _KEYWORDS or (name in _BUILTINS and name not in _SHADOWED_FREELY):
        name += "_"
    return _shorten(name)


def pascal(wire: str, fallback: str = "Value") -> str:
    """Return a name for a class: ``partner_customer`` -> ``PartnerCustomer``, ``SMSOptin`` -> ``SMSOptin``."""
    name = "".join(word[0].upper() + word[1:] for word in _words(wire)) or fallback
    if name[0].isdigit():
        name = f"{fallback}{name}"
    if name in _KEYWORDS or name in _BUILTINS:
        name += "_"
    return _shorten(name)


def constant(wire: str, fallback: str = "VALUE") -> str:
    """Return a name for a constant or an enum member: ``zh-TW`` -> ``ZH_TW``."""
    name = "_".join(word.upper() for word in _words(wire)) or fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    return _shorten(name)


class Namespace:
    """The names taken in one scope; the first to come keeps its plain name, later ones get a number.

    Names are compared without case, because files and Windows are.
    """

    __slots__ = ("_taken",)

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        """Start with ``reserved`` names taken."""
        self._taken: set[str] = {name.casefold() for name in reserved}

    def take(self, wish: str) -> str:
        """Take ``wish``, or the first free of ``wish_2``, ``wish_3``, ..., and return it."""
        name, number = wish, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wish}_{number}" if wish == wish.lower() or "_" in wish else f"{wish}{number}"
        self._taken.add(name.casefold())
        return name
