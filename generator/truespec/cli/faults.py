"""What is kept of a fault of ours: a file with its details, for nobody's eyes but the user's."""

from __future__ import annotations

import sys
import tempfile
import traceback

from truespec import __version__

__all__ = ["describe_fault"]


def describe_fault(error: BaseException) -> str:
    """Return one line on a fault, with the name of a new file that holds the traceback.

    Only the user can read the file, and it names places in our code, not data.
    """
    lines = [f"truespec {__version__}, Python {sys.version}\n", *traceback.format_tb(error.__traceback__)]
    lines.append(f"{type(error).__name__}\n")
    with tempfile.NamedTemporaryFile(
        "w", prefix="truespec-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.writelines(lines)
    return f"truespec: a fault of ours ({type(error).__name__}); details: {file.name}"
