"""Tells a finding: what was asked and answered in words, and every request of it as a command and as client code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.client_code import ClientCode, Step
from truespec.checking.commands import Kept, curl
from truespec.checking.conversation import Conversation, made_by
from truespec.checking.exchange import Exchange, outline
from truespec.checking.parameters import text_of
from truespec.checking.redaction import Redaction
from truespec.checking.targets import Target
from truespec.checking.verdict import Fact, Finding, Turn
from truespec.contract.api import Api
from truespec.contract.names import snake

__all__ = ["Teller"]

_JUDGED_ALONE: Final = frozenset({"status", "content-type", "header", "body", "refusal", "credentials", "server-error"})
"""Kinds of facts that one answer shows: all they need is that the records named in its request are there."""


class Teller:
    """Makes findings of one run; nothing in them is secret."""

    def __init__(self, api: Api, target: Target, redaction: Redaction, written: Api) -> None:
        """Begin with nothing heard; clients are made from the contract as it is ``written``."""
        self._api = api
        self._target = target
        self._redaction = redaction
        self._client = ClientCode(written)
        self.conversation = Conversation(api, redaction.words)

    def finding(
        self, fact: Fact, detail: str, exchange: Exchange | None, story: Sequence[Exchange] | None = None
    ) -> Finding:
        """Return the finding that ``exchange`` shows; ``story`` is all that was said, where that is known."""
        detail = self._redaction.text(detail)
        if exchange is None:
            return Finding(fact, detail)
        story = self.story(fact, exchange) if story is None else story
        kept = dict(self._kept(story))
        return Finding(
            fact,
            detail,
            request=self._asked(exchange),
            response=self._answered(exchange),
            reproduction="\n".join(self._commands(story, kept)),
            client_code=self._program(story, kept),
            conversation=tuple(Turn(self._asked(item), self._answered(item)) for item in story),
        )

    def story(self, fact: Fact, exchange: Exchange) -> Sequence[Exchange]:
        """Return the exchanges that led to the one that shows a fact broken, as far as they are known by now."""
        return self.conversation.leading_to(exchange, rule=fact.kind not in _JUDGED_ALONE)

    def _asked(self, exchange: Exchange) -> str:
        request = self._redaction.request(exchange.request)
        head = f"{request.method} {exchange.operation.path}"
        return f"{head}, body {outline(request.json())}" if request.body else head

    def _kept(self, story: Sequence[Exchange]) -> Iterator[tuple[int, Kept]]:
        """Yield the keys that a server chose and that are sent later on, by the number of the step that brings them."""
        taken: dict[str, int] = {}
        for number, exchange in enumerate(story):
            made = made_by(self._api, exchange, exchange.response.json())
            if made is None:
                continue
            text = text_of(made.value)
            chosen = text.encode() in exchange.request.body or text in exchange.request.target
            later = any(
                text in item.request.target or text.encode() in item.request.body for item in story[number + 1 :]
            )
            if later and not chosen:
                name = snake(made.resource, "record")
                taken[name] = taken.get(name, 0) + 1
                yield number, Kept(f"{name}_{taken[name]}", made.path, made.value)

    def _commands(self, story: Sequence[Exchange], kept: dict[int, Kept]) -> Iterator[str]:
        held: list[Kept] = []
        for number, exchange in enumerate(story):
            request = self._redaction.request(exchange.request)
            yield curl(request, self._target.base_url, self._headers(exchange), held, kept.get(number))
            held += [kept[number]] if number in kept else []

    def _headers(self, exchange: Exchange) -> dict[str, str]:
        """Return what a reproduction shows for each header that was added on the way."""
        added = (*exchange.credentials, *(name for name, _ in self._target.access.headers))
        return {name: f"${name.upper().replace('-', '_')}" for name in added} | dict(exchange.replaced)

    def _program(self, story: Sequence[Exchange], kept: dict[int, Kept]) -> str:
        if any(exchange.replaced for exchange in story):
            return ""
        steps = [
            Step(exchange.operation, self._redaction.request(exchange.request), kept.get(number))
            for number, exchange in enumerate(story)
            # The client raises what was refused; nothing came of it, so it is left out before the end.
            if exchange.response.success or number == len(story) - 1
        ]
        return self._client.program(steps, self._target.base_url)

    def _answered(self, exchange: Exchange) -> str:
        return f"{exchange.response.status}, {outline(exchange.response.json(), self._redaction.words)}"
