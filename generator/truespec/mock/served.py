"""What became of a request, in words without anybody's data: a line of the log."""

from __future__ import annotations

from dataclasses import dataclass

from truespec.contract.operation import Operation
from truespec.diagnostics import printable
from truespec.mock.exchange import Request
from truespec.mock.validators import Problem

__all__ = ["Served", "served_by"]


@dataclass(frozen=True, slots=True)
class Served:
    """One line of the log: ``route`` is the template of the path, so nothing that was sent is in here."""

    method: str
    route: str
    status: int
    problems: tuple[Problem, ...] = ()
    refused: str = ""
    operation: str = ""

    def __str__(self) -> str:
        """Write the exchange on one line, its problems on further ones."""
        line = f"{self.method} {self.route} {self.status} {self.refused}".rstrip()
        return "\n".join((printable(line), *(f"  {problem}" for problem in self.problems)))


def served_by(
    request: Request, operation: Operation, status: int, problems: tuple[Problem, ...] = (), refused: str = ""
) -> Served:
    """Return what became of a request for an operation."""
    return Served(request.method, operation.path, status, problems, refused, operation.id)
