"""The letters of a record are in a list as they are in the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.lists import listed_alike
from twisted import Twisted, answering


def as_marks(text: str) -> str:
    """Put a mark in the place of each letter that is not in the smallest table of characters."""
    return text.encode("ascii", "replace").decode()


@pytest.mark.parametrize(
    ("change", "expected"), [(as_marks, ["listCustomers.consistent.shown"]), (str.upper, []), (str.strip, [])]
)
@pytest.mark.parametrize("name", ["lastName", "company"])
def test_letters_that_are_lost_in_a_list_are_told(name: str, change: Callable[[str], str], expected: list[str]) -> None:
    def changing(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        page: Any = response.json()
        if not request.path.endswith("/list") or not response.success or not isinstance(page, dict):
            return response
        items = [{**one, name: one[name] and change(one[name])} for one in page["items"]]
        return answering(response, {**page, "items": items})

    assert expected == told_by(listed_alike.FAMILY, changing, 2, "fullwhere")
