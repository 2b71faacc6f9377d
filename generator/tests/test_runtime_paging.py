"""A list is read page by page, to its end and not beyond."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from guestbook import AsyncGuestbook, Guestbook
from truespec.runtime import (
    Answer,
    Arguments,
    BaseClient,
    Operation,
    Pager,
    PageRepeated,
    Paging,
    Parameter,
    ServerError,
)
from truespec.runtime.testing import Fake


def guests(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "size": 1} for name in names]


def scripted(*pages: Any) -> Fake:
    fake = Fake()
    for page in pages:
        fake.answer("guests.list", json=page)
    return fake


def numbers(fake: Fake) -> list[str]:
    return [parse_qs(urlsplit(sent.request.url).query)["page"][0] for sent in fake.requests]


def test_items_come_from_all_pages_up_to_the_total() -> None:
    fake = scripted({"guests": guests("a", "b"), "total": 4}, {"guests": guests("c", "d"), "total": 4})
    pager = Guestbook(transport=fake).guests.list(labels=["x", "y"])
    assert fake.requests == []
    assert [guest.id for guest in pager] == ["a", "b", "c", "d"]
    assert numbers(fake) == ["1", "2"]
    assert fake.requests[0].request.url.endswith("?labels=x,y&page=1")


def test_without_a_total_a_short_or_an_empty_page_is_the_last() -> None:
    fake = scripted({"guests": guests("a", "b")}, {"guests": guests("c")})
    assert len(list(Guestbook(transport=fake).guests.list())) == 3
    fake = scripted({"guests": guests("a", "b")}, {"guests": []})
    assert len(list(Guestbook(transport=fake).guests.list())) == 2


def test_a_walk_resumes_at_the_page_that_is_named() -> None:
    fake = scripted({"guests": guests("c", "d"), "total": 5}, {"guests": guests("e"), "total": 5})
    pages = list(Guestbook(transport=fake).guests.list(page=2).pages())
    assert [(page.number, len(page)) for page in pages] == [(2, 2), (3, 1)]
    assert (pages[0].total_items, pages[0].response.status) == (5, 200)


def test_no_more_pages_are_asked_for_than_the_items_need() -> None:
    fake = scripted({"guests": guests("a", "b"), "total": 9})
    assert [guest.id for guest in Guestbook(transport=fake).guests.list(max_items=1)] == ["a"]
    assert list(Guestbook(transport=fake).guests.list(max_items=0)) == []
    assert numbers(fake) == ["1"]


def test_the_first_page_can_be_had_alone() -> None:
    fake = scripted({"guests": guests("a", "b"), "total": 9})
    assert [guest.id for guest in Guestbook(transport=fake).guests.list().page] == ["a", "b"]
    assert len(fake.requests) == 1


def test_a_server_that_ignores_the_page_is_noticed() -> None:
    fake = scripted({"guests": guests("a", "b")})
    seen: list[str] = []
    with pytest.raises(PageRepeated) as caught:
        seen.extend(guest.id for guest in Guestbook(transport=fake).guests.list())
    assert (numbers(fake), caught.value.operation) == (["1", "2"], "guests.list")


def test_a_page_that_fails_ends_the_walk_after_those_before_it() -> None:
    fake = scripted({"guests": guests("a", "b")}).answer("guests.list", status=500)
    seen: list[str] = []
    with pytest.raises(ServerError):
        seen.extend(guest.id for guest in Guestbook(transport=fake).guests.list())
    assert seen == ["a", "b"]


def test_the_asynchronous_pager_walks_alike() -> None:
    async def run() -> None:
        fake = scripted({"guests": guests("a", "b"), "total": 3}, {"guests": guests("c"), "total": 3})
        client = AsyncGuestbook(transport=fake.asynchronous)
        assert [guest.id async for guest in client.guests.list()] == ["a", "b", "c"]
        assert [guest.id async for guest in client.guests.list(max_items=1)] == ["c"]
        assert len(await client.guests.list(page=1).page()) == 1
        assert numbers(fake) == ["1", "2", "1", "1"]

    asyncio.run(run())


def walk(paging: Paging, *answers: dict[str, Any], body: Any = None) -> tuple[list[Any], Fake]:
    fake = Fake()
    for answer in answers:
        fake.answer("x", **answer)
    operation: Operation[Any] = Operation(
        "x",
        "POST" if body is not None else "GET",
        "/x",
        answers=(Answer("200", "application/json", dict[str, Any] if paging.items else list[Any]),),
        parameters=(Parameter("pageNumber", "query"),),
        body="application/json" if body is not None else None,
        paging=paging,
    )
    pager: Pager[Any] = Pager(BaseClient("http://h", transport=fake).call, operation, Arguments(body=body))
    return list(pager), fake


def test_the_page_may_go_in_the_body_and_the_total_sit_deep_in_the_answer() -> None:
    paging = Paging("page", "limit", "body", items=("data", "items"), total_pages=("meta", "pages"))
    first = {"json": {"data": {"items": [1, 2]}, "meta": {"pages": 2}}}
    second = {"json": {"data": {"items": [3]}, "meta": {"pages": 2}}}
    items, fake = walk(paging, first, second, body={"limit": 2, "q": "x"})
    assert items == [1, 2, 3]
    assert [each.json for each in fake.requests] == [
        {"limit": 2, "q": "x", "page": 1},
        {"limit": 2, "q": "x", "page": 2},
    ]


def test_a_server_that_gives_smaller_pages_than_were_asked_for_is_read_to_its_end() -> None:
    fake = scripted(*({"guests": guests(name), "total": 3} for name in "abc"))
    assert [guest.id for guest in Guestbook(transport=fake).guests.list(limit=50)] == ["a", "b", "c"]


def test_the_number_of_a_page_may_be_a_text_on_the_wire() -> None:
    paging = Paging("page", location="body", as_text=True, items=("items",), total_pages=("pages",))
    items, fake = walk(paging, *({"json": {"items": [n], "pages": 2}} for n in (1, 2)), body={"page": 1})
    assert items == [1, 2]
    assert [each.json for each in fake.requests] == [{"page": "1"}, {"page": "2"}]


def test_the_totals_may_come_in_headers_and_the_answer_be_the_list() -> None:
    paging = Paging("pageNumber", first=0, total_pages_header="X-Pages", total_items_header="X-Total")
    headers = {"X-Pages": "2", "X-Total": "3"}
    items, fake = walk(paging, {"json": [1, 2], "headers": headers}, {"json": [3], "headers": headers})
    assert items == [1, 2, 3]
    assert [each.request.url for each in fake.requests] == ["http://h/x?pageNumber=0", "http://h/x?pageNumber=1"]
