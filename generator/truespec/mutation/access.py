"""Mutants of who is let in, and with how much: credentials, permissions, tenants, limits, the count of requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from truespec.checking.facts import assumed_among
from truespec.checking.request_check import why_refusal
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Refusal
from truespec.contract.conditions import Limit, Needs, RateLimit, Scope
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityScheme
from truespec.mock.exchange import Request, Response
from truespec.mock.parameters import query_pairs
from truespec.mock.places import declared
from truespec.mock.shapes import Shapes
from truespec.mutation.answers import can_be_wrong
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Equivalent, Kind, Mutant, Row, Server, of_rule
from truespec.mutation.rewriting import with_rule, with_schema
from truespec.mutation.twists import answered, faulty, only, routed, ruled, through
from truespec.mutation.wire import sent, with_sent

__all__ = ["access_rows"]

_KIND: Kind = "access"


def access_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with letting requests through."""
    behaviour = api.behaviour or Behaviour(api.location)
    for operation in api.operations:
        yield from _credentials(api, behaviour, operation)
    for resource in behaviour.resources:
        if resource.shared is not None:
            why = "which places share their records is for the user to say, and no run of the table names two"
            yield Equivalent(resource.shared.id, _KIND, why)
        if resource.scope is not None:
            yield from _leaks(api, behaviour, resource.name, resource.scope)
    for action in behaviour.actions:
        operation_of = api.operation(action.id)
        if operation_of is not None:
            yield from _permission(behaviour, action, operation_of)
            for limit in action.limits:
                yield from _limit(operation_of, limit, Shapes(api))
            for needs in action.needs:
                yield from _needs(operation_of, needs)
    if behaviour.rate_limit is not None:
        yield from _rate(behaviour.rate_limit)


def _credentials(api: Api, behaviour: Behaviour, operation: Operation) -> Iterator[Row]:
    if not operation.security or not all(operation.security):
        return
    schemes = [scheme for need in operation.security[0] if (scheme := api.scheme(need.scheme)) is not None]
    refusal = behaviour.refusal("credentials-unknown", operation.id)
    for scheme in schemes:
        lenient = only(operation.id, faulty(f"credential-ignored:{scheme.wire}"))
        why = assumed_among(scheme.assumptions) or assumed_among(operation.assumptions, ("security",))
        name, breaks = f"{operation.id}/{scheme.wire}", f"{operation.id}.needs.{scheme.wire}"
        does = f"`{scheme.parameter}` is not asked for"
        yield Mutant(f"{name}-ignored", _KIND, does, breaks, operation.id, why, lenient)
        there = routed(_showing(scheme), lenient)
        does = f"`{scheme.parameter}` may be empty"
        yield Mutant(f"{name}-empty", _KIND, does, breaks, operation.id, why, there)
        if refusal is None:
            why_not = "that credentials nobody has are refused is not documented"
            yield Equivalent(f"{name}-unknown", _KIND, why_not)
        else:
            known = routed(_showing(scheme, filled=True), lenient)
            why = why_refusal(refusal, operation.answer(refusal.status)) or assumed_among(
                refusal.assumptions, ("when",)
            )
            does = f"any value of `{scheme.parameter}` will do"
            yield Mutant(f"{name}-unknown", _KIND, does, refusal.id, operation.id, why, known)
    yield from _statuses(behaviour, operation, Shapes(api))


def _showing(scheme: SecurityScheme, *, filled: bool = False) -> Callable[[Request], bool]:
    return lambda request: _is_there(scheme, request, filled=filled)


def _is_there(scheme: SecurityScheme, request: Request, *, filled: bool) -> bool:
    """Say whether a credential is sent, whatever it is; ``filled`` asks for more than an empty one."""
    if scheme.kind == "api-key" and scheme.place == "query":
        values = [raw for name, raw in query_pairs(request.query) if name == scheme.parameter]
    elif scheme.kind == "api-key" and scheme.place == "cookie":
        values = [
            part.partition("=")[2]
            for text in request.header_values("cookie")
            for part in text.split(";")
            if part.strip().startswith(f"{scheme.parameter}=")
        ]
    else:
        values = request.header_values(scheme.parameter if scheme.kind == "api-key" else "authorization")
        values = values if scheme.kind == "api-key" else [text.partition(" ")[2] for text in values]
    return any(value.strip() for value in values) if filled else bool(values)


def _statuses(behaviour: Behaviour, operation: Operation, shapes: Shapes) -> Iterator[Row]:
    """Refuse with the wrong status."""
    for when in ("credentials-missing", "credentials-unknown", "request-invalid"):
        refusal = behaviour.refusal(when, operation.id)
        if refusal is None:
            continue
        other = _other_status(operation, refusal)
        slug = f"{refusal.id}/{operation.id}-answers-{other}"
        if when == "request-invalid" and not can_be_wrong(operation, shapes):
            yield Equivalent(slug, _KIND, "no request for the operation can be of the wrong form")
            continue
        why = why_refusal(refusal, operation.answer(refusal.status)) or assumed_among(refusal.assumptions, ("when",))
        does = f"{when} is answered {other}"
        build = answered(operation, _restatused(refusal.status, other))
        yield Mutant(slug, _KIND, does, refusal.id, operation.id, why, build)


def _other_status(operation: Operation, refusal: Refusal) -> int:
    if refusal.when == "request-invalid":
        return next(
            status for status in (422, 400, 418) if status != refusal.status and operation.answer(status) is None
        )
    return 403 if refusal.status == 401 else 401


