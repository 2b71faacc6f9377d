"""JSON Pointers are read and written as RFC 6901 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truespec.specification import pointer


@given(st.lists(st.text()))
def test_what_is_written_is_read_back(tokens: list[str]) -> None:
    assert pointer.parse(pointer.join(tokens)) == tuple(tokens)


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", ()),
        ("/", ("",)),
        ("/paths/~1pets~1%7Bid%7D/get", ("paths", "/pets/{id}", "get")),
        ("/m~0n/%25", ("m~n", "%")),
        ("/a%2Fb", ("a", "b")),
        ("/%C3%A9", ("é",)),
    ],
)
def test_a_fragment_is_percent_decoded_first(fragment: str, expected: tuple[str, ...]) -> None:
    assert pointer.from_fragment(fragment) == expected


@pytest.mark.parametrize("fragment", ["a", "/~2", "/~", "/%zz", "/%", "/%ff"])
def test_a_broken_fragment_is_refused(fragment: str) -> None:
    with pytest.raises(ValueError, match=r"must|starts|not UTF-8"):
        pointer.from_fragment(fragment)
