"""A mock of what declares entity tags tells one for each state of a record, and holds `If-Match` to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mock_apis import Caller
from test_checking_bounds import shed_api
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.mock.service import Service

TOOL = {"label": "a", "grams": 5, "boughtOn": "2024-05-17", "kind": "saw", "maker": {"name": "b"}}


def test_a_tag_is_of_one_state_and_a_change_asks_for_it(tmp_path: Path) -> None:
    service = Service(shed_api(tmp_path))
    made = Caller(service, {}).send("POST", "/tools", "", TOOL)
    path = f"/tools/{json.loads(made.body)['id']}"
    first = made.header("etag") or ""
    assert first == Caller(service, {}).send("GET", path, "").header("etag")

    def changed(match: str, label: str) -> tuple[int, Any]:
        headers = {"If-Match": match} if match else {}
        response = Caller(service, headers).send("PATCH", path, "", {"label": label})
        return response.status, json.loads(Caller(service, {}).send("GET", path, "").body)["label"]

    assert (412, "a") == changed('"another"', "b")
    assert (200, "b") == changed(first, "b")
    assert (412, "b") == changed(first, "c")
    assert (200, "c") == changed("*", "c")
    assert (200, "d") == changed("", "d")
    assert first != Caller(service, {}).send("GET", path, "").header("etag")


def test_the_checks_agree_with_the_mock_about_tags(tmp_path: Path) -> None:
    api = shed_api(tmp_path)
    verdict = check(api, mock_target(api), parts=("rules",))
    told = {"changeTool.consistent.etag", "changeTool.consistent.if-match", "changeTool.consistent.if-match.current"}
    assert told <= {fact.id for fact in verdict.holds}
