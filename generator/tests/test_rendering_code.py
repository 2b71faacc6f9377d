"""What may enter a generated file: literals that evaluate to themselves, docstrings that end where they should."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truespec import prose
from truespec.rendering.code import Code, docstring, fragment, identifier, join, literal, markdown
from truespec.rendering.environment import fill
from truespec.rendering.tree import FileTree
from truespec.rendering.views import ExportsView

TEXTS = st.text(st.characters() | st.sampled_from("\"'\\\n\r\t\x00\x1b\x85{}%$`#\u2028\u202e\ud800"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(JSON | st.binary() | st.tuples(TEXTS) | st.tuples(TEXTS, TEXTS))
def test_a_literal_evaluates_to_its_value_and_is_printable_ascii(value: object) -> None:
    written = literal(value)
    assert value == ast.literal_eval(written)
    assert written.isascii()
    assert written.isprintable()


@pytest.mark.parametrize("value", [object(), {1, 2}, float])
def test_what_has_no_literal_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value)


@given(st.lists(TEXTS, max_size=4))
def test_a_docstring_is_one_string_and_nothing_else(lines: list[str]) -> None:
    written = prose.docstring([part for line in lines for part in prose.lines_of(line)], "    ")
    (statement,) = ast.parse(f"def f():\n    {written}\n").body
    assert isinstance(statement, ast.FunctionDef)
    (only,) = statement.body
    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)
    assert isinstance(only.value.value, str)


@given(TEXTS)
def test_a_docstring_holds_no_invisible_character_and_reads_as_its_text(text: str) -> None:
    written = docstring([text], "")
    odd = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert not [c for c in written if unicodedata.category(c) in odd and c != "\n"]
    assert prose.one_line("\n".join(prose.wrap(text))).split() == ast.literal_eval(written).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", '"""plain"""'),
        ('ends with "', '"""ends with \\""""'),
        ('"""', '"""\\"\\"\\""""'),
        ("back\\", '"""back\\\\"""'),
        ("bell\x07", '"""bell\\x07"""'),
        ("a\n\nb", '"""a\n\nb\n"""'),
        ("", '""""""'),
    ],
)
def test_docstrings_escape_only_what_they_must(text: str, expected: str) -> None:
    assert expected == docstring([text], "")


@pytest.mark.parametrize("name", ["class", "a b", "", "1a", "é", "a\n", "a.b", "None", "a;b"])
def test_what_is_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        identifier(name)


def test_plain_text_is_no_piece_of_a_fragment() -> None:
    plain: Any = "plain"
    makers: list[Callable[[], Code]] = [lambda: fragment("{}", plain), lambda: join(", ", [plain])]
    for make in makers:
        with pytest.raises(TypeError, match="not code"):
            make()


def test_a_template_refuses_to_print_plain_text() -> None:
    plain: Any = "import os"
    with pytest.raises(TypeError, match="not code"):
        fill("exports.py.jinja", ExportsView(docstring(["Words."], ""), plain, fragment("[]")))


def test_a_template_refuses_what_its_view_does_not_have() -> None:
    with pytest.raises(TypeError, match="StrictUndefined"):
        fill("client.py.jinja", ExportsView(fragment('""""""'), fragment(""), fragment("[]")))


def test_markdown_shows_markup_as_it_is() -> None:
    assert "\\*a\\* \\[x\\]\\(y\\) &lt;b&gt; &amp; \\| \\`" == markdown("*a* [x](y)\n<b> & | `")


@pytest.mark.parametrize("path", ["/a", "../a", "a/../b", "a\\b", "", ".", "a//b", "c:x", "a\nb"])
def test_a_tree_takes_plain_relative_paths_only(path: str) -> None:
    with pytest.raises(ValueError, match="not a plain relative path"):
        FileTree({path: ""})


@pytest.mark.parametrize("twins", [("A.py", "a.py"), ("\u00e9", "e\u0301")])
def test_a_tree_has_no_two_paths_that_some_disks_take_for_one(twins: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="one file"):
        FileTree(dict.fromkeys(twins, ""))


def test_a_tree_is_ordered_by_path() -> None:
    assert ["a", "b/c", "d"] == list(FileTree({"d": "", "a": "", "b/c": ""}))


def test_paragraphs_are_filled_and_lists_keep_their_lines() -> None:
    text = "One\ntwo.\n\n- first\n- second"
    assert ["One two.", "", "- first", "- second"] == prose.wrap(text)
