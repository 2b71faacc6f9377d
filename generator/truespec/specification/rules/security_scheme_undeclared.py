"""Every security requirement names a scheme that components declare."""

from truespec.diagnostics import Report
from truespec.specification.document import OpenApiVersion
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report names of schemes that are declared nowhere; from OpenAPI 3.2 on a name may be a URI."""
    root = survey.document.root
    components = root.get("components")
    schemes = components.get("securitySchemes") if components else None
    declared = {name for name, _ in schemes.items()} if schemes else set[str]()
    for owner in (root, *survey.targets("operation")):
        security = owner.get("security")
        for requirement in security.elements() if security else ():
            for name, scopes in requirement.items():
                if name in declared or (survey.document.version >= OpenApiVersion(3, 2) and "/" in name):
                    continue
                message = f"the security scheme '{name[:60]}' is not declared"
                advice = "declare it in components.securitySchemes, or correct the name"
                report.error("security-scheme-undeclared", scopes.key_location, message, advice)
