"""The value that means "do not send this": ``None`` sends null, ``OMIT`` sends nothing."""

from __future__ import annotations

from typing import Final, final

__all__ = ["OMIT", "Omit"]


@final
class Omit:
    """The type of :data:`OMIT`; it has one instance, which is false, copies to itself and survives pickling."""

    __slots__ = ()
    _only: Omit | None = None

    def __new__(cls) -> Omit:
        """Return the one instance."""
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "OMIT"

    def __reduce__(self) -> str:
        return "OMIT"


OMIT: Final = Omit()
"""Leave the parameter or field out of the request."""
