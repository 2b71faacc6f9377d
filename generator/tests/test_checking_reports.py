"""What a run is told as: each report is written from events, names facts and places, and is what its readers expect."""

from __future__ import annotations

import html.parser
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from checked_server import GuestServer, guest_api, guest_target
from truespec.checking.coverable import COVERED_KINDS
from truespec.checking.reports.files import REPORTS, ReportFile
from truespec.checking.reports.github import github
from truespec.checking.reports.html import html as page
from truespec.checking.reports.recording import Recording
from truespec.checking.reports.sarif import sarif
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Location, Report
from truespec.interpretation.load import load_api

HOSTILE = "\"]]>'</style><script>alert(1)</script><img src=//x onerror=a>\x1b[31m\x00\ud800%0A::error::,:\n&"


def hostile() -> Verdict:
    fact = Fact(HOSTILE, HOSTILE, Location(f"spec {HOSTILE}.yaml", 3, 4), HOSTILE, "body")
    assumed = Fact("a.c", HOSTILE, Location("spec.yaml", 5, 1), "op", "body", HOSTILE)
    finding = Finding(fact, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 2, HOSTILE)
    open_ = NotChecked(Fact("a.d", HOSTILE, Location(HOSTILE), "op", "rule"), HOSTILE)
    return Verdict(HOSTILE, HOSTILE, "quick", (fact,), (finding,), (Finding(assumed, HOSTILE),), (open_,), lost=HOSTILE)


def run(folder: Path, *faults: str) -> tuple[Verdict, Path]:
    """Check the guest list and write every report."""
    api, out = guest_api(folder), folder / "reports"
    listeners = [ReportFile(kind, out) for kind in REPORTS]
    return check(api, guest_target(api, GuestServer(*faults)), listeners=listeners, tag="test"), out


def test_every_finding_names_the_fact_the_place_and_how_to_see_it_again(tmp_path: Path) -> None:
    verdict, out = run(tmp_path, "name-number", "dedupe-off", "key-ignored")
    assert verdict.broken
    texts = {kind: (out / name).read_text() for kind, (name, _) in REPORTS.items()}
    for finding in verdict.broken:
        assert finding.fact.location.line > 0
        assert "curl -i" in finding.reproduction
        for kind, text in texts.items():
            assert finding.fact.id in text, kind
    calls = [finding.client_code for finding in verdict.broken if finding.client_code]
    assert any("guests.get(" in call for call in calls)
    for call in calls:
        compile(call, "reproduction", "exec")
    assert set() == {path.name for path in out.iterdir()} - {name for name, _ in REPORTS.values()}


def test_a_call_is_left_out_where_the_client_would_not_send_the_request(tmp_path: Path) -> None:
    verdict, _ = run(tmp_path, "key-ignored")
    needs = next(finding for finding in verdict.broken if finding.fact.id == "createGuest.needs.key")
    assert "" == needs.client_code or "X-Key" not in needs.reproduction


def test_what_was_exercised_is_counted_and_listed(tmp_path: Path) -> None:
    _, out = run(tmp_path)
    told = json.loads((out / "verdict.json").read_text())["coverage"]
    assert list(COVERED_KINDS) == list(told)
    counts = {kind: (len(both["exercised"]), len(both["not_exercised"])) for kind, both in told.items()}
    assert {"operations": (5, 0), "parameters": (5, 0), "request fields": (8, 0), "rules": (14, 0)} == {
        kind: counts[kind] for kind in ("operations", "parameters", "request fields", "rules")
    }
    assert {"createGuest.201", "listGuests.200"} <= {item["id"] for item in told["statuses"]["exercised"]}
    assert "listGuests.200.items[].email" in {item["id"] for item in told["response fields"]["exercised"]}
    assert "listGuests.request.limit.maximum" in {item["id"] for item in told["constraints"]["exercised"]}


def test_what_a_run_does_not_reach_is_not_exercised(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = check(api, guest_target(api, GuestServer()), budget=0.0)
    for kind in COVERED_KINDS:
        exercised, missed = verdict.covered(kind)
        assert ((), True) == (exercised, bool(missed)), kind


# What of the format is used here, as its schema has it: no other members, these types, these words.
_TEXT: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
    "additionalProperties": False,
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_PLACE = closed(
    ["physicalLocation"],
    physicalLocation=closed(
        ["artifactLocation"],
        artifactLocation=closed([], uri={"type": "string", "format": "uri-reference"}),
        region=closed([], startLine={"type": "integer", "minimum": 1}, startColumn={"type": "integer", "minimum": 1}),
    ),
)
_SARIF = closed(
    ["version", "runs"],
    **{
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": closed(
                ["tool"],
                tool=closed(
                    ["driver"],
                    driver=closed(
                        ["name"],
                        name={"type": "string"},
                        version={"type": "string"},
                        rules={
                            "type": "array",
                            "uniqueItems": True,
                            "items": closed(
                                ["id"],
                                id={"type": "string"},
                                shortDescription=_TEXT,
                                fullDescription=_TEXT,
                                properties={"type": "object"},
                            ),
                        },
                    ),
                ),
                invocations={
                    "type": "array",
                    "items": closed(
                        ["executionSuccessful"],
                        executionSuccessful={"type": "boolean"},
                        exitCode={"type": "integer"},
                        toolExecutionNotifications={
                            "type": "array",
                            "items": closed(["message"], message=_TEXT, level=_LEVEL),
                        },
                    ),
                },
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                results={
                    "type": "array",
                    "items": closed(
                        ["message"],
                        ruleId={"type": "string"},
                        ruleIndex={"type": "integer", "minimum": -1},
                        kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
                        level=_LEVEL,
                        message=_TEXT,
                        locations={"type": "array", "items": _PLACE},
                        partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
                        occurrenceCount={"type": "integer", "minimum": 1},
                        properties={"type": "object"},
                    ),
                },
                properties={"type": "object"},
            ),
        },
    },
)


