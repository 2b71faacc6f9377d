"""Operations on pets.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from ._runtime import OMIT, Answer, AsyncResource, Omit, Operation, Options, Resource
from .models import Pet
from .params import PetParams

__all__ = ["AsyncPets", "Pets"]

SEND_PET: Operation[Pet | None] = Operation(
    "pets.send_pet",
    "POST",
    "/pets",
    answers=(Answer("200", "application/json", Pet | None), Answer("202")),
    body="application/json",
    body_optional=True,
)


class Pets(Resource):
    """Operations on pets."""

    def send_pet(self, *, body: PetParams | Omit = OMIT, options: Options | None = None) -> Pet | None:
        """Send a pet as the whole body.

        ``POST /pets``

        Args:
            body: The body.
            options: Choices for this call alone.

        Returns:
            The pet or nothing. Later.
        """
        return self._call(SEND_PET, body=body, options=options)


class AsyncPets(AsyncResource):
    """The asynchronous twin of :class:`Pets`."""

    async def send_pet(self, *, body: PetParams | Omit = OMIT, options: Options | None = None) -> Pet | None:
        """Send a pet as the whole body.

        See :meth:`Pets.send_pet`.
        """
        return await self._call(SEND_PET, body=body, options=options)
