"""Keeps what a run has seen: every fact once, with the simplest exchange that breaks it."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from truespec.checking.conformance import Judgement
from truespec.checking.coverage import Coverage, Covered
from truespec.checking.echoes import Echoes
from truespec.checking.events import Exchanged, Found, Listener
from truespec.checking.exchange import Exchange, Response
from truespec.checking.parameters import text_of
from truespec.checking.redaction import Redaction
from truespec.checking.safety import changes_nothing
from truespec.checking.state import RunState
from truespec.checking.strangers import tells_record
from truespec.checking.targets import Target
from truespec.checking.telling import Teller
from truespec.checking.verdict import Fact, Finding, NeverDone, NotChecked, Verdict
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["Ledger"]


_RULES: Final = frozenset({"rule", "refusal", "credentials"})
_SOON: Final = 6
"""A rule is looked at with several requests: one that was turned away so few ago may be among them."""
_TRIES: Final = 3
"""Fewer requests than these say nothing of an operation that none of them succeeded in."""


@dataclass(slots=True)
class _Broken:
    finding: Finding
    size: int


def _keys_in(body: bytes, *, lists: bool) -> Iterator[str]:
    """Yield the texts and numbers of a JSON body that may tell which record is meant: by their names, and in lists."""
    with contextlib.suppress(ValueError, RecursionError):
        yield from _scalars(json.loads(body), telling=True, lists=lists)


def _scalars(value: Json, *, telling: bool, lists: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _scalars(member, telling=tells_record(name), lists=lists)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(item, telling=telling or lists, lists=lists)
    elif telling and value is not None:
        yield str(value)


def _is_same_key(key: str, text: str) -> bool:
    """Say whether a text names a key; a number may be written in many ways, and 12.0 names the record 12."""
    try:
        return text == key or float(text) == float(key)
    except ValueError:
        return False


@dataclass(slots=True)
class Ledger:
    """The facts of a run so far.

    ``written`` is the contract that clients are made from, where customs were added to it.
    A fact that is broken once stays broken, whatever else shows it; one that holds once is not ``not checked``.
    ``watched`` are keys of records, each with whether a request that may change something has named it.
    ``quiet`` is how many requests have come since the last that may have changed something.
    ``doubt`` is asked before a fact is told as broken, as the detail says, and says why that would lean on more than is
    documented.
    """

    api: Api
    target: Target
    emit: Listener
    written: Api | None = None
    requests: Counter[str] = field(default_factory=Counter[str])
    _answers: dict[str, Counter[int]] = field(default_factory=dict[str, Counter[int]])
    _holds: dict[str, Fact] = field(default_factory=dict[str, Fact])
    _broken: dict[str, _Broken] = field(default_factory=dict[str, _Broken])
    _unknown: dict[str, NotChecked] = field(default_factory=dict[str, NotChecked])
    _kept: dict[str, bool] = field(default_factory=dict[str, bool])
    watched: dict[str, bool] = field(default_factory=dict[str, bool])
    quiet: int = 0
    doubt: Callable[[Fact, Exchange | None, str], str | None] | None = None
    echoes: Echoes = field(default_factory=Echoes)
    coverage: Coverage = field(init=False)
    _since_busy: int = _SOON
    _busy: int = 0
    _redaction: Redaction = field(init=False)
    _teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        """Begin the account of what is exercised and of what may not be shown."""
        self.coverage = Coverage(self.api)
        self._redaction = Redaction(self.api, tuple(self.target.access.secrets()))
        self._teller = Teller(self.api, self.target, self._redaction, self.written or self.api)

    def hear(self, exchange: Exchange) -> None:
        """Count an exchange, and keep what it has exercised and what of it may not be shown."""
        answer = exchange.response.json()
        busy = self._is_busy(exchange)
        self._since_busy, self._busy = (0, exchange.response.status) if busy else (self._since_busy + 1, self._busy)
        self._redaction.hear(exchange, answer)
        self._teller.conversation.hear(exchange, answer)
        self.coverage.note(exchange, answer)
        self.echoes.hear(exchange, answer)
        self.quiet += 1
        if not changes_nothing(self.api, exchange.operation):
            self.quiet = 0
            self._watch(exchange)
        self.count(exchange.operation, exchange.response)

    def _watch(self, exchange: Exchange) -> None:
        """Note which of the watched keys a request names: in its path, its query, or in what it lists."""
        action = self.api.behaviour.action(exchange.operation.id) if self.api.behaviour is not None else None
        makes = action is not None and action.kind == "create"
        # The path of an update names its record: a list of numbers in its body is a member like any other.
        lists = action is None or action.kind != "update" or action.key is None or action.key.part != "path"
        request = exchange.request
        for key in [key for key, named in self.watched.items() if not named]:
            told = [*(unquote(step) for step in request.path.split("/")), *(value for _, value in request.query)]
            if not makes:
                told.extend(_keys_in(request.body, lists=lists))
            word = rb"(?<![\w.-])" + re.escape(key.encode()) + rb"(?![\w.-])"
            # A text that is a key stands for it wherever it is; a small number may be anything.
            in_body = not makes and not key.isdecimal() and re.search(word, request.body) is not None
            self.watched[key] = in_body or any(_is_same_key(key, text) for text in told)

    def count(self, operation: Operation, response: Response) -> None:
        """Count an answered request."""
        self.requests[operation.id] += 1
        self._answers.setdefault(operation.id, Counter())[response.status] += 1
        self.emit(Exchanged(operation.id, response.status, response.seconds))

    def note(self, judgement: Judgement, exchange: Exchange | None = None) -> None:
        """Keep one judgement; ``exchange`` is what shows it."""
        if judgement.unknown:
            self.unknown(judgement.fact, judgement.unknown)
        elif judgement.detail:
            self.broken(judgement.fact, judgement.detail, exchange)
        else:
            self.holds(judgement.fact)

    def holds(self, fact: Fact) -> None:
        """Keep that a fact was seen to hold."""
        self._holds.setdefault(fact.id, fact)

    def expect(self, fact: Fact, holds: object, detail: str, exchange: Exchange | None = None) -> None:
        """Keep that a fact holds, where ``holds`` is true, or that it is broken as ``detail`` says."""
        if holds:
            self.holds(fact)
        else:
            self.broken(fact, detail, exchange)

    def unknown(self, fact: Fact, reason: str, *, needs_setup: bool = False) -> None:
        """Keep why nothing can be said of a fact; ``needs_setup`` where no request could have told."""
        self._unknown.setdefault(fact.id, NotChecked(fact, self._redaction.text(reason), needs_setup))

    def knows(self, rule: str) -> bool:
        """Say whether anything was kept of a rule: of the fact with its id, or of one about a part of it."""
        facts = (*self._holds, *self._broken, *self._unknown)
        return any(id_ == rule or id_.startswith(f"{rule}.") for id_ in facts)

    def is_broken(self, fact: Fact) -> bool:
        """Say whether a fact was seen broken already."""
        return fact.id in self._broken

    def broken(
        self,
        fact: Fact,
        detail: str,
        exchange: Exchange | None = None,
        story: Sequence[Exchange] | None = None,
    ) -> None:
        """Keep that a fact was seen broken; of several exchanges that show it, the smallest is kept.

        ``story`` are the exchanges that lead to it, in order, where the one who tells knows them.
        """
        if fact.kind in _RULES and (self._is_busy(exchange) or self._since_busy < _SOON):
            status = exchange.response.status if exchange is not None and self._is_busy(exchange) else self._busy
            self.unknown(fact, f"the server was busy and answered {status}")
            return
        known = self._broken.get(fact.id)
        if self.doubt is not None and (known is None or known.finding.assumed is not None):
            if known is None and exchange is not None and story is None:
                story = self._teller.story(fact, exchange)  # what a doubt asks comes after that
            fact = replace(fact, assumed=fact.assumed or self.doubt(fact, exchange, detail))
            known = self._broken.get(fact.id)
        size = 0 if exchange is None else len(exchange.request.target) + len(exchange.request.body)
        times = 1 if known is None else known.finding.times + 1
        # What a documented fact says weighs more than what an assumption says of the same.
        if known is None or (known.finding.assumed is not None and fact.assumed is None):
            finding = replace(self._teller.finding(fact, detail, exchange, story), times=times)
            self._broken[fact.id] = _Broken(finding, size)
            self.emit(Found(finding))
            return
        if size < known.size and (known.finding.assumed is None) == (fact.assumed is None):
            known.finding, known.size = self._teller.finding(fact, detail, exchange, story), size
        known.finding = replace(known.finding, times=times)

    @staticmethod
    def _is_busy(exchange: Exchange | None) -> bool:
        return exchange is not None and exchange.response.busy

    def may_be_kept(self, value: Json) -> bool:
        """Say whether a value may be written down as it is."""
        text = text_of(value)
        if text not in self._kept:
            # Asked after every piece of the run, of every record; what is personal in a key came with the key.
            self._kept[text] = self._redaction.may_be_kept(text)
        return self._kept[text]

    def keep_in(self, state: RunState) -> None:
        """Write down what was kept so far."""
        state.holds = tuple(self._holds.values())
        state.findings = tuple(broken.finding for broken in self._broken.values())
        state.unknown = tuple(self._unknown.values())
        state.requests = dict(self.requests)
        state.answers = {operation: dict(counts) for operation, counts in self._answers.items()}
        state.missing = self.coverage.missing()

    def take_from(self, state: RunState) -> None:
        """Go on from what another run has kept."""
        self._holds.update((fact.id, fact) for fact in state.holds)
        self._broken.update((item.fact.id, _Broken(item, 0)) for item in state.findings)
        self._unknown.update((item.fact.id, item) for item in state.unknown)
        self.requests.update(state.requests)
        self._answers.update((operation, Counter(counts)) for operation, counts in state.answers.items())
        self.coverage.restore(state.missing)

    def verdict(self, profile: str) -> Verdict:
        """Return the verdict on what was kept so far."""
        findings = [broken.finding for broken in self._broken.values()]
        return Verdict(
            api=self.api.name,
            target=self.target.base_url,
            profile=profile,
            holds=tuple(fact for id_, fact in self._holds.items() if id_ not in self._broken),
            broken=tuple(finding for finding in findings if finding.assumed is None),
            differs=tuple(finding for finding in findings if finding.assumed is not None),
            not_checked=tuple(
                item for id_, item in self._unknown.items() if id_ not in self._holds and id_ not in self._broken
            ),
            coverage=self._covered(),
            requests=sum(self.requests.values()),
            requests_by_operation=dict(self.requests),
            never_done=tuple(self._never_done()),
        )

    def _never_done(self) -> Iterator[NeverDone]:
        """Yield the operations that were asked for several times, and never with success where there is one."""
        for operation in self.api.operations:
            counts = self._answers.get(operation.id, Counter())
            succeeds = any(answer.status[:1] in "123d" for answer in operation.answers)
            if succeeds and counts.total() >= _TRIES and min(counts) >= 400:
                yield NeverDone(operation.id, operation.location, tuple(counts.most_common()))

    def _covered(self) -> tuple[Covered, ...]:
        told = [*self._holds.values(), *(broken.finding.fact for broken in self._broken.values())]
        ids, places = {fact.id for fact in told}, {fact.location for fact in told if fact.kind != "status"}
        rules = {
            item.id
            for item in self.coverage.of_kind("rules")
            if item.id in ids or item.location in places or any(id_.startswith(f"{item.id}.") for id_ in ids)
        }
        return self.coverage.result(rules, {id_: item.reason for id_, item in self._unknown.items()})
