"""A server that reads changes late and refuses one whose words do not agree: the next one shows that it is late."""

from __future__ import annotations

from collections.abc import Callable

from collins_told import told
from test_checking_late import BehindChanges
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.late_changes import LateChanges

Server = Callable[[Request], Response]


class Wavering(BehindChanges):
    """Refuses as many changes as are ``left`` to refuse."""

    left = 0

    def __call__(self, server: Server, request: Request) -> Response:
        """Answer one request."""
        if request.method == "PUT" and self.left:
            self.left -= 1
            return Response(422, (("Content-Type", "application/json"),), b"{}")
        return super().__call__(server, request)


def test_a_change_that_is_refused_does_not_show_that_none_is_read_late() -> None:
    server = Wavering(3)

    def tell(world: World) -> None:
        late, resource = LateChanges(world), world.behaviour.resources[0]
        world.session.ledger.doubt = lambda fact, seen, _: late(fact, seen)
        subject = fresh(world, resource)
        read = world.read(resource, subject.key) if subject is not None else None
        assert read is not None
        server.left = 1
        world.session.ledger.broken(world.fact(*next(world.actions("read"))), "it changed by itself", read[0])

    assert not told(Family("changes", "as they are read", tell), server)
    assert not server.left
