"""Runs the Python examples of a client's README as they stand; only the address they speak to is another one.

Started inside an environment that holds the client and what it needs: ``readme_runner.py README PACKAGE CLIENT URL``.
The blocks go on from one another, as the README says.
"""

from __future__ import annotations

import functools
import importlib
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run(text: str, package: ModuleType, names: dict[str, Any]) -> str:
    """Run one block after those before it; return what came of it: ``done`` or ``not found``.

    Examples name records that the mock does not have: that it says so is an answer, and the only error that is one.
    """
    try:
        exec(compile(text, "README.md", "exec"), names)  # noqa: S102 -- an example of ours
    except package.NotFound:
        return "not found"
    return "done"


def main(readme: str, package_name: str, name: str, address: str) -> None:
    """Run every block and print what came of each."""
    package = importlib.import_module(package_name)
    for client in (name, f"Async{name}"):
        setattr(package, client, functools.partial(getattr(package, client), base_url=address))
    blocks = FENCE.findall(Path(readme).read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    came = [run(block, package, names) for block in blocks]
    sys.stdout.write(f"\nexamples: {' '.join(outcome.replace(' ', '-') for outcome in came)}\n")
    strangers = sorted({module.partition(".")[0] for module in sys.modules} & {"truespec", "yaml", "jsonschema_rs"})
    sys.stdout.write(f"strangers: {' '.join(strangers)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
