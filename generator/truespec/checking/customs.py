"""What a server most likely does where nobody wrote it down: the customs of REST, each of them as an assumption."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from truespec.checking.said import with_what_is_said
from truespec.checking.wording.reading import with_worded_rules
from truespec.contract.api import Api
from truespec.contract.behaviour import Behaviour, Refusal
from truespec.contract.provenance import Assumption
from truespec.contract.rule import Place, Rule
from truespec.diagnostics import Location
from truespec.mock.convention import with_conventions
from truespec.mock.list_conventions import with_lists

__all__ = ["with_customs"]

_WHY: Final = "it is the custom of REST; no rule of this API is written down"

_Any = TypeVar("_Any")


def with_customs(api: Api) -> Api:
    """Return ``api`` with the behaviour that its paths, methods and names suggest; one that states any stays as it is.

    All of it is assumed but for what the spec has words for: a server that does otherwise differs, and breaks nothing.
    """
    if api.behaviour is not None:
        return api
    guessed = with_lists(with_conventions(api, nested=True))
    behaviour = guessed.behaviour or Behaviour(api.location)
    refusal = Refusal("refusals.credentials-unknown", "Unknown credentials are refused.", api.location)
    unknown = replace(refusal, when="credentials-unknown", status=401)
    full = replace(behaviour, refusals=(unknown,))
    return with_worded_rules(with_what_is_said(replace(guessed, behaviour=_assumed(full, api.location))))


def _assumed(value: _Any, location: Location) -> _Any:
    """Return a rule, or whatever holds rules, with all of them marked as assumed."""
    if isinstance(value, tuple):
        return cast("_Any", tuple(_assumed(item, location) for item in cast("tuple[Any, ...]", value)))
    if not is_dataclass(value) or isinstance(value, type | Place | Location):
        return value
    told: dict[str, Any] = {
        field.name: _assumed(getattr(value, field.name), location)
        for field in fields(value)
        if field.init and field.name not in {"location", "assumptions"}
    }
    if isinstance(value, Rule):
        told["assumptions"] = (Assumption("", _WHY, value.location),)
    return replace(value, **told)