@pytest.mark.parametrize("strict", [False, True])
def test_a_sarif_log_has_the_form_of_the_format(tmp_path: Path, *, strict: bool) -> None:
    found, _ = run(tmp_path, "name-number", "visits-text")
    validator = jsonschema_rs.Draft202012Validator(_SARIF, validate_formats=True)
    for verdict in (found, hostile()):
        log: dict[str, Any] = json.loads(json.dumps(sarif(verdict, strict=strict)))
        assert [] == [str(error) for error in validator.iter_errors(log)]
        (single,) = log["runs"]
        rules = [rule["id"] for rule in single["tool"]["driver"]["rules"]]
        assert [result["ruleId"] for result in single["results"]] == [
            rules[result["ruleIndex"]] for result in single["results"]
        ]
        levels = [result["level"] for result in single["results"]]
        assert levels.count("error") == len(verdict.broken) + (len(verdict.differs) if strict else 0)
        assert {"level", "none"} >= {result["level"] for result in single["results"] if result["kind"] == "open"}
        (invocation,) = single["invocations"]
        assert verdict.exit_code(strict=strict) == invocation["exitCode"]
        assert invocation["executionSuccessful"] == (not verdict.lost)


def test_an_annotation_is_one_line_that_begins_no_other_command() -> None:
    lines = list(github(hostile()))
    assert 3 == len(lines)
    assert all(line.isprintable() and "\n" not in line for line in lines)
    assert ["::error file=spec", "::warning file=spec.yaml", "::error title=the run"] == [
        re.match(r"::\w+ \w+=[\w.]+(?: run)?", line)[0]  # type: ignore[index]  # it matches, or the test fails
        for line in lines
    ]
    assert ",line=3,col=4,title=broken%3A " in lines[0]
    assert ["::error"] == [line.split(" ")[0] for line in github(hostile(), strict=True)][1:2]


class Tags(html.parser.HTMLParser):
    """Keeps the elements of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one."""
        self.found.append((tag, dict(attrs)))


def test_a_page_escapes_everything_and_asks_for_nothing() -> None:
    text = page(Recording(seconds={HOSTILE: [0.1, 0.2]}, phases=[("examples", 2)]), hostile())
    tags = Tags()
    tags.feed(text)
    assert set() == {name for name, _ in tags.found} & {
        "script",
        "img",
        "link",
        "iframe",
        "form",
        "base",
        "object",
    }
    attributes = {key for _, given in tags.found for key in given}
    assert set() == {key for key in attributes if key.startswith("on") or key in {"style", "src", "xlink:href"}}
    assert {"#"} == {str(given["href"])[0] for _, given in tags.found if "href" in given}
    policies = [given["content"] for _, given in tags.found if given.get("http-equiv") == "Content-Security-Policy"]
    assert ["default-src 'none'; style-src 'sha256-"] == [str(policy)[:38] for policy in policies]
    assert "unsafe" not in str(policies)
    assert "\x1b" not in text
    assert "\x00" not in text
    text.encode("utf-8")


def test_a_page_says_everything_in_words(tmp_path: Path) -> None:
    verdict, out = run(tmp_path, "name-number", "visits-text")
    text = (out / "report.html").read_text()
    assert "✗ It does not hold" in text
    assert len(verdict.broken) == text.count('<span class="word broken">✗ broken</span>')
    assert len(verdict.differs) == text.count('<span class="word differs">≠ differs</span>')
    assert re.search(r"getGuest: \d+ hold, \d+ broken", text)
    assert re.search(r"operations: 5 exercised", text)
    assert re.search(r"getGuest: median [\d.]+ ms, 95 % within [\d.]+ ms, slowest [\d.]+ ms", text)
    assert "0 ms" not in re.findall(r"median ([\d.]+ ms)", text)


def test_a_junit_file_lists_what_was_not_exercised(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    check(api, guest_target(api, GuestServer()), listeners=[ReportFile("junit", tmp_path)], budget=0.0)
    suite = ET.parse(tmp_path / "junit.xml").getroot().find("testsuite[@name='coverage']")  # noqa: S314 - our own file
    assert suite is not None
    told = {item.get("name"): item.get("value") for item in suite.iter("property")}
    assert "0 of 5" == told["exercised operations"]
    assert "createGuest.dedupe" in str(suite.findtext("system-out"))


@pytest.mark.parametrize("name", ["collins", "resdiary"])
def test_reproductions_of_the_catalogue_are_programs_of_its_clients(name: str) -> None:
    api: Api | None = load_api(name, Report())
    assert api is not None
    status = next(operation.id for operation in api.operations)
    verdict = check(api, mock_target(api, [f"status:{status}=299"]), parts=("rules",))
    calls = [finding.client_code for finding in verdict.broken if finding.client_code]
    assert calls
    assert all(call.startswith(f"from {api.names.package} import {api.names.client}\nwith ") for call in calls)
    for call in calls:
        compile(call, "reproduction", "exec")
