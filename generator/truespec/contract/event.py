"""What a server sends by itself: webhooks, and callbacks that an operation asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from truespec.contract.operation import MediaType
from truespec.diagnostics import Location

__all__ = ["Event"]


@dataclass(frozen=True, slots=True)
class Event:
    """One request that the API makes and its user answers.

    ``id`` is the webhook's key, or the operation's id and the callback's key (``subscribe.onData``); ``media`` is the
    JSON that is sent.
    """

    id: str
    kind: Literal["webhook", "callback"]
    method: str
    media: MediaType
    location: Location
    description: str = ""
