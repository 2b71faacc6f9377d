"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from ._runtime import Model, WireDateTime

__all__ = ["ChatRequest", "Entry", "ExportEntriesResponse404", "ExportNumbersResponseItem", "Gone"]


class Entry(Model):
    """Entry."""

    id: int

    at: WireDateTime | None = None


class Gone(Model):
    """Gone."""

    gone: str


class ChatRequest(Model):
    """ChatRequest."""

    question: str


class ExportEntriesResponse404(Model):
    """ExportEntriesResponse404."""

    message: str | None = None


class ExportNumbersResponseItem(Model):
    """ExportNumbersResponseItem."""

    number: int
