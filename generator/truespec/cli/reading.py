"""The options of every command that reads documents: how large they may be, and which hosts they may refer to."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Final

import typer

from truespec.specification.limits import DEFAULT, Limits

__all__ = ["reads_documents"]

_MOST_DEPTH: Final = 1_000
_MOST_DIGITS: Final = 100_000


def _limit(flag: str, metavar: str, words: str, most: int | None = None) -> Any:
    return Annotated[int, typer.Option(flag, metavar=metavar, min=1, max=most, help=words)]


_OPTIONS: Final[dict[str, tuple[Any, Any]]] = {
    "allow_remote_refs": (
        Annotated[
            list[str] | None,
            typer.Option(
                metavar="HOST", help="References may lead to this host, over https; may be given several times."
            ),
        ],
        None,
    ),
    "max_file_bytes": (_limit("--max-file-bytes", "N", "Bytes one file may have."), DEFAULT.file_bytes),
    "max_files": (_limit("--max-files", "N", "Files one document may reach."), DEFAULT.files),
    "max_nodes": (_limit("--max-nodes", "N", "Values one file may have, aliases expanded."), DEFAULT.nodes),
    "max_depth": (_limit("--max-depth", "N", "Levels values may be nested.", _MOST_DEPTH), DEFAULT.depth),
    "max_digits": (_limit("--max-digits", "N", "Digits of a whole number.", _MOST_DIGITS), DEFAULT.digits),
    "max_ref_hops": (_limit("--max-ref-hops", "N", "References in a row."), DEFAULT.reference_hops),
}


def reads_documents(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options; what they come to is passed to it as ``limits``."""

    @wraps(command)
    def run(*positional: Any, **given: Any) -> None:
        chosen = {name: given.pop(name) for name in _OPTIONS}
        command(*positional, **given, limits=_limits(chosen))

    signature = inspect.signature(command, eval_str=True)
    own = [parameter for name, parameter in signature.parameters.items() if name != "limits"]
    kind = inspect.Parameter.KEYWORD_ONLY
    added = [
        inspect.Parameter(name, kind, default=default, annotation=type_) for name, (type_, default) in _OPTIONS.items()
    ]
    parameters = [*own, *added]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # read by typer
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": None}
    return run


def _limits(chosen: dict[str, Any]) -> Limits:
    hosts: list[str] = chosen["allow_remote_refs"] or []
    for host in hosts:
        if not host or not host.isascii() or any(character in host for character in "/@?#\\* ,"):
            raise typer.BadParameter(
                "write a host alone, such as schemas.example.com", param_hint="--allow-remote-refs"
            )
    return Limits(
        file_bytes=chosen["max_file_bytes"],
        files=chosen["max_files"],
        nodes=chosen["max_nodes"],
        depth=chosen["max_depth"],
        digits=chosen["max_digits"],
        reference_hops=chosen["max_ref_hops"],
        remote_hosts=frozenset(hosts),
    )
