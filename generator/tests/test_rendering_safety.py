"""Nothing a document says becomes code: hostile words leave the same program, and a second look would stop it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rendered import PACKAGES, api_of
from truespec.cache import Cache
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering.render import render
from truespec.rendering.tree import FileTree
from truespec.rendering.verify import UnsafeCodeError, verify

PAYLOADS = (
    '"""\nimport os\nos.abort()\n"""',
    "'''; raise SystemExit; '''",
    "\\",
    'x\\"""',
    "{{ 7 * 7 }} {% raise %} {0} %s ${x}",
    "\r\nimport os\r",
    "\u2028import os\u2029",
    "\u202eright to left\u2066",
    "\x00\x1b[2J",
    "# comment\nprint(1)",
)


def hostile(text: str, payload: str) -> str:
    """Replace every description of a YAML document by ``payload``."""
    quoted = '"' + "".join(f"\\u{ord(c):04x}" if not c.isalnum() else c for c in payload) + '"'
    return re.sub(r"(description|summary): ([^{},\"\n]+)(?=[,}\n])", lambda match: f"{match[1]}: {quoted}", text)


def program(tree: FileTree) -> dict[str, str]:
    """Return the modules of a tree without their strings and without the runtime."""
    found: dict[str, str] = {}
    for path, text in tree.items():
        if path.endswith(".py") and "/_runtime/" not in path:
            module = ast.parse(text)
            for node in ast.walk(module):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    node.value = ""
                if isinstance(node, ast.ClassDef | ast.Module):
                    node.body = [line for line in node.body if not isinstance(line, ast.Expr)]
            found[path] = ast.dump(module)
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_leave_the_program_as_it_is(payload: str, make_api: Callable[[str], Api]) -> None:
    text = (PACKAGES / "guests" / "openapi.yaml").read_text(encoding="utf-8")
    changed = hostile(text, payload)
    assert text != changed
    plain, odd = render(make_api(text), Report()), render(make_api(changed), Report())
    assert program(plain) == program(odd)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_file_of_any_kind_holds_an_invisible_character(payload: str, make_api: Callable[[str], Api]) -> None:
    changed = hostile((PACKAGES / "guests" / "openapi.yaml").read_text(encoding="utf-8"), payload)
    for path, text in render(make_api(changed), Report()).items():
        odd = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", text)
        assert (path, []) == (path, odd)


def test_comments_hold_no_text_at_all() -> None:
    tree = render(api_of(PACKAGES / "names" / "openapi.yaml"), Report())
    made = [text for path, text in tree.items() if path.endswith(".py") and "/_runtime/" not in path]
    assert [] == [line for text in made for line in text.splitlines() if re.match(r"\s*#", line)]


PLANTED = (
    "import subprocess",
    "from subprocess import run",
    "open('x')",
    "x = print('x')",
    "class A:\n    b = open('x')",
    "def f(a=print()):\n    return a",
    "def f():\n    return eval('1')",
    "def f():\n    import os\n    os.system('x')",
    "@print\ndef f():\n    return 1",
    "class A(print('x')):\n    b: int",
    "x: print('x')",
    "x = [y for y in z]",
    "x = f'{y}'",
    "x = lambda: 1",
    "for x in y:\n    z",
    "while x:\n    y",
    "try:\n    x\nexcept y:\n    z",
    "assert x",
    "del x",
    "x += 1",
    "(x := 1)",
    "raise x",
    "with x:\n    y",
    "global x",
    "self._call(os)",
    "def f():\n    from_environment.__globals__['os'].system('x')",
)


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_code_is_refused(planted: str) -> None:
    with pytest.raises(UnsafeCodeError, match=re.escape("src/a/b.py:")):
        verify(FileTree({"src/a/b.py": f'"""Words."""\n{planted}\n'}), ("src/a/_runtime/",), Cache(None))


def test_the_runtime_may_hold_what_it_wants() -> None:
    verify(FileTree({"src/a/_runtime/b.py": "open('x')\n"}), ("src/a/_runtime/",), Cache(None))


def test_every_template_names_the_view_it_prints() -> None:
    folder = Path(render.__code__.co_filename).parent / "templates"
    templates = [path for path in folder.rglob("*") if path.suffix in {".jinja", ".jinja2"}]
    assert templates
    assert [] == [path.name for path in templates if not path.read_text(encoding="utf-8").startswith("{# view: ")]
