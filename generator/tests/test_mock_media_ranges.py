"""Where a spec documents a range of media types, the mock sends one that is within it."""

from __future__ import annotations

from pathlib import Path

import pytest
from mock_apis import Caller, api_of
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.contract.api import Api
from truespec.mock.service import Service


def _api(folder: Path, *ranges: str) -> Api:
    content = {one: {"schema": {"type": "string", "format": "binary"}} for one in ranges}
    answer = {"200": {"description": "The file.", "content": content}}
    return api_of(folder, {"paths": {"/file": {"get": {"operationId": "file", "responses": answer}}}})


@pytest.mark.parametrize(
    ("ranges", "sent"),
    [
        (("audio/*", "video/*"), "audio/mpeg"),
        (("image/*",), "image/png"),
        (("text/*",), "text/plain"),
        (("model/*",), "model/x-sample"),
        (("application/*",), "application/octet-stream"),
        (("*/*",), "application/octet-stream"),
        (("application/pdf",), "application/pdf"),
    ],
)
def test_what_is_sent_is_within_the_range(tmp_path: Path, ranges: tuple[str, ...], sent: str) -> None:
    api = _api(tmp_path, *ranges)
    response = Caller(Service(api), {}).send("GET", "/file")
    assert (200, sent) == (response.status, response.header("content-type"))
    assert () == check(api, mock_target(api)).broken
