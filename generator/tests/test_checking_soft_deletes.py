"""A record that was deleted may be read where the words or its marks say so, and deleting nothing may be fine."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, GuestServer, guest_api, guest_target
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.contract.api import Api

STILL = "Answers a guest. A deleted guest is still answered."
TWICE = "Deletes a guest. A guest who is deleted already is answered with 204, too."


class SoftServer(GuestServer):
    """The guest list, where who was deleted is kept; ``gone`` answers 404, ``unmarked`` shows nothing of it."""

    def __init__(self, *faults: str) -> None:
        """Start with nobody deleted."""
        super().__init__(*faults)
        self.away = dict[str, dict[str, Any]]()

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        key = request.path.rpartition("/")[2]
        kept = self.guests.get(key)
        if request.method == "DELETE" and kept is None:
            self.seen.append(request)
            return Response(204 if "lenient" in self.faults else 404)
        answer = super().__call__(request)
        if request.method == "DELETE" and kept is not None and answer.success and "unkept" not in self.faults:
            self.away[key] = kept
        if request.method == "GET" and key in self.away and "gone" not in self.faults:
            shown = self._shown(self.away[key])
            shown |= {} if "unmarked" in self.faults else {"state": "deleted"}
            return Response(200, (("Content-Type", "application/json"),), json.dumps(shown).encode())
        return answer


def soft_api(folder: Path, *, read: str = "", delete: str = "", marked: bool = False, behaviour: bool = True) -> Api:
    """Return the guest list with these words of its operations, and with a word for who was deleted."""
    document: dict[str, Any] = deepcopy(OPENAPI)
    guest = document["paths"]["/guests/{id}"]
    guest["get"]["description"], guest["delete"]["description"] = read, delete
    guest["delete"]["responses"]["204"]["description"] = "It is done."
    if marked:
        state = {"type": "string", "enum": ["here", "deleted"]}
        document["components"]["schemas"]["Guest"]["properties"]["state"] = state
    return guest_api(folder, behaviour=behaviour, openapi=document)


def told(api: Api, *faults: str) -> list[str]:
    """Return the facts about deleting that such a server breaks."""
    verdict = check(api, guest_target(api, SoftServer(*faults)), parts=("rules",))
    names = [finding.fact.id for finding in verdict.broken]
    return [name for name in names if name.startswith("deleteGuest") or "removed" in name]


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({"read": STILL}, ("unmarked",)),
        ({"marked": True}, ()),
        ({"delete": "Marks a guest as deleted."}, ("unmarked",)),
    ],
)
def test_who_is_said_to_be_kept_may_be_read(tmp_path: Path, words: dict[str, Any], faults: tuple[str, ...]) -> None:
    assert not told(soft_api(tmp_path, **words), *faults)


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({}, ("unmarked",)),
        ({"marked": True}, ("unmarked",)),
        ({"marked": True, "delete": "Deletes a guest, who is gone afterwards."}, ()),
        ({"read": STILL}, ("gone",)),
        ({"delete": TWICE}, ("unkept",)),
    ],
)
def test_else_it_is_gone_and_what_is_said_is_done(
    tmp_path: Path, words: dict[str, Any], faults: tuple[str, ...]
) -> None:
    assert told(soft_api(tmp_path, **words), *faults)


@pytest.mark.parametrize("words", ["Deletes a guest. It is idempotent.", TWICE])
def test_deleting_nobody_is_fine_where_some_words_say_so(tmp_path: Path, words: str) -> None:
    assert "deleteGuest.consistent.unknown" not in told(
        soft_api(tmp_path, delete=words, behaviour=False), "gone", "lenient"
    )
    assert "deleteGuest.consistent.unknown" in told(soft_api(tmp_path, behaviour=False), "gone", "lenient")
