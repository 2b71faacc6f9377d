"""Names in Python for names on the wire: the only place where they are decided.

Names are made by an allow-list (ASCII letters, digits, underscore), so nothing a document says can become code.
They depend on the wire name and on the names taken before it in the same namespace. Where several things wish for one
name, :func:`precedence` tells who keeps it, so that adding something unrelated renames nothing.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from truespec.contract.reserved import BUILTINS, KEYWORDS, RESERVED_CLASSES, RESERVED_MEMBERS

__all__ = [
    "MAX_LENGTH",
    "RESERVED_CLASSES",
    "RESERVED_MEMBERS",
    "Namespace",
    "constant",
    "manner",
    "pascal",
    "precedence",
    "snake",
]

MAX_LENGTH: Final = 80
"""The longest name given; a longer one keeps its start and ends in a digest of the whole."""

_PART: Final = re.compile(r"[A-Za-z0-9]+")
_WORD: Final = re.compile(
    r"^[0-9]+(?:[a-z]+|[A-Z]+(?![a-z]))"  # 2fa, 24h, 4XX
    r"|(?:GraphQL|IPv|OAuth|OpenAPI|OpenID|iOS|iPadOS|iPad|iPhone|macOS)(?![a-z])"  # one word in spite of its capitals
    r"|[A-Z]{2,}s(?![a-z])"  # IDs, URLs
    r"|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"
)
_LEADING_MINUS: Final = re.compile(r"^-(?=[A-Za-z0-9])")
_SYMBOLS: Final = {
    "+": " plus ", "-": " minus ", "*": " star ", "%": " percent ", "&": " and ", "@": " at ", "$": " dollar ",
    "<": " less ", ">": " greater ", "=": " equal ", "!": " not ", "/": " slash ", ".": " dot ", "#": " hash ",
    "|": " or ", "~": " tilde ", "^": " caret ", "?": " question ", ":": " colon ",
}  # fmt: skip
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d",
        "Đ": "D", "ð": "d", "þ": "th",
    }
)  # fmt: skip
_MANNERS: Final = {"snake": "_", "kebab": "-", "dotted": ".", "spaced": " "}
_RANKS: Final = {"made": 0, "pascal": 1, "camel": 2, "word": 3, "snake": 4, "kebab": 5, "dotted": 6, "spaced": 7}
_SHADOWED_FREELY: Final = frozenset({"id", "type", "format", "filter", "hash", "max", "min", "sum", "license"})


@functools.lru_cache(maxsize=4096)
def _words(wire: str) -> tuple[str, ...]:
    """Split a wire name into ASCII words, their capitals kept: ``userIDs`` -> ``user``, ``IDs``.

    A number belongs to the word before it, unless something stands between them.  What has letters of other scripts
    gets a digest as its last word, so that two such names differ.
    """
    plain = _spell(wire)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    words: list[str] = []
    for part in _PART.findall(plain):
        for match in _WORD.finditer(part):
            if match[0].isdigit() and match.start():
                words[-1] += match[0]
            else:
                words.append(match[0])
    foreign = not plain.isascii() and any(character.isalnum() and not character.isascii() for character in plain)
    if wire and (not words or foreign):
        words.append("x" + _digest(wire))
    return tuple(words)


def _spell(wire: str) -> str:
    """Write out the signs that tell names apart: all in ``>=``, only signs of a value in ``GMT+1`` and ``-created``."""
    if not any(character.isalnum() for character in wire):
        return "".join(_SYMBOLS.get(character, character) for character in wire)
    return _LEADING_MINUS.sub(_SYMBOLS["-"], wire).replace("+", _SYMBOLS["+"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _shorten(name: str, spare: int = 0) -> str:
    """Return a name that leaves ``spare`` characters of :data:`MAX_LENGTH` free."""
    longest = MAX_LENGTH - spare
    if len(name) <= longest:
        return name
    return f"{name[: longest - 9].rstrip('_')}_{_digest(name)}"


def snake(wire: str, fallback: str = "value") -> str:
    """Return a name for a variable, member or module: ``firstName`` -> ``first_name``; never a keyword or a dunder.

    ``fallback`` stands for an empty name, and before one that starts with a digit.
    """
    name = "_".join(_words(wire)).lower() or fallback
    if name[:1].isdigit():
        name = f"{fallback}_{name}"
    if name in KEYWORDS or (name in BUILTINS and name not in _SHADOWED_FREELY):
        name += "_"
    return _shorten(name)


def pascal(wire: str, fallback: str = "Value") -> str:
    """Return a name for a class: ``partner_customer`` -> ``PartnerCustomer``, ``SMSOptin`` -> ``SMSOptin``."""
    name = "".join(word[0].upper() + word[1:] for word in _words(wire)) or fallback
    if name[:1].isdigit():
        name = f"{fallback}{name}"
    if name in KEYWORDS or name in BUILTINS:
        name += "_"
    return _shorten(name)


def constant(wire: str, fallback: str = "VALUE") -> str:
    """Return a name for a constant or an enum member: ``zh-TW`` -> ``ZH_TW``, ``GMT+1`` -> ``GMT_PLUS_1``."""
    name = "_".join(_words(wire)).upper() or fallback
    if name[:1].isdigit():
        name = f"{fallback}_{name}"
    return _shorten(name)


def manner(wire: str) -> str:
    """Return in which manner a name on the wire is written: ``pascal``, ``camel``, ``snake``, ..., else ``other``."""
    words = _words(wire)
    capitals = "".join(word[0].upper() + word[1:] for word in words)
    if wire == capitals:
        return "pascal"
    if len(words) == 1 and wire == words[0]:
        return "word"
    if wire[:1].islower() and wire[:1].upper() + wire[1:] == capitals:
        return "camel"
    return next((name for name, sign in _MANNERS.items() if wire == sign.join(words)), "other")


def precedence(kinds: Sequence[str]) -> list[int]:
    """Return the positions of things in the order in which they may choose names; ``kinds`` are their manners.

    ``made`` stands for what has no name of its own on the wire.
    What is written as most others are comes first: an addition in another manner takes no name away.  Of equals, the
    first in the document does.
    """
    counts = Counter(kinds)
    return sorted(range(len(kinds)), key=lambda place: (-counts[kinds[place]], _rank(kinds[place]), place))


def _rank(kind: str) -> int:
    return _RANKS.get(kind, len(_RANKS))


class Namespace:
    """The names taken in one scope; the first to come keeps its plain name, later ones get a number.

    Names are compared without case, because files and Windows are, unless ``cased`` says that none becomes a file.
    """

    __slots__ = ("_cased", "_reserved", "_taken")

    def __init__(self, reserved: Iterable[str] = (), *, cased: bool = False) -> None:
        """Start with ``reserved`` names taken."""
        self._cased = cased
        self._reserved = frozenset(reserved) if cased else _caseless(frozenset(reserved))
        self._taken: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether a name is taken."""
        plain = name if self._cased else name.casefold()
        return plain in self._taken or plain in self._reserved

    def copy(self) -> Namespace:
        """Return a scope of its own with the same names taken."""
        other = Namespace(cased=self._cased)
        other._reserved, other._taken = self._reserved, set(self._taken)
        return other

    def take(self, wish: str) -> str:
        """Take ``wish``, or the first free of ``wish_2``, ``wish_3``, ... (``Wish2`` for a class), and return it."""
        name, number = wish, 1
        while self.has(name):
            number += 1
            name = _numbered(wish, str(number))
        self._taken.add(name if self._cased else name.casefold())
        return name


@functools.lru_cache(maxsize=64)
def _caseless(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _numbered(wish: str, number: str) -> str:
    stem = wish.rstrip("_")
    is_class = not (stem.islower() or stem.isupper() or "_" in stem or stem[-1:].isdigit())
    suffix = number if is_class else f"_{number}"
    return _shorten(stem, len(suffix)) + suffix
