"""Keys of records that are nobody's: what is made up may not name a record that the server has for somebody else."""

from __future__ import annotations

import random
import re
from typing import Final

from truespec.contract.schema import Absent, Json

__all__ = ["far_out", "may_name_another", "names_records", "tells_record"]

_NAMES: Final = re.compile(r"\A(id|ID|Id)s?\Z|[a-z0-9](Id|ID)s?\Z|_(id|ID)s?\Z")
"""How members are called that name a record, or several."""

_TELLING: Final = re.compile(r"(id|key|uid|guid|number|no|ref)s?\Z", re.IGNORECASE)
"""The ends of names of members that may tell which record is meant."""

_HUGE: Final = 9
"""Keys with more digits are nobody's."""

_FAR_OUT: Final = (1_500_000_000, 2_000_000_000)


def names_records(name: str) -> bool:
    """Say whether a member tells by its name that it names a record, or several."""
    return _NAMES.search(name) is not None


def tells_record(name: str) -> bool:
    """Say whether a member may tell, by its name, which record is meant; many more do than certainly name one."""
    return _TELLING.search(name) is not None


def far_out(source: random.Random) -> int:
    """Return a number that no server that counts its records has come to."""
    return source.randrange(*_FAR_OUT)


def may_name_another(value: Json | Absent) -> bool:
    """Say whether a server that counts its records may well have one with this key, or with one in this list."""
    if isinstance(value, list):
        return any(may_name_another(item) for item in value)
    number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < _HUGE else value
    return isinstance(number, int | float) and 0 < number < 10**_HUGE
