"""A webhook's body becomes a typed value, or an error that says why not."""

from __future__ import annotations

import pytest
from truespec.runtime.errors import DecodeError
from truespec.runtime.events import Event
from truespec.runtime.model import Model


class Born(Model):
    """A pet was born."""

    name: str
    weight: int | None = None


BORN: Event[Born] = Event("born", "POST", Born)


@pytest.mark.parametrize("body", [b'{"name": "Ada"}', '{"name": "Ada"}', b'\xef\xbb\xbf{"name": "Ada"}'])
def test_a_body_becomes_what_the_event_says(body: bytes | str) -> None:
    assert Born(name="Ada") == BORN.parse(body)
    assert Born(name="Ada") == BORN.parse(body, validation="strict")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"name": "a", "name": "b"}', b'{"name": NaN}'])
def test_what_is_no_strict_json_is_refused(body: bytes) -> None:
    with pytest.raises(DecodeError):
        BORN.parse(body)


def test_another_shape_is_refused_in_strict_mode_and_fitted_otherwise() -> None:
    with pytest.raises(DecodeError, match="weight"):
        BORN.parse(b'{"name": "Ada", "weight": "heavy"}', validation="strict")
    assert BORN.parse(b'{"name": "Ada", "weight": "heavy"}').name == "Ada"
