"""Defaults and examples keep to the schema they stand for."""

from collections.abc import Iterator

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey
from truespec.specification.validity import Validity

__all__ = ["check_defaults", "check_examples"]


def check_defaults(survey: Survey, report: Report) -> None:
    """Warn of defaults that their own schema refuses."""
    validity = Validity(survey)
    for schema in survey.of("schema"):
        if schema.reference is None and (default := schema.get("default")) is not None:
            _check_value(validity, schema, default, "default", report)


def check_examples(survey: Survey, report: Report) -> None:
    """Warn of examples that are not examples of the schema they stand beside or in."""
    validity = Validity(survey)
    for schema in survey.of("schema"):
        for example in _in_schema(schema):
            _check_value(validity, schema, example, "example", report)
    for kind in ("parameter", "header", "media-type"):
        for owner in survey.targets(kind):
            schema = owner.get("schema")
            if schema is None or (kind == "media-type" and "json" not in owner.name.lower()):
                continue
            for example in _beside_schema(survey, owner):
                _check_value(validity, schema, example, "example", report)


def _in_schema(schema: Node) -> Iterator[Node]:
    if schema.reference is not None and len(schema.value) == 1:
        return
    if (example := schema.get("example")) is not None:
        yield example
    if (examples := schema.get("examples")) is not None:
        yield from examples.elements()


def _beside_schema(survey: Survey, owner: Node) -> Iterator[Node]:
    if (example := owner.get("example")) is not None:
        yield example
    examples = owner.get("examples")
    for _, written in examples.items() if examples else ():
        meant = survey.resolve(written)
        value = (meant.get("value") or meant.get("dataValue")) if meant else None
        if value is not None:
            yield value


def _check_value(validity: Validity, schema: Node, value: Node, word: str, report: Report) -> None:
    if (complaint := validity.complaint(schema, value.value)) is None:
        return
    location = value.location_of(*complaint.tokens)
    message = f"the {word} does not keep to its schema: {complaint.message}"
    report.warning(f"{word}-invalid", location, message, f"correct the {word} or the schema")
