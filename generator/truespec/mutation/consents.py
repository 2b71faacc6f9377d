"""Mutants of consents: a yes taken for a no, a no forgotten, times of agreeing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truespec.contract.behaviour import Action
from truespec.contract.effects import Consent
from truespec.contract.operation import Operation
from truespec.mock.exchange import Request
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Kind, Mutant, Row, of_rule
from truespec.mutation.twists import asked, ruled
from truespec.mutation.wire import sent, with_sent

__all__ = ["consent_rows"]

_KIND: Kind = "records"


def consent_rows(action: Action, operation: Operation) -> Iterator[Row]:
    """Yield what can be wrong with the consents that an action takes."""
    for rule in action.consents:

        def row(slug: str, does: str, build: Build, *attributes: str, rule: Consent = rule) -> Mutant:
            return of_rule(rule, slug, _KIND, does, build, operation=operation.id, attributes=attributes)

        if rule.form == "map":
            yield row("turned-round", "a yes is kept as a no", asked(operation, _turned(operation, rule)), "form")
            yield row(
                "no-forgotten", "only what is agreed to is kept", asked(operation, _yes_only(operation, rule)), "form"
            )
        else:
            yield row(
                "first-only", "only the first of several is kept", asked(operation, _first(operation, rule)), "form"
            )
        if rule.agreed:
            yield row("no-time", "the time of agreeing is not kept", ruled(rule, agreed=""), "agreed")
        if rule.refused and rule.form == "map":
            swapped = ruled(rule, agreed=rule.refused, refused=rule.agreed)
            yield row("times-swapped", "the times of yes and no are swapped", swapped, "agreed", "refused")


def _turned(operation: Operation, rule: Consent) -> Callable[[Request, Ground], Request]:
    def edit(request: Request, _ground: Ground) -> Request:
        said = sent(request, operation, rule.place)
        if not isinstance(said, dict):
            return request
        return with_sent(request, operation, rule.place, {key: yes is False for key, yes in said.items()})

    return edit


def _yes_only(operation: Operation, rule: Consent) -> Callable[[Request, Ground], Request]:
    def edit(request: Request, _ground: Ground) -> Request:
        said = sent(request, operation, rule.place)
        if not isinstance(said, dict):
            return request
        return with_sent(request, operation, rule.place, {key: yes for key, yes in said.items() if yes is True})

    return edit


def _first(operation: Operation, rule: Consent) -> Callable[[Request, Ground], Request]:
    def edit(request: Request, _ground: Ground) -> Request:
        said = sent(request, operation, rule.place)
        return with_sent(request, operation, rule.place, said[:1]) if isinstance(said, list) else request

    return edit
