"""Runs the Python examples of a client's README as they stand; only the address they speak to is another one.

Started inside an environment that holds the client and what it needs: ``readme_runner.py README PACKAGE CLIENT URL``.
A block that makes no client of its own continues ``client = CLIENT()``, as the README says.
"""

from __future__ import annotations

import ast
import asyncio
import functools
import importlib
import inspect
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run(text: str, package: ModuleType, name: str) -> str:
    """Run one block in a namespace of its own; return what came of it: ``done`` or ``not found``.

    Examples name records that the mock does not have: that it says so is an answer, and the only error that is one.
    """
    code = compile(text, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    is_async = bool(code.co_flags & inspect.CO_COROUTINE)
    client: Any = getattr(package, f"Async{name}" if is_async else name)()
    names: dict[str, Any] = {"__name__": "__main__", "client": client}
    try:
        result = eval(code, names)  # noqa: S307 -- an example of ours
        if is_async:
            asyncio.run(result)
    except package.NotFound:
        return "not found"
    finally:
        if not is_async:
            client.close()
    return "done"


def main(readme: str, package_name: str, name: str, address: str) -> None:
    """Run every block and print what came of each."""
    package = importlib.import_module(package_name)
    for client in (name, f"Async{name}"):
        setattr(package, client, functools.partial(getattr(package, client), base_url=address))
    blocks = FENCE.findall(Path(readme).read_text(encoding="utf-8"))
    came = [run(block, package, name) for block in blocks]
    sys.stdout.write(f"\nexamples: {' '.join(outcome.replace(' ', '-') for outcome in came)}\n")
    strangers = sorted({module.partition(".")[0] for module in sys.modules} & {"truespec", "yaml", "jsonschema_rs"})
    sys.stdout.write(f"strangers: {' '.join(strangers)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
