"""The readers of rules in words, one after the other: each takes an API and returns it with what it has understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from truespec.checking.wording.worded_dedupe import with_worded_dedupe
from truespec.checking.wording.worded_filters import with_worded_filters
from truespec.checking.wording.worded_merge import with_worded_merges
from truespec.checking.wording.worded_scope import with_worded_scope
from truespec.checking.wording.worded_uniqueness import with_worded_uniqueness
from truespec.contract.api import Api

__all__ = ["with_worded_rules"]

_Reader: TypeAlias = Callable[[Api], Api]
_READERS: Final[tuple[_Reader, ...]] = (
    with_worded_scope,
    with_worded_uniqueness,
    with_worded_filters,
    with_worded_dedupe,
    with_worded_merges,
)


def with_worded_rules(api: Api) -> Api:
    """Return ``api`` with the rules that its descriptions state, where its behaviour is that of customs."""
    for reader in _READERS:
        api = reader(api)
    return api
