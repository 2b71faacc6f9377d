"""Judges one exchange by the contract: status, content type, headers and body of the answer."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.body_oddities import PROBLEM, names_twice, told_otherwise
from truespec.checking.exchange import Exchange, Response, json_type
from truespec.checking.facts import assumed_among
from truespec.checking.media import shown_kind
from truespec.checking.parameters import parsed, path_values
from truespec.checking.schema_check import SchemaCheck, Violation
from truespec.checking.verdict import Fact, Kind
from truespec.contract.api import Api
from truespec.contract.operation import Answer, MediaType, Operation, is_json
from truespec.contract.schema import Absent, Json, Schema
from truespec.diagnostics import printable

__all__ = ["Conformance", "Judgement", "success_fact"]

_LOOKED_AT: Final = 10
_LONGEST_LOOKED_AT: Final = 100_000

_FAILURE: Final = 500
"""The status of a server that met something nobody had thought of."""

_BEGINNINGS: Final = (b"{", b"[")

_SPELLINGS: Final = frozenset({"format", "pattern"})
"""Constraints that servers read differently without breaking what any page says."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A fact and what an exchange says of it: broken (``detail``), nothing to be said (``unknown``), or it holds."""

    fact: Fact
    detail: str = ""
    unknown: str = ""

    @property
    def holds(self) -> bool:
        """Whether the exchange shows the fact."""
        return not self.detail and not self.unknown


def _may_be_lost_on_the_way(exchange: Exchange) -> bool:
    """Say whether a router or a proxy may have refused the address by itself, before the operation saw it."""
    values = path_values(exchange.operation, exchange.request.path).values()
    asked = (value for _, value in exchange.request.query)
    odd = any(not value.isprintable() or "/" in value or value.strip(". ") == "" for value in values)
    return odd or any(not value.isprintable() for value in asked)


def success_fact(operation: Operation) -> Fact:
    """Return the fact that names the documented status of success: ``POST /partners/customer answers 201``."""
    successes = [answer for answer in operation.answers if answer.success]
    if not successes:
        location, assumed = operation.location, assumed_among(operation.assumptions, ("responses",))
        return Fact(f"{operation.id}.status", f"{operation.label} answers", location, operation.id, "status", assumed)
    statuses = " or ".join(answer.status for answer in successes)
    answer = successes[0]
    assumed = _why_answer(operation, answer, ("status",))
    states = f"{operation.label} answers {statuses}"
    return Fact(f"{operation.id}.{answer.status}.status", states, answer.location, operation.id, "status", assumed)


def _why_answer(operation: Operation, answer: Answer, attributes: tuple[str, ...]) -> str | None:
    return assumed_among(answer.assumptions, attributes) or assumed_among(operation.assumptions, ("responses",))


def _failing(operation: Operation, status: int) -> Judgement:
    declared = ", ".join(answer.status for answer in operation.answers) or "no status"
    states = f"{operation.label} answers {declared}, and no request makes the server fail"
    fact = Fact(f"{operation.id}.server-error", states, operation.location, operation.id, "server-error")
    return Judgement(fact, f"it answered {status}")


