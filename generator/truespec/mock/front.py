"""The whole mock as a door sees it: a service with faults that come and go, a control plane, a contract to swap."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.mock.clock import SettableClock
from truespec.mock.control import Control, is_control
from truespec.mock.cross_origin import CrossOrigin
from truespec.mock.errors import MockError, UnknownFaultError
from truespec.mock.exchange import Request, Response
from truespec.mock.journal import Journal
from truespec.mock.misbehaviour import Misbehaviour
from truespec.mock.origins import Clock, system_clock
from truespec.mock.rate import GENEROUS_LIMIT, Counts
from truespec.mock.redaction import Redactor
from truespec.mock.security import Credentials
from truespec.mock.served import Served
from truespec.mock.service import Service
from truespec.mock.store import MemoryStore, Store

__all__ = ["Mock"]


class Mock:
    """A mock that can be told to misbehave, be controlled, and go on with another contract; raises for no request.

    It may be called from any thread.
    """

    def __init__(  # noqa: PLR0913 - every argument but the contract has a sensible default
        self,
        api: Api,
        *,
        faults: Iterable[str] = (),
        seed: int = 0,
        clock: Clock = system_clock,
        store: Store | None = None,
        credentials: Credentials | None = None,
        rate_limit: int = GENEROUS_LIMIT,
        counts: Counts | None = None,
        log: Callable[[Served], None] | None = None,
        begin: Callable[[Service], None] | None = None,
        control: bool = False,
        fault_header: bool = False,
        origins: Iterable[str] = (),
    ) -> None:
        """Set up the parts; arguments are those of :class:`~truespec.mock.service.Service`, but for these.

        ``faults`` may hold for some requests only; ``begin`` gives a new service its first records, at the start and
        after each reset; with ``control`` the control plane is there and requests are written down; with it or with
        ``fault_header`` a request may ask for faults; ``origins`` are those of web pages that may use the mock.

        Raises:
            UnknownFaultError: One of ``faults`` does not exist or fits nothing in the contract.
            MockError: One of ``origins`` is none.
        """
        self.store: Store = MemoryStore() if store is None else store
        self.clock = SettableClock(clock)
        self.journal = Journal(self.clock)
        self._api = api
        self._seed, self._credentials, self._log = seed, credentials, log
        self._rate_limit, self._counts = rate_limit, counts
        self._begin = begin
        named = tuple(origins)
        self._sharing = CrossOrigin(named) if named else None
        self._control = Control(self) if control else None
        self._redactor = Redactor(api)
        self._stale = False
        self.misbehaviour = Misbehaviour(self._made(api), faults, seed, by_header=control or fault_header)
        if begin is not None:
            begin(self.service)

    @property
    def service(self) -> Service:
        """The mock without any of the faults."""
        return self.misbehaviour.service

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if self._control is not None and is_control(request.path):
            return self._control(request)
        if self._sharing is None:
            return self._answer(request)
        known = self._sharing.preflight(request, self.service.allowed(request.path))
        return self._sharing.shared(request, self._answer(request)) if known is None else known

    def _answer(self, request: Request) -> Response:
        try:
            response, served, met = self.misbehaviour.exchange(request)
        except UnknownFaultError as error:
            return Response.json(400, {"error": error.message, "advice": error.advice})
        if self._control is not None:
            self.journal.add(self._redactor, request, served, met)
        return response

    def reset(self) -> None:
        """Begin again: the records and identifiers of the start, its faults, the real clock, and no journal."""
        self.clock.reset()
        self.store.restore({})
        self.misbehaviour.start_over()
        self.misbehaviour.follow(self._made(self._api))
        if self._begin is not None:
            self._begin(self.service)
        self.journal.clear()

    def follow(self, api: Api) -> list[MockError]:
        """Go on with another contract and keep the records of every resource it still has.

        Faults in force that fit nothing in it are dropped and returned.
        """
        service = self._made(api)
        service.refit()
        self._api, self._redactor, self._stale = api, Redactor(api), False
        return self.misbehaviour.follow(service)

    def mark_stale(self) -> None:
        """Tell, when asked for health, that the contract on disk cannot be read and an older one is served."""
        self._stale = True

    def health(self) -> dict[str, Json]:
        """Return what is served, as JSON data."""
        return {
            "api": self._api.name,
            "version": self._api.version,
            "operations": len(self._api.operations),
            "contract": "stale" if self._stale else "current",
            "requests": self.journal.total,
            "faults": [one.planted.text for one in self.misbehaviour.installed],
        }

    def _made(self, api: Api) -> Service:
        return Service(
            api,
            seed=self._seed,
            clock=self.clock,
            store=self.store,
            credentials=self._credentials,
            rate_limit=self._rate_limit,
            counts=self._counts,
            log=self._log,
        )
