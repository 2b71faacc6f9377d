"""Dictionaries that may be passed in place of models.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import TypedDict

__all__ = ["OperationParams"]


OperationParams = TypedDict("OperationParams", {"id": "str", "True": "bool", "data-x": "str"}, total=False)
"""Operation as a dictionary, with the names on the wire."""
