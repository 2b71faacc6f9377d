"""The rarer ways in which OpenAPI writes a request: reserved characters, cookies as they are, parts, character sets."""

from __future__ import annotations

import io
import json

import pytest
from truespec.runtime import OMIT, Answer, Arguments, File, HttpRequest, Operation, Parameter, Part
from truespec.runtime.encoding import encode


def sent(path: str = "/x", *parameters: Parameter, arguments: Arguments) -> HttpRequest:
    operation: Operation[None] = Operation("x", "POST", path, answers=(Answer("204"),), parameters=parameters)
    return encode(operation, arguments, "http://h", {}, {})


def body_of(media_type: str, body: object, *parts: Part, optional: bool = False) -> HttpRequest:
    operation: Operation[None] = Operation(
        "x", "POST", "/x", answers=(Answer("204"),), body=media_type, parts=parts, body_optional=optional
    )
    return encode(operation, Arguments(body=body), "http://h", {}, {})


def test_reserved_expansion_keeps_what_is_encoded_already() -> None:
    parameter = Parameter("p", "query", allow_reserved=True)
    url = sent("/x", parameter, arguments=Arguments(query={"p": "%2F/100%"})).url
    assert url == "http://h/x?p=%2F/100%25"


def test_a_cookie_of_style_cookie_goes_as_it_is_or_not_at_all() -> None:
    parameter = Parameter("p", "cookie", "cookie")
    assert sent("/x", parameter, arguments=Arguments(cookies={"p": "a/b%20"})).headers["Cookie"] == "p=a/b%20"
    with pytest.raises(ValueError, match="cookie"):
        sent("/x", parameter, arguments=Arguments(cookies={"p": "a; admin=1"}))


def test_a_parameter_with_a_media_type_that_is_not_json_is_text() -> None:
    parameter = Parameter("p", "query", content_type="text/plain")
    assert sent("/x", parameter, arguments=Arguments(query={"p": "a b"})).url == "http://h/x?p=a%20b"


def test_a_path_with_a_query_and_a_fragment_of_its_own_is_still_one_url() -> None:
    parameter = Parameter("p", "query")
    assert sent("/é?a=1#part", parameter, arguments=Arguments(query={"p": 1})).url == "http://h/%C3%A9?a=1&p=1"


def test_a_form_member_is_written_as_its_encoding_says() -> None:
    parts = (
        Part("a", style="pipeDelimited", explode=False),
        Part("o", style="deepObject"),
        Part("t", "application/json"),
    )
    form = body_of("application/x-www-form-urlencoded", {"a": ["1", "2"], "o": {"k": "v"}, "t": "x"}, *parts)
    assert form.content == b"a=1%7C2&o%5Bk%5D=v&t=%22x%22"


def test_a_part_has_the_media_type_of_its_encoding_unless_the_file_knows_better() -> None:
    part = Part("f", "image/png, image/jpeg")
    assert b"Content-Type: image/png\r\n" in body_of("multipart/form-data", {"f": b"\0"}, part).content
    own = body_of("multipart/form-data", {"f": File(b"\0", media_type="image/jpeg")}, part).content
    assert b"Content-Type: image/jpeg\r\n" in own


def test_text_is_in_the_character_set_of_its_media_type() -> None:
    assert body_of("text/plain; charset=iso-8859-1", "é").content == b"\xe9"
    with pytest.raises(ValueError, match="character set"):
        body_of("text/plain; charset=none-such", "é")


def test_a_range_of_media_types_is_sent_as_the_one_of_the_file() -> None:
    made = body_of("image/*", File(b"\0", media_type="image/gif"))
    assert (made.content, made.headers["Content-Type"]) == (b"\0", "image/gif")


def test_bytes_and_files_in_json_are_base64() -> None:
    made = body_of("application/json", {"a": b"\xff\xfe?>", "b": File(io.BytesIO(b"x"))})
    assert json.loads(made.content) == {"a": "//4/Pg==", "b": "eA=="}


def test_an_optional_body_of_which_nothing_is_given_is_left_out() -> None:
    assert "Content-Type" not in body_of("application/json", {"a": OMIT}, optional=True).headers
    assert body_of("application/json", {"a": OMIT}).content == b"{}"