def _restatused(right: int, wrong: int) -> Callable[[Response, Request, Ground], Response]:
    def edit(response: Response, _request: Request, _ground: Ground) -> Response:
        return replace(response, status=wrong) if response.status == right else response

    return edit


def _permission(behaviour: Behaviour, action: Action, operation: Operation) -> Iterator[Row]:
    refusal = behaviour.refusal("credentials-forbidden", operation.id)
    rule = action.permission or refusal
    if rule is None:
        return
    why = assumed_among(rule.assumptions, ("status",)) if action.permission is not None else None
    if action.permission is None and refusal is not None:
        why = why_refusal(refusal, operation.answer(refusal.status))
    does = "who lacks the permission is answered 404"
    build = answered(operation, _restatused(rule.status, 404))
    yield Mutant(f"{rule.id}/{operation.id}-answers-404", _KIND, does, rule.id, operation.id, why, build)
    if action.permission is None:
        gone = only(operation.id, through(lambda api: _without_refusal(api, rule.id)))
        does = "no permission is asked for"
        yield Mutant(f"{rule.id}/{operation.id}-not-asked", _KIND, does, rule.id, operation.id, why, gone)


def _without_refusal(api: Api, id_: str) -> Api:
    if api.behaviour is None:
        return api
    left = tuple(refusal for refusal in api.behaviour.refusals if refusal.id != id_)
    return replace(api, behaviour=replace(api.behaviour, refusals=left))


def _leaks(api: Api, behaviour: Behaviour, resource: str, scope: Scope) -> Iterator[Row]:
    """Answer with what belongs to somebody else where there is nothing of one's own."""
    for action in behaviour.actions:
        operation = api.operation(action.id)
        if (
            operation is not None
            and action.resource == resource
            and action.kind in {"read", "list", "update", "delete", "part"}
        ):
            yield of_rule(
                scope,
                f"{operation.id}-leaks",
                _KIND,
                "records of another are reached",
                _leaking(operation, scope, is_list=action.kind == "list"),
                operation=operation.id,
                attributes=("place",),
            )


def _leaking(operation: Operation, scope: Scope, *, is_list: bool) -> Build:
    def build(ground: Ground) -> Server:
        seen: dict[str, None] = {}

        def answer(request: Request) -> Response:
            other = ground.healthy.operation(request)
            place = None if other is None else sent(request, other, scope.place)
            if isinstance(place, str):
                seen.setdefault(place)
            response = ground.ask(request)
            if other is None or other.id != operation.id or (response.status != 404 and not is_list):
                return response
            # The first place of a run is where its records are.
            return ground.ask(with_sent(request, operation, scope.place, next(iter(seen), None)))

        return answer

    return build


def _limit(operation: Operation, rule: Limit, shapes: Shapes) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=operation.id, attributes=("most",))

    less = ruled(rule, most=rule.most - 1)
    yield row("one-less", f"{rule.most} are refused already", less)

    def more(api: Api) -> Api:
        schema = declared(operation, rule.place, shapes)
        laxer = with_rule(api, rule, most=rule.most + 1)
        if schema is None:
            return laxer
        return with_schema(
            laxer, schema, lambda one: replace(one, constraints={**one.constraints, "maxItems": rule.most + 1})
        )

    yield row("one-more", f"{rule.most + 1} are accepted", only(operation.id, through(more)))
    other = 422 if rule.status == 400 else 400
    does = f"too many are answered {other}"
    stated = of_rule(
        rule, f"answers-{other}", _KIND, does, ruled(rule, status=other), operation=operation.id, attributes=("status",)
    )
    yield stated


def _needs(operation: Operation, rule: Needs) -> Iterator[Row]:
    other = 400 if rule.status != 400 else 422
    does, build = f"what is sent alone is answered {other}", ruled(rule, status=other)
    yield of_rule(rule, f"answers-{other}", _KIND, does, build, operation=operation.id, attributes=("status",))
    for place in rule.places if len(rule.places) > 1 else ():
        left = ruled(rule, places=tuple(one for one in rule.places if one != place))
        does = f"`{place}` may be sent alone"
        yield of_rule(rule, f"{place}-alone", _KIND, does, left, operation=operation.id, attributes=("status",))


def _rate(rule: RateLimit) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, attributes=attributes)

    for name, header in (("limit", rule.limit), ("remaining", rule.remaining), ("reset", rule.reset)):
        if header:
            yield row(f"no-{name}", f"`{header}` is left out", _every(header, lambda _response: None), name)
    if rule.limit and rule.remaining:
        limit, remaining = rule.limit, rule.remaining
        frozen = _every(remaining, lambda response: response.header(limit))
        yield row("never-less", f"`{remaining}` never goes down", frozen, "remaining")
        beyond = _every(remaining, lambda response: str(int(response.header(limit) or 0) + 7))
        yield row("more-than-all", f"`{remaining}` is more than `{limit}`", beyond, "limit", "remaining")
    yield Equivalent(f"{rule.id}/never-reached", _KIND, "a run that used up the limit would keep all others out")


def _every(header: str, value: Callable[[Response], str | None]) -> Build:
    """Give every answer another value of a header, or none."""

    def build(ground: Ground) -> Server:
        def answer(request: Request) -> Response:
            response = ground.ask(request)
            text = value(response) if response.header(header) is not None else None
            kept = tuple(pair for pair in response.headers if pair[0].lower() != header.lower())
            return replace(response, headers=kept if text is None else (*kept, (header.lower(), text)))

        return answer

    return build
