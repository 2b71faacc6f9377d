"""Which server an operation is sent to, where no ``base_url`` says otherwise."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from truespec.contract.api import Api
from truespec.contract.operation import Operation

__all__ = ["base_url_is_needed", "own_server", "usual_server"]


def usual_server(api: Api) -> str:
    """Return the first server of the whole API if it is absolute, empty otherwise."""
    url = api.servers[0].url if api.servers else ""
    return url if url.startswith(("https://", "http://")) else ""


def own_server(operation: Operation, api: Api) -> str:
    """Return where an operation is sent in place of the usual server, empty where it is not.

    A relative address is one on the usual server, which is as near as can be to where the document comes from.
    """
    if not operation.servers or base_url_is_needed(api):
        return ""
    url = _resolved(operation, api)
    return url if url != usual_server(api).rstrip("/") else ""


def base_url_is_needed(api: Api) -> bool:
    """Say whether there are operations that no server in the document is for."""
    return not usual_server(api) and not all(operation.servers for operation in api.operations)


def _resolved(operation: Operation, api: Api) -> str:
    """Return the first server of an operation without a slash at its end; empty where none can be sent to."""
    usual = usual_server(api)
    written = operation.servers[0] if operation.servers else ""
    try:
        url = urljoin(f"{usual.rstrip('/')}/", written) if usual else written
        parts = urlsplit(url)
        _ = parts.port  # raises where it is none
    except ValueError:
        return ""
    plain = parts.scheme in {"http", "https"} and bool(parts.hostname)
    odd = parts.query or parts.fragment or "@" in parts.netloc or "{" in url or " " in url
    return url.rstrip("/") if written and plain and not odd and url.isascii() and url.isprintable() else ""
