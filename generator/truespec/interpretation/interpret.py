"""The stairs: one document, with its behaviour, becomes one contract."""

from __future__ import annotations

from truespec.catalogue import ApiEntry
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import read_assumptions
from truespec.interpretation.bodies import BodyReader
from truespec.interpretation.events import EventReader
from truespec.interpretation.naming import client_names
from truespec.interpretation.operations import OperationReader
from truespec.interpretation.schemas import SchemaReader
from truespec.interpretation.security import read_needs, read_schemes
from truespec.interpretation.servers import read_servers
from truespec.interpretation.settings import check_settings
from truespec.specification.document import Document, Node

__all__ = ["interpret"]


def interpret(document: Document, behaviour: Node | None, entry: ApiEntry, report: Report) -> Api:
    """Return the meaning of ``document``; what does not fit goes into the report.

    The document should have passed lint; on one that has not, this still returns what could be read.
    """
    root = document.root
    info = root.get("info")
    title = entry.title or ("" if info is None else info.text("title") or "")
    schemas = SchemaReader(document, entry.schemas, report)
    schemas.read_components(used=True)
    bodies = BodyReader(document, schemas, report)
    schemes = read_schemes(document, entry.credentials, report)
    declared = {scheme.wire: scheme for scheme in schemes}
    reader = OperationReader(document, bodies, entry, report)
    operations = reader.read(read_needs(root, (), declared, report), declared)
    events = EventReader(document, bodies, report).read(reader.nodes)
    schemas.read_components(used=False)  # what nobody refers to gives way to what has names already
    api = Api(
        name=entry.name,
        title=title or entry.name,
        version="" if info is None else info.text("version") or "",
        names=client_names(entry, title),
        location=root.location,
        servers=read_servers(root),
        security_schemes=schemes,
        operations=operations,
        schemas=schemas.named,
        description="" if info is None else info.text("description") or "",
        assumptions=read_assumptions(root) + (() if info is None else read_assumptions(info)),
        events=events,
    )
    check_settings(entry, api, report)
    if behaviour is None:
        return api
    from truespec.interpretation.behaviour import read_behaviour  # noqa: PLC0415  # most documents have none

    return read_behaviour(behaviour, api, report)
