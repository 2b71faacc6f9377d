"""What a contract says and a client does not do: each occurrence is told, with its place."""

from __future__ import annotations

from typing import Final

from truespec.contract.api import Api
from truespec.contract.operation import Operation, stream_kind
from truespec.diagnostics import Report
from truespec.rendering.answers import asked_for, is_streamed
from truespec.rendering.bodies import offered
from truespec.rendering.servers import own_server

__all__ = ["note_leftovers"]

_ADVICE: Final = "nothing to do, unless you rely on it"


def note_leftovers(api: Api, report: Report) -> None:
    """Tell of servers that cannot be sent to, further media types of bodies, streams read whole, and certificates."""
    usual = tuple(server.url for server in api.servers[:1])
    for scheme in api.security_schemes:
        if scheme.kind == "mutual-tls":
            message = "a client certificate is no credential of the client"
            advice = "give a transport an SSL context that has it: HttpTransport(verify=context)"
            report.note("mutual-tls-not-rendered", scheme.location, message, advice)
    for operation in api.operations:
        if operation.servers and operation.servers[0] not in usual and not own_server(operation, api):
            message = "the operation has a server of its own; the client sends to its base_url all the same"
            advice = "give the call that address: options={'base_url': ...}"
            report.note("operation-server-not-rendered", operation.location, message, advice)
        if operation.body is not None:
            for media in (one for one in operation.body.content if one not in offered(operation.body)):
                message = f"the body is sent as {operation.body.content[0].name}, not in this form"
                report.note("media-type-not-rendered", media.location, message, _ADVICE)
        for answer in operation.answers:
            asked = asked_for(answer)
            for media in (one for one in answer.content if one not in asked):
                message = "what is answered in this form is asked for as JSON, whose schema it shares"
                report.note("answer-form-not-asked-for", media.location, message, _ADVICE)
        if operation.method != "HEAD" and not is_streamed(operation):
            _note_whole_streams(operation, report)


def _note_whole_streams(operation: Operation, report: Report) -> None:
    for answer in operation.answers:
        for media in answer.content if answer.success else ():
            if stream_kind(media.name) is not None:
                message = "this stream is read to its end, for the operation may answer something else as well"
                report.note("stream-read-whole", media.location, message, "declare it as an operation of its own")
