"""Keeps tenants apart: an action is done on the records of the one a request names, and on no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from truespec.contract.conditions import Scope
from truespec.contract.schema import Absent
from truespec.mock.outcome import Outcome
from truespec.mock.places import sent
from truespec.mock.records import Collection, key_text
from truespec.mock.validation import Call

__all__ = ["ForTenant"]


@dataclass(frozen=True, slots=True)
class ForTenant:
    """Does an action of a resource that has a scope: ``make`` returns what does it on the records of one tenant."""

    scope: Scope
    records: Collection
    make: Callable[[Collection], Callable[[Call], Outcome]]

    def __call__(self, call: Call) -> Outcome:
        """Do it for the tenant the request names; requests that name none share one place."""
        tenant = sent(call, self.scope.place)
        name = "" if isinstance(tenant, Absent) else key_text(tenant)
        return self.make(self.records.of(name))(call)
