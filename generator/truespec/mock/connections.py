"""The class of connections that the socket door hands to uvicorn."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from typing import Final

from truespec.mock.bounded import Bounded
from truespec.mock.direct import Direct
from truespec.mock.limits import Limits

__all__ = ["connection_class"]

_HTTPTOOLS: Final = importlib.util.find_spec("httptools") is not None


def connection_class(limits: Limits, *, fast: bool = _HTTPTOOLS) -> type[asyncio.Protocol]:
    """Return a protocol for uvicorn that keeps within ``limits``: on httptools if it is ``fast``, else on h11."""
    name, bounded = ("httptools_impl.HttpToolsProtocol", Direct) if fast else ("h11_impl.H11Protocol", Bounded)
    module, _, protocol = name.partition(".")
    base: type[asyncio.Protocol] = getattr(importlib.import_module(f"uvicorn.protocols.http.{module}"), protocol)
    return type("Connection", (bounded, base), {"limits": limits})
