"""Where tags are declared, operations use those."""

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of tags that the document's list of tags lacks; without such a list every tag is free."""
    tags = survey.document.root.get("tags")
    if tags is None:
        return
    declared = {tag.text("name") for tag in tags.elements()}
    for operation in survey.targets("operation"):
        used = operation.get("tags")
        for tag in used.elements() if used else ():
            name = tag.as_str()
            if name is not None and name not in declared:
                message = f"the tag '{name[:60]}' is not declared"
                report.warning("tag-undeclared", tag.location, message, "add it to the tags of the document")
