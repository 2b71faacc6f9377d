"""Wrong uses of the mock, in words the command line can print."""

from __future__ import annotations

import difflib

__all__ = ["AddressUnavailableError", "MockError", "StoreError", "UnknownFaultError", "known_ones"]


class MockError(ValueError):
    """The mock was asked for something it cannot do: ``message`` says what, ``advice`` what to do instead."""

    def __init__(self, message: str, advice: str) -> None:
        """Keep both sentences; the text of the exception is the message."""
        super().__init__(message)
        self.message = message
        self.advice = advice


class UnknownFaultError(MockError):
    """No fault has the name, or the argument fits nothing in the contract."""


class AddressUnavailableError(MockError):
    """The address to listen on is taken, not ours, or no address at all."""


class StoreError(MockError):
    """What records are kept in cannot be opened, is not ours, or failed."""


def known_ones(word: str, known: list[str]) -> str:
    """Return the advice that follows an unknown word: what comes near it, else the first of what there is."""
    near = difflib.get_close_matches(word, known, 3, 0.5) or sorted(set(known))[:13]
    return f"known: {', '.join(dict.fromkeys(near))}" if near else "the API declares none"
