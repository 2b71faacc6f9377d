"""Two statuses for what is refused, of which the words say which is for a body that is no JSON at all."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from truespec.checking.conformance import Judgement
from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.schema_check import Violation
from truespec.checking.strictness import in_body
from truespec.checking.verdict import Fact
from truespec.contract.operation import Answer, Operation

__all__ = ["not_told_apart"]

_INVALID: Final = ("400", "422")
_NO_JSON: Final = re.compile(
    r"\b(?:no|not|invalid|malformed|broken|unpars[ae]*ble)(?: an?)?(?: valid| well-formed)? JSON\b"
    r"|\bJSON\b[^.;,]*\b(?:is|was) (?:malformed|invalid|broken|not valid|not well-formed)\b"
    r"|\bJSON\b[^.;,]*\b(?:can ?not|could not|can't) be (?:parsed|read)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE: Final = re.compile(
    r"\s*(?:the )?(?:request(?:'s)? )?(?:body )?(?:is |was )?(?:no|not|malformed|invalid)(?: valid)? JSON\.?\s*",
    re.IGNORECASE,
)


def not_told_apart(exchange: Exchange, violations: Sequence[Violation]) -> Judgement | None:
    """Judge a refusal by the status that the words keep for its reason; ``None`` where they keep none, or it is that.

    A body may be read more kindly than JSON is written: only one that nobody can read is no JSON.
    """
    operation, status = exchange.operation, str(exchange.response.status)
    about = _about_json(operation)
    if about is None or status not in _INVALID:
        return None
    unreadable = {(one.path, one.keyword) for one in violations} == {("body", "json")} and _is_noise(exchange)
    if unreadable and status != about.status:
        states = f"{operation.label} refuses a body that is no JSON with {about.status}"
        return Judgement(_fact(operation, about, "json", states), f"it answered {status}")
    wrong = bool(violations) and all(in_body(one) and one.path and one.assumed is None for one in violations)
    if wrong and status == about.status and _NOTHING_ELSE.fullmatch(about.description):
        states = f"{operation.label} has {status} for a body that is no JSON, and another status for one that is wrong"
        return Judgement(_fact(operation, about, "wrong", states), f"it answered {status} to {violations[0].states}")
    return None


def _about_json(operation: Operation) -> Answer | None:
    """Return the one of both refusals whose words are about a body that is no JSON."""
    answers = [one for one in operation.answers if one.status in _INVALID]
    told = [one for one in answers if _NO_JSON.search(one.description)]
    return told[0] if len(answers) == len(_INVALID) and len(told) == 1 else None


def _is_noise(exchange: Exchange) -> bool:
    """Say whether a body is no JSON to anybody."""
    try:
        json.loads(exchange.request.body.decode())
    except UnicodeDecodeError:
        return False
    except ValueError:
        return bool(exchange.request.body.strip())
    return False


def _fact(operation: Operation, answer: Answer, part: str, states: str) -> Fact:
    why = assumed_among(answer.assumptions)
    return Fact(f"{operation.id}.refuses-apart.{part}", states, answer.location, operation.id, "refusal", why)
