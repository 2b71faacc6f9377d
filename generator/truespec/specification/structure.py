"""Checks every object of a document against the official schema of its kind, and says what is wrong in plain words."""

import difflib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import jsonschema_rs

from truespec.diagnostics import Report
from truespec.specification.anatomy import METHODS, Holds, shape_of
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.positions import Token
from truespec.specification.schemas import fields_of, shallow_schema
from truespec.specification.survey import Survey
from truespec.specification.wording import Complaint, describe

__all__ = ["check_structure"]

_LEAF_DEPTH: Final = 8
_MOST_SUGGESTIONS: Final = 500


def check_structure(survey: Survey, report: Report) -> None:
    """Report each object that has not the shape its kind asks for: one diagnostic a mistake, at its place."""
    version = str(survey.document.version)
    for node, kind in survey.kinds.items():
        if node.reference is not None and kind != "path-item" and (version == "3.0" or kind != "schema"):
            continue
        skeleton = _skeleton(kind, node.value)
        if kind == "path-item":
            skeleton.pop("$ref", None)
        validator = _validator(version, kind)
        if not validator.is_valid(skeleton):
            _explain(kind, node, list(validator.iter_errors(skeleton)), version, report)


@cache
def _validator(version: str, kind: str) -> jsonschema_rs.Validator:
    schema = shallow_schema(version, kind)
    if version == "3.0":
        return jsonschema_rs.Draft4Validator(schema, validate_formats=False, offline=True)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=False, offline=True)


def _skeleton(kind: str, value: Any) -> Any:
    """Copy an object without what is inside it: other objects become empty ones, examples and extensions null.

    The copy keeps a validator from going through everything below an object once for each level above it.
    """
    if not is_mapping(value):
        return value
    return {field: _field(kind, field, inner) for field, inner in value.items()}


def _field(kind: str, field: str, value: Any) -> Any:
    if not (is_mapping(value) or is_sequence(value)):
        return value if isinstance(value, str | bool) or value is None else _number(value)
    shape = shape_of(kind, field)
    if shape is None:
        return _leaf(value, _LEAF_DEPTH)
    if shape.holds is Holds.LIST and is_sequence(value):
        return [_leaf(inner, 0) for inner in value]
    if shape.holds is Holds.MAPPING and is_mapping(value):
        return {key: _leaf(inner, 0) for key, inner in value.items()}
    return _leaf(value, 0)


def _leaf(value: Any, depth: int) -> Any:
    """Copy a plain value down to ``depth``, below which collections are shown empty."""
    if is_mapping(value):
        return {key: _leaf(inner, depth - 1) for key, inner in value.items()} if depth else {}
    if is_sequence(value):
        return [_leaf(inner, depth - 1) for inner in value] if depth else []
    return _number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _number(value: float) -> float:
    """Return a number that the validator can hold: of very long ones only the sign matters here."""
    return value if abs(value) < 2**63 else (2**62 if value > 0 else -(2**62))


def _explain(kind: str, node: Node, errors: list[jsonschema_rs.ValidationError], version: str, report: Report) -> None:
    complaints = [complaint for error in errors for complaint in describe(error)]
    known = fields_of(version, kind)
    complaints = list(_without_echoes(complaints, known))
    places: set[tuple[Token, ...]] = set()
    for complaint in complaints:
        place = (*complaint.tokens, complaint.missing)
        if place in places:
            continue
        places.add(place)
        location = node.source.locate((*node.tokens, *complaint.tokens), key=complaint.at_key)
        advice = complaint.advice
        if complaint.unknown and len(places) <= _MOST_SUGGESTIONS:
            near = difflib.get_close_matches(complaint.unknown, known, n=1)
            advice = f"write `{near[0]}`, or remove it" if near else advice
        if complaint.unknown and kind == "path-item" and _is_operation(node, complaint.unknown):
            message = f"'{complaint.unknown[:60]}' is no method of HTTP that OpenAPI knows, but holds an operation"
            report.error("method-unknown", location, message, "correct the method")
        elif complaint.unknown and kind == "schema":
            report.warning("keyword-unknown", location, f"{complaint.message} and means nothing", advice)
        elif not complaint.is_slip:
            report.error("field-implausible", location, complaint.message, advice)
        else:
            report.error(complaint.id, location, complaint.message, advice)


def _is_operation(path_item: Node, field: str) -> bool:
    """Whether a field that no path item has would be an operation under the name of a method."""
    value = path_item.get(field)
    looks_like_one = value is not None and (value.get("responses") is not None or value.get("operationId") is not None)
    return looks_like_one and field.lower() not in METHODS


def _without_echoes(complaints: list[Complaint], known: frozenset[str]) -> Iterator[Complaint]:
    """Leave out what only follows from another complaint about the same object.

    A known field is "unknown" when the part of the schema that knows it failed; a missing field may be there, misspelt.
    """
    unknown = [complaint.unknown for complaint in complaints if complaint.unknown and complaint.unknown not in known]
    only_echoes = all(complaint.unknown for complaint in complaints)
    for complaint in complaints:
        if complaint.unknown and complaint.unknown in known and not only_echoes:
            continue
        if complaint.missing and difflib.get_close_matches(complaint.missing, unknown):
            continue
        if complaint.missing == "default" and unknown:  # of Responses, whose status codes are patterns
            continue
        yield complaint
