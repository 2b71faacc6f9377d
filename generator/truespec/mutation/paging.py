"""Mutants of lists that come in pages: pages that repeat, overlap or lose records, and counts that are wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from truespec.checking.facts import assumed_among
from truespec.contract.api import Api
from truespec.contract.behaviour import Paging, Place
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Schema
from truespec.mock.exchange import Request, Response
from truespec.mock.paging import read_cursor, written_cursor
from truespec.mock.places import declared
from truespec.mock.shapes import Shapes
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Equivalent, Kind, Mutant, Row, of_rule
from truespec.mutation.rewriting import with_schema
from truespec.mutation.twists import answered, asked, faulty, only, ruled, through
from truespec.mutation.wire import member_of, number_of, sent, with_count, with_member, with_sent

__all__ = ["paging_rows"]

_KIND: Kind = "paging"


def paging_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with the pages of every list."""
    shapes = Shapes(api)
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if action.paging is None or operation is None:
            continue
        if action.kind == "outside":
            yield Equivalent(f"{action.paging.id}/any", _KIND, "what the list holds is kept outside of the API")
            continue
        pages = _Pages(action.paging, operation)
        yield from _walking(pages)
        yield from _sizes(pages, shapes)
        yield from _counts(pages)
        yield Equivalent(
            f"{action.paging.id}/beyond",
            _KIND,
            "a walk to the end takes an empty page and a missing one alike: which of them is not documented",
        )


