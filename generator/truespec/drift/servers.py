"""The addresses that a page names for the server, against those it named before and those of the spec."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.diagnostics import Location
from truespec.documentation.facts.capture import Capture
from truespec.documentation.facts.surface import Grade
from truespec.drift.change import Change, Edit, Kind, Weight

__all__ = ["server_location", "servers_differ", "servers_moved"]

_VARIABLE = re.compile(r"\{[^{}]*\}")


def servers_moved(before: Capture, now: Capture) -> Iterator[Change]:
    """Yield the change of the servers; pages other than a vendor's document show one of several, so any may stay."""
    whole = now.page.grade is Grade.A
    shown = {url for url, line in before.servers.items() if line or whole}  # others are those of an older capture
    if not now.servers or not before.servers or shown == set(now.servers):
        return
    alike = shown and (before.page.grade is Grade.A) is whole
    kept = bool(alike) and shown <= set(now.servers)
    if not alike and set(before.servers) & set(now.servers):
        return
    was, is_ = tuple(sorted(shown or before.servers)), tuple(sorted(now.servers))
    weight = Weight.INFO if kept else Weight.ERROR
    line = min((line for url, line in now.servers.items() if url not in was), default=0)
    yield Change(Kind.CHANGED, weight, "", "", "server", was, is_, line=line, breaking=not kept)


def servers_differ(page: Capture, api: Api, name: str) -> Iterator[Change]:
    """Yield where the spec has none of the servers of a page; addresses that differ by a base path are one."""
    ours = [url for server in api.servers for url in (server.url, *server.variants) if "://" in url]
    if not ours or not page.servers or any(_is_one(theirs, url) for theirs in page.servers for url in ours):
        return
    where = server_location(api)
    url, line = next(iter(page.servers.items()))
    edit = Edit(Location(where.file), ("servers",), "", {"url": url}, caution="the old server may go on")
    yield Change(
        Kind.SPEC_CONTRADICTS,
        Weight.ERROR,
        "",
        "",
        "server",
        tuple(ours),
        tuple(page.servers),
        line=line,
        page=name,
        location=where,
        spec="says otherwise",
        edits=(edit,),
    )


def server_location(api: Api) -> Location:
    """Return where the spec names its first server; its beginning where it names none."""
    return api.servers[0].location if api.servers else api.location


def _is_one(one: str, other: str) -> bool:
    """Whether two addresses may be those of one server: a variable stands for anything, a path may go on."""
    short, long = sorted((one.rstrip("/").lower(), other.rstrip("/").lower()), key=len)
    if "{" in short + long:
        pattern, text = (short, long) if "{" in short else (long, short)
        parts = [re.escape(part) for part in _VARIABLE.split(pattern)]
        return re.match("[^/]+".join(parts), text) is not None or "{" in text
    return long == short or long.startswith(f"{short}/")
