"""Operations on feed.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from ._runtime import Answer, AsyncResource, AsyncStream, Operation, Options, Resource, ServerSentEvent, Stream
from .models import Entry, ExportEntriesResponse404, ExportNumbersResponseItem, Gone

__all__ = ["AsyncFeedResource", "FeedResource"]

WATCH_CHANGES: Operation[ServerSentEvent[Entry | Gone]] = Operation(
    "feed.watch_changes", "GET", "/events", answers=(Answer("200", "text/event-stream", Entry | Gone),), stream=True
)

WATCH_NOTES: Operation[ServerSentEvent[str]] = Operation(
    "feed.watch_notes", "GET", "/notes", answers=(Answer("200", "text/event-stream", str),), stream=True
)

CHAT: Operation[ServerSentEvent[Entry]] = Operation(
    "feed.chat",
    "POST",
    "/chat",
    answers=(Answer("200", "text/event-stream", Entry),),
    body="application/json",
    stream=True,
)

EXPORT_ENTRIES: Operation[Entry] = Operation(
    "feed.export_entries",
    "GET",
    "/entries",
    answers=(Answer("200", "application/x-ndjson", Entry), Answer("404", "application/json", ExportEntriesResponse404)),
    stream=True,
)

EXPORT_NUMBERS: Operation[ExportNumbersResponseItem] = Operation(
    "feed.export_numbers",
    "GET",
    "/numbers",
    answers=(Answer("200", "application/json-seq", ExportNumbersResponseItem),),
    stream=True,
)

READ_EITHER: Operation[Entry | str] = Operation(
    "feed.read_either",
    "GET",
    "/either",
    answers=(Answer("200", "application/json", Entry), Answer("200", "text/event-stream", str)),
)


class FeedResource(Resource):
    """Operations on feed."""

    def watch_changes(self, *, options: Options | None = None) -> Stream[ServerSentEvent[Entry | Gone]]:
        """GET /events.

        ``GET /events``

        Args:
            options: Choices for this call alone.

        Returns:
            The items, one at a time while they come; leave its ``with`` to end it before. Nothing is sent
            before.
        """
        return self._stream(WATCH_CHANGES, options=options)

    def watch_notes(self, *, options: Options | None = None) -> Stream[ServerSentEvent[str]]:
        """GET /notes.

        ``GET /notes``

        Args:
            options: Choices for this call alone.

        Returns:
            The items, one at a time while they come; leave its ``with`` to end it before. Nothing is sent
            before.
        """
        return self._stream(WATCH_NOTES, options=options)

    def chat(self, *, question: str, options: Options | None = None) -> Stream[ServerSentEvent[Entry]]:
        """POST /chat.

        ``POST /chat``

        Args:
            question: Sent as ``question``.
            options: Choices for this call alone.

        Returns:
            The items, one at a time while they come; leave its ``with`` to end it before. Nothing is sent
            before.
        """
        return self._stream(CHAT, body={"question": question}, options=options)

    def export_entries(self, *, options: Options | None = None) -> Stream[Entry]:
        """GET /entries.

        ``GET /entries``

        Args:
            options: Choices for this call alone.

        Returns:
            The items, one at a time while they come; leave its ``with`` to end it before. Nothing is sent
            before.

        Raises:
            NotFound: None (404).
        """
        return self._stream(EXPORT_ENTRIES, options=options)

    def export_numbers(self, *, options: Options | None = None) -> Stream[ExportNumbersResponseItem]:
        """GET /numbers.

        ``GET /numbers``

        Args:
            options: Choices for this call alone.

        Returns:
            The items, one at a time while they come; leave its ``with`` to end it before. Nothing is sent
            before.
        """
        return self._stream(EXPORT_NUMBERS, options=options)

    def read_either(self, *, options: Options | None = None) -> Entry | str:
        """GET /either.

        ``GET /either``

        Args:
            options: Choices for this call alone.

        Returns:
            All at once, or piece by piece.
        """
        return self._call(READ_EITHER, options=options)


class AsyncFeedResource(AsyncResource):
    """The asynchronous twin of :class:`FeedResource`."""

    def watch_changes(self, *, options: Options | None = None) -> AsyncStream[ServerSentEvent[Entry | Gone]]:
        """GET /events.

        See :meth:`FeedResource.watch_changes`.
        """
        return self._stream(WATCH_CHANGES, options=options)

    def watch_notes(self, *, options: Options | None = None) -> AsyncStream[ServerSentEvent[str]]:
        """GET /notes.

        See :meth:`FeedResource.watch_notes`.
        """
        return self._stream(WATCH_NOTES, options=options)

    def chat(self, *, question: str, options: Options | None = None) -> AsyncStream[ServerSentEvent[Entry]]:
        """POST /chat.

        See :meth:`FeedResource.chat`.
        """
        return self._stream(CHAT, body={"question": question}, options=options)

    def export_entries(self, *, options: Options | None = None) -> AsyncStream[Entry]:
        """GET /entries.

        See :meth:`FeedResource.export_entries`.
        """
        return self._stream(EXPORT_ENTRIES, options=options)

    def export_numbers(self, *, options: Options | None = None) -> AsyncStream[ExportNumbersResponseItem]:
        """GET /numbers.

        See :meth:`FeedResource.export_numbers`.
        """
        return self._stream(EXPORT_NUMBERS, options=options)

    async def read_either(self, *, options: Options | None = None) -> Entry | str:
        """GET /either.

        See :meth:`FeedResource.read_either`.
        """
        return await self._call(READ_EITHER, options=options)
