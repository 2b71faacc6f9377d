"""A filter that is sent several values at once, of which any may fit, or all have to."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checked_server import BEHAVIOUR, OPENAPI
from mock_apis import written_api
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.filters import keeping
from truespec.checking.rules.ground.fitting import fits
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import mock_target
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.contract.selection import Filter
from truespec.diagnostics import Location

RECORD: Json = {"labels": ["late", "loud"]}


def rule(values: Any) -> Filter:
    place = Location("behaviour.yaml")
    return Filter("list.filters.label", "", place, members=(("labels",),), operator="equal", values=values)


@pytest.mark.parametrize(
    ("values", "sent", "fitting"),
    [
        ("one", "late", True),
        ("one", ["late"], True),
        ("one", ["early"], False),
        ("one", ["late", "early"], None),
        ("any", ["late", "early"], True),
        ("any", ["early", "cold"], False),
        ("all", ["late", "loud"], True),
        ("all", ["late"], True),
        ("all", ["late", "early"], False),
    ],
)
def test_a_record_fits_a_list_of_values_as_the_rule_says(values: str, sent: Json, *, fitting: bool | None) -> None:
    assert fits(RECORD, rule(values), sent) is fitting


def listing(folder: Path, values: str) -> Api:
    """Return the contract of a guest list whose guests have labels, by several of which they are found."""
    document, behaviour = deepcopy(OPENAPI), deepcopy(BEHAVIOUR)
    labels = {"type": "array", "items": {"type": "string"}}
    for name in ("Guest", "NewGuest"):
        document["components"]["schemas"][name]["properties"]["labels"] = labels
    document["paths"]["/guests"]["get"]["parameters"].append({"name": "label", "in": "query", "schema": labels})
    rule = {"members": ["labels"], "operator": "equal", "values": values, "states": "Guests with the labels."}
    behaviour["operations"]["listGuests"]["filters"] = {"query.label": rule}
    folder.mkdir()
    return written_api(folder / "guests.json", document, behaviour)


@pytest.mark.parametrize(("kept", "told"), [("all", []), ("any", ["listGuests.filters.query.label"])])
def test_a_list_of_what_has_any_label_is_told_where_all_are_asked_for(
    tmp_path: Path, kept: str, told: list[str]
) -> None:
    api, other = listing(tmp_path / "stated", "all"), listing(tmp_path / "kept", kept)
    target = mock_target(other)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    keeping.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert [finding.fact.id for finding in session.ledger.verdict("quick").broken] == told
