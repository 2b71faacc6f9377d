"""A discriminator's mapping names schemas that exist."""

import re
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]

_COMPONENT_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def check(survey: Survey, report: Report) -> None:
    """Warn of mapping values that are neither the name of a schema nor a reference that leads somewhere."""
    components = survey.document.root.get("components")
    schemas = components.get("schemas") if components else None
    names = {name for name, _ in schemas.items()} if schemas else set[str]()
    for schema in survey.of("schema"):
        discriminator = schema.get("discriminator")
        mapping = discriminator.get("mapping") if discriminator else None
        for _, value in mapping.items() if mapping else ():
            target = value.as_str()
            if target is not None and target not in names and not _leads_somewhere(survey, value, target):
                message = f"the mapping leads to no schema: '{target[:100]}'"
                advice = "write the name of a schema of components, or a reference to one"
                report.warning("discriminator-mapping", value.location, message, advice)


def _leads_somewhere(survey: Survey, value: Node, target: str) -> bool:
    if _COMPONENT_NAME.fullmatch(target) and not target.endswith((".yaml", ".yml", ".json")):
        return False
    reference = Node({"$ref": target}, value.source, value.tokens)
    return survey.document.step(reference, Report()) is not None
