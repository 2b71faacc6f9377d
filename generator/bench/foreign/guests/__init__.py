"""A hotel's guests: an API of its own, with conventions that the customer API of ``shop`` has not.

Numbers for ids, camelCase, offsets with ``meta`` and ``links``, PUT beside PATCH, 409 for what is taken, batches with
207, ETags, problem details, a bearer token and the tenant in a header.
"""

from __future__ import annotations

from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access

from foreign.guests.mutants import MUTANTS
from foreign.guests.server import VARIANTS, Server

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]

ACCESS = Access(
    Credentials({"bearer": "token-chain"}),
    parameters=(("X-Property-Id", "P100"), ("X-Property-Id", "P200")),
    second=Credentials({"bearer": "token-south"}),
)