class Conformance:
    """Judges answers; one instance serves a whole run and compiles each schema once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._bodies = SchemaCheck(api, "response")
        self._looked_at = Counter[str]()
        self._sent: set[str] = set()

    def has_sent(self, text: str) -> bool:
        """Say whether the run itself has sent a text, in a body: whoever shows it may have it from there."""
        return text in self._sent

    def judge(self, exchange: Exchange) -> Iterator[Judgement]:
        """Yield a judgement for every fact that the answer shows, breaks or leaves open."""
        operation, response = exchange.operation, exchange.response
        self._sent.update(_texts(exchange.request.json()))
        answer = operation.answer(response.status)
        if answer is None:
            yield self._undeclared(operation, response)
            return
        yield Judgement(_answer_fact(operation, answer, "status", f"{operation.label} answers {answer.status}", ()))
        if response.status == _FAILURE:
            # How a failure looks is documented for the day it happens; no request is documented to bring it about.
            yield _failing(operation, response.status)
        if 400 <= response.status < 500 and _may_be_lost_on_the_way(exchange):
            return
        yield from self._content(exchange, answer)
        yield from self._headers(exchange, answer)

    def _undeclared(self, operation: Operation, response: Response) -> Judgement:
        fact = success_fact(operation)
        status = response.status
        if response.busy:
            return Judgement(fact, unknown=f"the server was busy and answered {status}")
        if status >= 500:
            return _failing(operation, status)
        if status >= 400:
            undeclared = Fact(
                f"{operation.id}.{status}",
                f"{operation.label} answers {status} to some requests",
                operation.location,
                operation.id,
                "status",
            )
            return Judgement(undeclared, unknown="the spec does not list this status, so nothing says when it is right")
        if not any(answer.success for answer in operation.answers):
            return Judgement(fact, unknown="the spec lists no success, so nothing says what one looks like")
        return Judgement(fact, f"it answered {status}")

    def _content(self, exchange: Exchange, answer: Answer) -> Iterator[Judgement]:
        operation, response = exchange.operation, exchange.response
        if not answer.content or "HEAD" in {operation.method.upper(), exchange.request.method}:
            return
        names = " or ".join(media.name for media in answer.content)
        fact = _answer_fact(
            operation,
            answer,
            "content-type",
            f"{answer.status} answer of {operation.label} is {names}",
        )
        sent = response.header("content-type")
        media = _media_type(answer, sent or "")
        if media is None and response.status >= 400 and (sent or "").partition(";")[0].strip().lower() == PROBLEM:
            media = next((item for item in answer.content if is_json(item.name)), None)
        if media is None:
            kind = shown_kind(sent or "", [item.name for item in answer.content])
            yield Judgement(fact, f"it was {kind}" if sent else "it named no content type")
            return
        yield Judgement(fact)
        if media.schema is not None and is_json(sent or ""):
            yield from self._body(exchange, answer, media, media.schema)

    def _body(self, exchange: Exchange, answer: Answer, media: MediaType, schema: Schema) -> Iterator[Judgement]:
        operation = exchange.operation
        intro = f"{answer.status} answer of {operation.label}"
        guessed = _why_answer(operation, answer, ("content",)) or assumed_among(media.assumptions, ("schema",))
        value = exchange.response.json()
        if isinstance(value, Absent):
            fact, body = _answer_fact(operation, answer, "body", f"{intro} is JSON"), exchange.response.body
            if exchange.response.success and body.lstrip().startswith(_BEGINNINGS):
                # The server itself says that it is JSON, and began to write it: that need not be documented.
                fact = replace(fact, assumed=None)
            yield Judgement(fact, "its body cannot be read as JSON" if body else "its body is empty")
            return
        oddity = self._oddity(exchange)
        if oddity:
            yield Judgement(_answer_fact(operation, answer, "body", f"{intro} is JSON"), oddity)
            return
        if isinstance(value, dict) and value and (members := self._members(schema)) and not members & value.keys():
            states = f"{intro} has the members its schema gives"
            fact = _answer_fact(operation, answer, "body", states)
            why = guessed or assumed_among((*schema.assumptions, *self._api.target(schema).assumptions))
            yield Judgement(replace(fact, id=f"{fact.id}.members", assumed=why), "it has none of them")
        if otherwise := told_otherwise(exchange.response, media.name):
            states = f"{intro} tells the status it has"
            yield Judgement(
                replace(
                    _answer_fact(operation, answer, "body", states), id=f"{operation.id}.{answer.status}.problem-status"
                ),
                otherwise,
            )
        violations = self._bodies.violations(schema, value)
        if not violations:
            states = f"{intro} has the shape its schema gives"
            yield Judgement(_answer_fact(operation, answer, "body", states))
        for violation in violations:
            why = guessed or violation.assumed
            yield Judgement(
                Fact(
                    f"{operation.id}.{answer.status}.body.{violation.path}.{violation.keyword}",
                    f"{intro}: {violation.states}",
                    violation.location,
                    operation.id,
                    "body",
                    why,
                ),
                **self._told(violation),
            )

    def _members(self, schema: Schema) -> frozenset[str]:
        """Return the members of an object, none where they are not all known or one is named by us."""
        target = self._api.target(schema)
        members = (*schema.properties, *target.properties) if not target.one_of and not target.any_of else ()
        for part in target.all_of:
            members = (*members, *self._api.target(part).properties)
        if any(assumed_among((*member.assumptions, *member.schema.assumptions), ("name",)) for member in members):
            return frozenset()
        return frozenset(member.wire for member in members)

    def _oddity(self, exchange: Exchange) -> str:
        """Say what of a body readers of JSON disagree on; of each kind of answer the first few are looked at."""
        group, body = f"{exchange.operation.id}.{exchange.response.status}", exchange.response.body
        self._looked_at[group] += 1
        if self._looked_at[group] > _LOOKED_AT or len(body) > _LONGEST_LOOKED_AT:
            return ""
        if body[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or b"\0" in body[:4]:
            return "it is not UTF-8, which JSON is on the way between systems"
        if body.startswith(codecs.BOM_UTF8):
            # RFC 8259, section 8.1: none is to be added, and many readers stop at one.
            return "a mark of the order of bytes stands before it"
        return "an object in it names a member twice" if names_twice(body) else ""

    def _told(self, violation: Violation) -> dict[str, str]:
        """Return what a violation says of its fact: nothing, where the server only gives back what it had to refuse."""
        if violation.keyword in _SPELLINGS and violation.text in self._sent:
            return {"unknown": "the server gives back what it was sent, and may read it more freely than the spec"}
        if violation.keyword in _SPELLINGS and violation.text == "" and violation.optional:
            return {"unknown": "an empty text may stand for a value that is not there"}
        return {"detail": violation.seen}

    def _headers(self, exchange: Exchange, answer: Answer) -> Iterator[Judgement]:
        operation = exchange.operation
        for header in answer.headers:
            sent = exchange.response.header(header.wire)
            if sent is None and not header.required:
                continue
            rule = "is always there" if header.required else "has the type its schema gives"
            fact = Fact(
                f"{operation.id}.{answer.status}.header.{header.wire.lower()}",
                f"{answer.status} answer of {operation.label}: header `{printable(header.wire)}` {rule}",
                header.location,
                operation.id,
                "header",
                _why_answer(operation, answer, ("headers",))
                or assumed_among(header.assumptions, ("required", "schema")),
            )
            if sent is None:
                yield Judgement(fact, "it is missing")
            elif header.schema is not None and not self._bodies.is_valid(
                header.schema, parsed(sent, self._api.target(header.schema))
            ):
                yield Judgement(
                    fact,
                    f"its value ({json_type(parsed(sent, self._api.target(header.schema)))}) does not fit its schema",
                )
            else:
                yield Judgement(fact)


def _answer_fact(
    operation: Operation, answer: Answer, kind: Kind, states: str, attributes: tuple[str, ...] = ("content",)
) -> Fact:
    why = _why_answer(operation, answer, attributes)
    return Fact(f"{operation.id}.{answer.status}.{kind}", states, answer.location, operation.id, kind, why)


def _texts(value: Json | Absent) -> Iterator[str]:
    """Yield every text of a value, names of members among them: some forms write a text as one."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            left.extend(one)
        elif isinstance(one, dict):
            yield from one
            left.extend(one.values())


def _media_type(answer: Answer, sent: str) -> MediaType | None:
    essence = sent.partition(";")[0].strip().lower()
    for media in answer.content:
        declared = media.name.partition(";")[0].strip().lower()
        if declared in {essence, "*/*"} or (declared.endswith("/*") and essence.startswith(declared[:-1])):
            return media
    return None