@dataclass(frozen=True, slots=True)
class _Pages:
    """One list in pages, and how its requests and answers are read."""

    rule: Paging
    operation: Operation

    def row(self, slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(self.rule, slug, _KIND, does, build, operation=self.operation.id, attributes=attributes)

    def number(self, request: Request) -> int:
        """Return the number of the page that is asked for; of other styles, how many records are before it."""
        if self.rule.style == "cursor":
            return read_cursor(sent(request, self.operation, self.rule.page))
        asked_for = number_of(sent(request, self.operation, self.rule.page))
        return self.rule.first if asked_for is None else asked_for

    def turned_to(self, request: Request, number: int) -> Request:
        """Return the request for another page."""
        if self.rule.style == "cursor":
            return with_sent(request, self.operation, self.rule.page, written_cursor(number))
        is_text = isinstance(sent(request, self.operation, self.rule.page), str) and self.rule.page.part == "body"
        return with_sent(request, self.operation, self.rule.page, str(number) if is_text else number)

    def items(self, response: Response) -> list[Json]:
        found = member_of(response, self.rule.items)
        return found if isinstance(found, list) else []

    def other_page(self, request: Request, step: int, ground: Ground) -> list[Json]:
        """Return what is on a page before or after the one that is asked for."""
        limit = None if self.rule.limit is None else number_of(sent(request, self.operation, self.rule.limit))
        apart = step if self.rule.style == "page" else step * (limit or len(self.items(ground.ask(request))))
        return self.items(ground.ask(self.turned_to(request, max(self.number(request) + apart, self.rule.first))))

    def with_items(self, change: Callable[[list[Json], Request, Ground], list[Json]]) -> Build:
        """Change what is on every page but the first."""

        def edit(response: Response, request: Request, ground: Ground) -> Response:
            items = self.items(response)
            if self.number(request) <= self.rule.first or not items:
                return response
            return with_member(response, self.rule.items, change(items, request, ground))

        return answered(self.operation, edit)


def _walking(pages: _Pages) -> Iterator[Row]:
    first = pages.rule.first
    here = f"{pages.operation.id}"
    if pages.rule.style != "page":
        yield from _leading(pages)
    elif assumed_among(pages.rule.assumptions, ("first",)) is None:
        yield pages.row("one-page-on", "the first page asked for is the second", ruled(pages.rule, first=first - 1))
    else:
        why = "from which number pages are counted is assumed, and a run finds it out"
        yield Equivalent(f"{pages.rule.id}/one-page-on", _KIND, why)
    if pages.rule.style == "page":
        back = ruled(pages.rule, first=first + 1)
        yield pages.row("one-page-back", "the second page asked for is the first again", back)
    yield pages.row("first-again", "every page is the first", only(here, faulty("page-ignored")))
    yield pages.row("second-twice", "the third page is the second again", only(here, faulty("page-duplicated:3")))
    yield pages.row("second-skipped", "the second page is the third", only(here, faulty("page-skipped:2")))
    yield pages.row(
        "overlap",
        "a page begins with the last record of the one before",
        pages.with_items(lambda items, request, ground: [*pages.other_page(request, -1, ground)[-1:], *items[:-1]]),
    )
    yield pages.row(
        "gap", "a page leaves out its first record", pages.with_items(lambda items, _request, _ground: items[1:])
    )
    yield pages.row(
        "last-lost",
        "the last page is empty",
        pages.with_items(lambda items, request, ground: items if pages.other_page(request, 1, ground) else []),
    )
    yield pages.row(
        "last-record-lost",
        "the last page lacks the last record",
        pages.with_items(lambda items, request, ground: items if pages.other_page(request, 1, ground) else items[:-1]),
    )


def _leading(pages: _Pages) -> Iterator[Row]:
    """Yield what can be wrong with where an answer leads, and with what it says of more."""
    for slug, place, does, value in (
        ("ends-early", pages.rule.following, "the first page leads nowhere", None),
        ("never-more", pages.rule.more, "no page says that more follows", False),
        ("always-more", pages.rule.more, "every page says that more follows", True),
    ):
        if place is not None:
            yield pages.row(slug, does, answered(pages.operation, _told(place, value)))


def _told(place: Place, value: Json) -> Callable[[Response, Request, Ground], Response]:
    def edit(response: Response, _request: Request, _ground: Ground) -> Response:
        told = member_of(response, place)
        if isinstance(told, Absent):
            return response
        # Where a link stands instead of a yes or no, another one or nothing does.
        linked = not isinstance(told, bool) and isinstance(value, bool)
        return with_member(response, place, ("?" if value else None) if linked else value)

    return edit


def _sizes(pages: _Pages, shapes: Shapes) -> Iterator[Row]:
    place = pages.rule.limit
    if place is None:
        return
    schema = declared(pages.operation, place, shapes)
    shape = None if schema is None else shapes(schema)
    most = None if shape is None else _bound(shape.constraints.get("maximum"))
    least = None if shape is None else _bound(shape.constraints.get("minimum"))

    def one_more(request: Request, _ground: Ground) -> Request:
        limit = number_of(sent(request, pages.operation, place))
        if limit is None or limit == most:
            return request
        return with_sent(request, pages.operation, place, limit + 1)

    yield pages.row("limit-ignored", "a list ignores its limit", only(pages.operation.id, faulty("limit-ignored")))
    yield pages.row("limit-one-more", "a page holds one record more than asked for", asked(pages.operation, one_more))
    for word, bound, step in (("maximum", most, -1), ("minimum", least, 1)):
        if schema is not None and bound is not None:
            build = only(pages.operation.id, _bounded(schema, word, bound + step))
            yield pages.row(f"{word}-refused", f"the documented {word} of a limit is refused", build)
    yield from _defaults(pages, schema, shapes)


def _bound(value: Json) -> int | None:
    return math.ceil(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _bounded(schema: Schema, word: str, bound: int) -> Build:
    return through(
        lambda api: with_schema(api, schema, lambda one: replace(one, constraints={**one.constraints, word: bound}))
    )


def _defaulted(schema: Schema, value: Json) -> Build:
    return through(lambda api: with_schema(api, schema, lambda one: replace(one, default=value)))


def _defaults(pages: _Pages, schema: Schema | None, shapes: Shapes) -> Iterator[Row]:
    size = None if schema is None else _bound(_plain(shapes(schema).default))
    if schema is not None and size is not None:
        build = only(pages.operation.id, _defaulted(schema, 2 * size))
        yield pages.row("default-doubled", "without a limit, a page holds twice as many", build)
    page = declared(pages.operation, pages.rule.page, shapes)
    told = None if page is None else _bound(_plain(shapes(page).default))
    if told is not None and told == pages.rule.first:

        def turned(request: Request, _ground: Ground) -> Request:
            asked_for = sent(request, pages.operation, pages.rule.page)
            return pages.turned_to(request, pages.rule.first + 1) if isinstance(asked_for, Absent) else request

        yield pages.row(
            "default-second", "without a number, the second page is answered", asked(pages.operation, turned)
        )


def _plain(value: Json | Absent) -> Json:
    return None if isinstance(value, Absent) else value


def _counts(pages: _Pages) -> Iterator[Row]:
    totals = pages.rule.totals
    own: tuple[tuple[str, Place | None, str, Callable[[_Seen], int]], ...] = (
        ("page_items", totals.page_items, "counts one record too many on a page", lambda seen: seen.count + 1),
        ("items", totals.items, "counts one record too many in all", lambda seen: seen.count + 1),
        ("items-of-page", totals.items, "counts the records of the page only", lambda seen: len(seen.items)),
        ("page_size", totals.page_size, "tells a size one too large", lambda seen: seen.count + 1),
        ("page_size-seen", totals.page_size, "tells the records on the page as its size", lambda seen: len(seen.items)),
        ("pages", totals.pages, "counts a page too many", lambda seen: seen.count + 1),
        ("pages-full", totals.pages, "does not count a last page that is not full", lambda seen: seen.count - 1),
        ("page", totals.page, "counts pages from another number", lambda seen: seen.count - 1),
        ("page-first", totals.page, "always tells the first page", lambda _seen: pages.rule.first),
    )
    for slug, place, does, count in own:
        if place is not None:
            yield pages.row(
                f"count-{slug}", does, _miscounted(pages, place, count), "totals", f"totals.{slug.partition('-')[0]}"
            )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a healthy answer tells: the number at a place, and the items."""

    count: int
    items: list[Json]


def _miscounted(pages: _Pages, place: Place, count: Callable[[_Seen], int]) -> Build:
    def edit(response: Response, _request: Request, _ground: Ground) -> Response:
        told: Any = number_of(member_of(response, place))
        return response if told is None else with_count(response, place, count(_Seen(told, pages.items(response))))

    return answered(pages.operation, edit)
