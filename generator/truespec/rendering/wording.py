"""The sentences of generated docstrings: what a call does, what it takes, what it raises."""

from __future__ import annotations

from typing import Final

from truespec import prose
from truespec.contract.operation import Answer, Operation
from truespec.rendering.arguments import Argument, Arguments
from truespec.rendering.code import Code, docstring

__all__ = ["DEPRECATED", "async_docstring", "error_name", "method_docstring", "summary"]

DEPRECATED: Final = "The API deprecates this operation."
"""What type checkers and a warning say of a deprecated operation."""

_INDENT: Final = "        "
_ITEM: Final = "            "
_ERRORS: Final = {
    "400": "Invalid",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "410": "NotFound",
    "422": "Invalid",
    "429": "RateLimited",
}


def summary(operation: Operation) -> str:
    """Return one sentence that says what an operation does."""
    text = prose.one_line(operation.summary) or prose.first_sentence(operation.description) or operation.label
    return text if text.endswith((".", "!", "?")) else f"{text}."


def error_name(status: str) -> str:
    """Return the error class that a declared status is raised as."""
    if status[:1] == "5":
        return "ServerError"
    return _ERRORS.get(status) or ("UnexpectedStatus" if status.isdigit() else "ApiError")


def method_docstring(  # noqa: PLR0913  # what there is to say
    operation: Operation,
    arguments: Arguments,
    *,
    paged: bool,
    streamed: bool = False,
    around: str = "",
    silent: bool = False,
    server: str = "",
) -> Code:
    """Return the docstring of a method: what, the wire line, arguments, what it returns, errors.

    ``around`` is the class of the answer that what is returned is taken from; ``silent`` says that nothing is returned;
    ``server`` is the operation's own.
    """
    more = operation.description if prose.one_line(operation.description) != prose.one_line(operation.summary) else ""
    notes = [DEPRECATED] if operation.deprecated else []
    return docstring(
        [
            summary(operation),
            *([more] if operation.summary.strip() and more.strip() else []),
            *notes,
            [
                f"``{prose.one_line(operation.label)}``",
                *([f"Sent to {server} if no base_url is given."] if server else []),
            ],
            _argument_lines(arguments, paged=paged),
            [] if silent else _return_lines(operation, paged=paged, streamed=streamed, around=around),
            _error_lines(operation),
        ],
        _INDENT,
    )


def async_docstring(operation: Operation, owner: str) -> Code:
    """Return the docstring of the asynchronous twin, which leads to the other."""
    return docstring([summary(operation), [f"See :meth:`{owner}.{operation.name}`."]], _INDENT)


def _argument_lines(arguments: Arguments, *, paged: bool) -> list[str]:
    lines = ["Args:"]
    for argument in arguments.all:
        lines += _item(argument.name, _argument_words(argument))
    for argument in arguments.others:
        lines += _item(argument.name, _argument_words(argument))
    if arguments.chooses:
        more = "; it says which of the arguments above there are" if len(arguments.forms) > 1 else ""
        lines += _item("content_type", f"What the body is sent as{more}.")
    if paged:
        lines += _item("max_items", "End after this many items; None: all of them.")
    return [*lines, *_item("options", "Choices for this call alone.")]


def _argument_words(argument: Argument) -> str:
    known = f"Sent as ``{prose.one_line(argument.wire)}``." if argument.wire else "The body."
    if argument.part:
        known = f"The header ``{prose.one_line(argument.wire)}`` of the part ``{prose.one_line(argument.part)}``."
    text = prose.one_line(argument.description) or known
    return f"{_sentence(text)} Deprecated." if argument.deprecated else text


def _return_lines(operation: Operation, *, paged: bool, streamed: bool, around: str) -> list[str]:
    texts = dict.fromkeys(_sentence(answer.description) for answer in operation.answers if answer.success)
    words = " ".join(text for text in texts if text != ".")
    if paged:
        words = "The items, page after page as they are asked for; ``pages()`` gives the pages."
    elif streamed:
        words = "The items, one at a time while they come; leave its ``with`` to end it before. Nothing is sent before."
    elif around:
        words = f"{words} ``with_response`` has the ``{around}`` it came in.".strip()
    return ["Returns:", *("    " + line for line in prose.wrap(words, prose.WIDTH - len(_ITEM)))] if words else []


def _error_lines(operation: Operation) -> list[str]:
    by_error: dict[str, list[Answer]] = {}
    for answer in operation.answers:
        if not answer.success:
            by_error.setdefault(error_name(answer.status), []).append(answer)
    if not by_error:
        return []
    lines = ["Raises:"]
    for name, answers in by_error.items():
        texts = dict.fromkeys(_with_status(answer) for answer in answers if answer.description.strip())
        lines += _item(name, " ".join(texts) or f"Status {', '.join(answer.status for answer in answers)}.")
    return lines


def _with_status(answer: Answer) -> str:
    return f"{_sentence(answer.description).removesuffix('.')} ({answer.status})."


def _sentence(text: str) -> str:
    line = prose.one_line(text)
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _item(name: str, text: str) -> list[str]:
    first, *rest = prose.wrap(f"{name}: {text}", prose.WIDTH - len(_ITEM)) or [f"{name}:"]
    return ["    " + first, *("        " + line for line in rest if line)]
