"""Flow Retail's customers: a server written from the vendor's page, its mutants, and how it may rightly differ."""

from __future__ import annotations

from foreign.flowretail.names import MUTANTS, VARIANTS
from foreign.flowretail.server import ACCESS, Server

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]
