"""Documents whose references lead where they must not, and files that are none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["FOLDERS", "SECRET"]

SECRET = "CANARY-OF-A-SECRET"  # noqa: S105  # planted, to be looked for in what comes out
_HEAD = 'openapi: 3.1.0\ninfo: {title: Files, version: "1"}\n'
_OTHER = f"Secret: {{type: object, title: {SECRET}, properties: {{{SECRET}: {{type: string}}}}}}\n"


def _referring(reference: str) -> Callable[[Path], str]:
    """Return a maker of a folder whose document refers to something."""
    return lambda folder: _written(folder, reference)


def _written(folder: Path, reference: str) -> str:
    (folder.parent / "outside.yaml").write_text(_OTHER, encoding="utf-8")
    schema = f"components:\n  schemas:\n    A: {{properties: {{b: {{$ref: '{reference}'}}}}}}\n"
    (folder / "openapi.yaml").write_text(f"{_HEAD}paths: {{}}\n{schema}", encoding="utf-8")
    return "openapi.yaml"


def _linked(target: str, reference: str = "link.yaml#/Secret") -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        name = _written(folder, reference)
        (folder / "link.yaml").symlink_to(target)
        return name

    return make


def _beside(files: dict[str, str], reference: str) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        name = _written(folder, reference)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return name

    return make


def _tenfold(level: int) -> str:
    return f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 10)}]\n"


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "openapi.yaml")
    return "openapi.yaml"


def _pipe_beside(folder: Path) -> str:
    name = _written(folder, "pipe.yaml#/Secret")
    os.mkfifo(folder / "pipe.yaml")
    return name


def _locked(folder: Path) -> str:
    (folder / "openapi.yaml").mkdir()
    return "openapi.yaml"


FOLDERS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "a folder as the document": ("refuse", _locked),
    "a pipe as the document": ("refuse", _pipe),
    "a device as the document": ("refuse", lambda _: "/dev/zero"),
    "a process as the document": ("refuse", lambda _: "/proc/self/environ"),
    "nothing as the document": ("refuse", lambda _: "gone.yaml"),
    "an empty name as the document": ("refuse", lambda _: ""),
    "a name too long for a file": ("refuse", lambda _: "a" * 5000 + ".yaml"),
    "a web address as the document": ("refuse", lambda _: "http://127.0.0.1:9/openapi.yaml"),
    "a reference upwards": ("refuse", _referring("../outside.yaml#/Secret")),
    "a reference upwards in a roundabout way": ("refuse", _referring("./a/../../outside.yaml#/Secret")),
    "a reference upwards, encoded": ("refuse", _referring("%2e%2e/outside.yaml#/Secret")),
    "a reference upwards, wholly encoded": ("refuse", _referring("%2E%2E%2Foutside.yaml#/Secret")),
    "a reference upwards, encoded twice": ("either", _referring("%252e%252e%252foutside.yaml#/Secret")),
    "a reference upwards with backslashes": ("refuse", _referring("..\\outside.yaml#/Secret")),
    "a reference upwards with an encoded backslash": ("refuse", _referring("..%5Coutside.yaml#/Secret")),
    "an absolute path": ("refuse", _referring("/etc/passwd")),
    "an absolute path, encoded": ("refuse", _referring("%2Fetc%2Fpasswd")),
    "a file address": ("refuse", _referring("file:///etc/passwd")),
    "a file address of a host": ("refuse", _referring("file://127.0.0.1/etc/passwd")),
    "a file address in capitals": ("refuse", _referring("FILE:///etc/passwd")),
    "a file address without slashes": ("refuse", _referring("file:outside.yaml")),
    "a web address": ("refuse", _referring("http://127.0.0.1:9/a.yaml#/Secret")),
    "a web address without a scheme": ("refuse", _referring("//127.0.0.1:9/a.yaml#/Secret")),
    "a web address of three slashes": ("refuse", _referring("///127.0.0.1:9/a.yaml")),
    "a share": ("refuse", _referring("\\\\127.0.0.1\\share\\a.yaml")),
    "a drive": ("refuse", _referring("C:/Windows/win.ini")),
    "data in an address": ("refuse", _referring("data:application/json,{}")),
    "an archive in an address": ("refuse", _referring("jar:file:///a.jar!/b.yaml")),
    "a word processor in an address": ("refuse", _referring("gopher://127.0.0.1:9/_x")),
    "a home folder": ("either", _referring("~/.ssh/id_rsa")),
    "a variable": ("either", _referring("$HOME/.netrc")),
    "a link out of the folder": ("refuse", _linked("../outside.yaml")),
    "a link to a device": ("refuse", _linked("/dev/zero", "link.yaml")),
    "a link to a process": ("refuse", _linked("/proc/self/environ", "link.yaml")),
    "a link to a folder outside": ("refuse", _linked("..", "link.yaml/outside.yaml#/Secret")),
    "a link to itself": ("refuse", _linked("link.yaml")),
    "a link to nothing": ("either", _linked("gone.yaml")),
    "a reference to a pipe": ("refuse", _pipe_beside),
    "a reference to a folder": ("refuse", _referring(".")),
    "a reference to a file that is gone": ("either", _referring("gone.yaml#/Secret")),
    "a reference with a NUL": ("refuse", _referring("a%00.yaml#/Secret")),
    "a reference of bytes that are no text": ("refuse", _referring("%ff%fe.yaml#/Secret")),
    "a reference of 100000 letters": ("refuse", _referring("a" * 100_000 + ".yaml#/Secret")),
    "a pointer of 100000 letters": ("either", _referring("#/" + "a/" * 50_000)),
    "a pointer that is none": ("refuse", _referring("#/components/~2bad")),
    "a pointer with a cut code": ("either", _referring("#/components/%E0%A4%A")),
    "a reference to a list's minus": ("either", _referring("#/servers/-")),
    "files in a circle": (
        "refuse",
        _beside({"a.yaml": "X: {$ref: 'b.yaml#/X'}\n", "b.yaml": "X: {$ref: 'a.yaml#/X'}\n"}, "a.yaml#/X"),
    ),
    "a file that refers to the document": (
        "either",
        _beside({"a.yaml": "X: {properties: {y: {$ref: 'openapi.yaml#/components/schemas/A'}}}\n"}, "a.yaml#/X"),
    ),
    "a file that refers outside": (
        "refuse",
        _beside({"a/b.yaml": "X: {$ref: '../../outside.yaml#/Secret'}\n"}, "a/b.yaml#/X"),
    ),
    "a file that is no YAML": ("refuse", _beside({"a.yaml": "{[\n"}, "a.yaml#/X")),
    "a file with a tag of Python": ("refuse", _beside({"a.yaml": "X: !!python/name:os.system\n"}, "a.yaml#/X")),
    "a file that is too deep": ("refuse", _beside({"a.json": "[" * 5000}, "a.json#/X")),
    "a file that multiplies": (
        "refuse",
        _beside({"a.yaml": "b0: &b0 [1]\n" + "".join(_tenfold(n) for n in range(1, 9))}, "a.yaml#/X"),
    ),
}
"""Name, outcome, and what makes the folder and returns the document to name."""
