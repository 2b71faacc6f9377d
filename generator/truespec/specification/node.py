"""One value of a document together with where it stands: what everybody who reads a document holds in hand."""

from collections.abc import Iterator
from typing import Any, final

from truespec.diagnostics import Location
from truespec.specification import pointer
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.positions import Token
from truespec.specification.source import Source

__all__ = ["Node"]


@final
class Node:
    """A value, the file it stands in and the way to it.

    Reading is quiet: what is absent or of another type is None (or nothing to iterate over), for the structural check
    has already complained of it.  Equality and hash are those of the place, so that a node reached through a
    reference is the same as the node reached by walking.  Places are computed only when asked for.
    """

    __slots__ = ("source", "tokens", "value")

    def __init__(self, value: Any, source: Source, tokens: tuple[Token, ...] = ()) -> None:
        self.value = value
        self.source = source
        self.tokens = tokens

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.tokens == other.tokens and self.source.path == other.source.path

    def __hash__(self) -> int:
        # A document may be a thousand files, and each of them has a root.
        return hash(self.tokens) ^ hash(self.source.path)

    def __repr__(self) -> str:
        """Name the place and leave the value out: it may be long."""
        return f"Node({self.source.name}#{self.pointer})"

    @property
    def pointer(self) -> str:
        """The JSON Pointer from the root of the node's file."""
        return pointer.join(self.tokens)

    @property
    def name(self) -> str:
        """The key or index the node stands under; the empty text for a whole file."""
        return str(self.tokens[-1]) if self.tokens else ""

    @property
    def location(self) -> Location:
        """The place of the value."""
        return self._place(self.tokens)

    @property
    def key_location(self) -> Location:
        """The place of the key that the value stands under, or of the value where there is no key."""
        return self._place(self.tokens, key=True)

    def location_of(self, *tokens: Token) -> Location:
        """The place of something inside the value, or of the value where that is absent."""
        return self._place((*self.tokens, *tokens))

    def child(self, token: Token) -> "Node":
        """Step to a key of a mapping or an index of a sequence.

        Raises:
            KeyError: there is no such key.
            IndexError: there is no such index.
            TypeError: the value is neither.
        """
        return Node(self.value[token], self.source, (*self.tokens, token))

    def get(self, key: str) -> "Node | None":
        """Step to a key of a mapping; None when it is absent or the value is no mapping."""
        value = self.value
        if type(value) is dict and key in value:  # as is_mapping does; this is asked millions of times
            return Node(value[key], self.source, (*self.tokens, key))
        return None

    def items(self) -> "Iterator[tuple[str, Node]]":
        """Yield the keys and nodes of a mapping in the order of the text; nothing for any other value."""
        whole = self.value
        if is_mapping(whole):
            source, tokens = self.source, self.tokens
            for key, value in whole.items():
                yield key, Node(value, source, (*tokens, key))

    def elements(self) -> "Iterator[Node]":
        """Yield the nodes of a sequence; nothing for any other value."""
        whole = self.value
        if is_sequence(whole):
            source, tokens = self.source, self.tokens
            for index, value in enumerate(whole):
                yield Node(value, source, (*tokens, index))

    def inside(self) -> "Iterator[Node]":
        """Yield what is directly inside the value, be it a mapping or a sequence."""
        yield from (inner for _, inner in self.items())
        yield from self.elements()

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping."""
        return is_mapping(self.value)

    @property
    def is_sequence(self) -> bool:
        """Whether the value is a sequence."""
        return is_sequence(self.value)

    @property
    def reference(self) -> str | None:
        """The text of ``$ref`` when the value is a mapping that has one."""
        return self.text("$ref")

    def text(self, key: str) -> str | None:
        """Return the text under ``key``, or None."""
        whole = self.value
        value = whole.get(key) if whole.__class__ is dict else None
        return value if isinstance(value, str) else None

    def flag(self, key: str) -> bool | None:
        """Return the boolean under ``key``, or None."""
        value = self._under(key)
        return value if isinstance(value, bool) else None

    def integer(self, key: str) -> int | None:
        """Return the whole number under ``key`` (``3.0`` is one), or None."""
        value = self._under(key)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, key: str) -> int | float | None:
        """Return the number under ``key``, or None."""
        value = self._under(key)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the sequence under ``key``; what is not text is left out."""
        value = self._under(key)
        return tuple(element for element in value if isinstance(element, str)) if is_sequence(value) else ()

    def as_str(self) -> str | None:
        """Return the value itself when it is text."""
        return self.value if isinstance(self.value, str) else None

    def _under(self, key: str) -> Any:
        value = self.value
        return value.get(key) if value.__class__ is dict else None

    def _place(self, tokens: tuple[Token, ...], *, key: bool = False) -> Location:
        """Return a place that is looked up when it is first shown: few of those taken ever are."""
        place = _Place(self.source, tokens, key=key)
        return Location.lazy(self.source.name, place.pointer, place)


@final
class _Place:
    """What finds a place: one small object, because a large document is asked for a hundred thousand of them."""

    __slots__ = ("_key", "_source", "_tokens")

    def __init__(self, source: Source, tokens: tuple[Token, ...], *, key: bool) -> None:
        self._source = source
        self._tokens = tokens
        self._key = key

    def __call__(self) -> tuple[int, int]:
        found = self._source.locate(self._tokens, key=self._key)
        return found.line, found.column

    def pointer(self) -> str:
        return pointer.join(self._tokens)
