"""What the API takes where something is left out, by the names on the wire: told, never sent.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CustomerRequest"]

CustomerRequest: Mapping[str, object] = {"CustomerValidationType": "Normal"}
