"""Operations on photos.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from uuid import UUID

from ._runtime import OMIT, Answer, AsyncResource, File, Omit, Operation, Options, Parameter, Resource

__all__ = ["AsyncPhotos", "Photos"]

PUT_GUEST_PHOTO: Operation[None] = Operation(
    "photos.put_guest_photo",
    "PUT",
    "/guests/{guestId}/photo",
    answers=(Answer("204"),),
    parameters=(
        Parameter("guestId", "path", style="simple", explode=False, required=True),
        Parameter("X-Trace", "header", style="simple", explode=False),
    ),
    body="multipart/form-data",
    idempotent=True,
    security=(("token",),),
)


class Photos(Resource):
    """Operations on photos."""

    def put_guest_photo(
        self,
        guest_id: UUID,
        *,
        x_trace: str | Omit = OMIT,
        photo: File | bytes,
        caption: str | Omit = OMIT,
        options: Options | None = None,
    ) -> None:
        """Store a photo of a guest.

        ``PUT /guests/{guestId}/photo``

        Args:
            guest_id: Which guest.
            x_trace: Name of the request.
            photo: The picture.
            caption: What it shows.
            options: Choices for this call alone.
        """
        self._call(
            PUT_GUEST_PHOTO,
            path={"guestId": guest_id},
            headers={"X-Trace": x_trace},
            body={"photo": photo, "caption": caption},
            options=options,
        )


class AsyncPhotos(AsyncResource):
    """The asynchronous twin of :class:`Photos`."""

    async def put_guest_photo(
        self,
        guest_id: UUID,
        *,
        x_trace: str | Omit = OMIT,
        photo: File | bytes,
        caption: str | Omit = OMIT,
        options: Options | None = None,
    ) -> None:
        """Store a photo of a guest.

        See :meth:`Photos.put_guest_photo`.
        """
        await self._call(
            PUT_GUEST_PHOTO,
            path={"guestId": guest_id},
            headers={"X-Trace": x_trace},
            body={"photo": photo, "caption": caption},
            options=options,
        )
