"""Where the header `Location` is documented for what was made, it leads to what was made (RFC 9110, 10.2.2)."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import unquote, urlsplit

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import GONE, Case, NothingTells, Trouble
from truespec.checking.verdict import Fact
from truespec.contract.schema import Json

__all__ = ["check_locations"]

_CREATED: Final = 201
_HEADER: Final = "location"


def check_locations(case: Case) -> None:
    """Judge where an answer with 201 says that the new record is."""
    create = case.create[1]
    answer = create.answer(_CREATED)
    header = next((one for one in answer.headers if one.wire.lower() == _HEADER), None) if answer is not None else None
    below = case.read.path.rstrip("/").rpartition("/")[0] == create.path.rstrip("/")
    if answer is None or header is None or not below:
        return
    why = assumed_among((*create.assumptions, *answer.assumptions, *header.assumptions))
    states = f"`{header.wire}` in the answer of {create.label} leads to the record that was made"
    fact = Fact(f"{create.id}.consistent.location", states, answer.location, create.id, "rule", why)
    case.judge(fact, partial(_leads_elsewhere, case))


def _leads_elsewhere(case: Case) -> Trouble:
    """Make a record: the address is neither that of all records nor that of another one, or of none.

    An address of another kind, of a page for people for one, is left alone.
    """
    body = case.world.new_body(case.create[1])
    made = case.world.make_record(case.resource, body) if body is not None else None
    told = made[0].response.header(_HEADER) if made is not None else None
    if made is None or made[1] is None or told is None or made[0].response.status != _CREATED:
        raise NothingTells
    named = _named(made[0], told)
    if named is None or named == str(made[1]):
        return None
    if not named:
        return "it leads to all records", made[0]
    read = case.world.read(case.resource, named)
    gone = read is not None and read[0].response.status in GONE
    return ("it leads to a record that is not there", made[0]) if gone else _another(case, made[1], read)


def _another(case: Case, key: Json, read: tuple[Exchange, dict[str, Json] | None] | None) -> Trouble:
    told = (read[1] or {}).get(case.resource.key) if read is not None else None
    return ("it leads to another record", read[0]) if read is not None and told not in (None, key) else None


def _named(exchange: Exchange, told: str) -> str | None:
    """Return the key that an address ends with, nothing where it is that of all records, ``None`` for all else."""
    address, asked = urlsplit(told), unquote(exchange.request.path).rstrip("/")
    path = unquote(address.path).rstrip("/")
    if address.query or address.fragment or not asked:
        return None
    if path.endswith(asked):
        return ""
    above, _, last = path.rpartition("/")
    return last if above.endswith(asked) else None
