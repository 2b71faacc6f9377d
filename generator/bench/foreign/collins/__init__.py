"""A server of the customers of Access Collins, written from what is documented, and the facts it can break."""

from __future__ import annotations

from typing import Final

from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access

from foreign.collins.mutants import MUTANTS as FIRST
from foreign.collins.mutants import SECOND, VARIANTS
from foreign.collins.server import MY_KEY, OTHERS_KEY, Server

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]

MUTANTS: Final = FIRST | {f"{kind}, second": names for kind, names in SECOND.items()}
ACCESS: Final = Access(Credentials({"BearerAuth": MY_KEY}), second=Credentials({"BearerAuth": OTHERS_KEY}))
