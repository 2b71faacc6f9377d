"""What the machine a client runs on says about connections: proxies, and whom to trust."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

__all__ = ["proxy_for", "trusting"]


def proxy_for(url: str) -> str | None:
    """Return the URL of the proxy that the environment names for ``url``; None without one."""
    parts = urlsplit(url)
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(parts.hostname or ""):
        return None
    return found if "://" in found else f"http://{found}"


def trusting(authorities: str) -> ssl.SSLContext:
    """Return a context that trusts the CA certificates of a file or a directory, and no others."""
    if Path(authorities).is_dir():
        return ssl.create_default_context(capath=authorities)
    return ssl.create_default_context(cafile=authorities)
