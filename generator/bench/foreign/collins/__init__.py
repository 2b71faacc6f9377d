"""A server of the customers of Access Collins, written from what is documented, and the facts it can break."""

from __future__ import annotations

from typing import Final

from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access

from foreign.collins.mutants import MUTANTS, VARIANTS
from foreign.collins.server import MY_KEY, OTHERS_KEY, Server

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]

ACCESS: Final = Access(Credentials({"BearerAuth": MY_KEY}), second=Credentials({"BearerAuth": OTHERS_KEY}))
