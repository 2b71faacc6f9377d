"""Defaults and examples keep to the schema they stand for."""

from collections.abc import Iterator
from typing import Any, Final

from truespec.diagnostics import Report
from truespec.specification.effort import Effort
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.survey import Survey
from truespec.specification.validity import Validity

__all__ = ["check_defaults", "check_examples"]

_ASKING_NOTHING: Final = frozenset({
    "default", "deprecated", "description", "enum", "example", "examples", "externalDocs", "format", "nullable",
    "readOnly", "title", "type", "writeOnly",
})  # fmt: skip
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "boolean": (bool,), "integer": (int,), "number": (int, float), "string": (str,),
}  # fmt: skip


def check_defaults(survey: Survey, report: Report) -> None:
    """Warn of defaults that their own schema refuses."""
    judge = _Judge(survey, report, "default")
    for schema in survey.of("schema"):
        if schema.reference is None and (default := schema.get("default")) is not None:
            judge.check(schema, default)


def check_examples(survey: Survey, report: Report) -> None:
    """Warn of examples that are not examples of the schema they stand beside or in."""
    judge = _Judge(survey, report, "example")
    for schema in survey.of("schema"):
        for example in _in_schema(schema):
            judge.check(schema, example)
    for kind in ("parameter", "header", "media-type"):
        for owner in survey.targets(kind):
            schema_beside = owner.get("schema")
            if schema_beside is None or (kind == "media-type" and "json" not in owner.name.lower()):
                continue
            for beside in _beside_schema(survey, owner):
                judge.check(schema_beside, beside)


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
        value = _value_of(meant) if meant else None
        if value is not None:
            yield value


def _value_of(example: Node) -> Node | None:
    value = example.get("value")
    return example.get("dataValue") if value is None else value


class _Judge:
    """Holds values against schemas, unless that would take longer than anyone waits."""

    def __init__(self, survey: Survey, report: Report, word: str) -> None:
        self._validity = Validity(survey)
        self._effort = Effort(survey)
        self._root = survey.document.root
        self._report = report
        self._word = word

    def check(self, schema: Node, value: Node) -> None:
        """Warn when ``value`` does not keep to ``schema``."""
        if _plainly_fits(schema.value, value.value):
            return
        if self._validity.is_exhausted:
            self._give_up()
        elif not self._effort.is_bearable(schema, value.value):
            message = f"the {self._word} is not checked: its schema nests too many alternatives to try them all"
            self._report.note(f"{self._word}-unchecked", value.location, message, "use fewer levels of alternatives")
        elif complaint := self._validity.complaint(schema, value.value):
            location = value.location_of(*complaint.tokens)
            message = f"the {self._word} does not keep to its schema: {complaint.message}"
            advice = f"correct the {self._word} or the schema"
            self._report.warning(f"{self._word}-invalid", location, message, advice)

    def _give_up(self) -> None:
        location = self._root.location
        message = f"not every {self._word} is checked: the schemas reach one another in too many ways"
        self._report.note(f"{self._word}-unchecked", location, message, "split the document")


def _plainly_fits(schema: Any, value: Any) -> bool:
    """Whether a schema that asks for nothing but a type and an enumeration has the value: true of most defaults."""
    if not is_mapping(schema) or not all(key in _ASKING_NOTHING or key.startswith("x-") for key in schema):
        return False
    kind = schema.get("type")
    if not isinstance(kind, str) or type(value) not in _TYPES.get(kind, ()):
        return False
    values = schema.get("enum", [value])
    return is_sequence(values) and any(type(one) is type(value) and one == value for one in values)
