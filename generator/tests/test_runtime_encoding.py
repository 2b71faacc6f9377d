"""An operation and its arguments become exactly one request."""

from __future__ import annotations

import enum
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from uuid import UUID

import pytest
from guestbook import CREATE, GET, Guest, Guestbook, Stay
from truespec.runtime import OMIT, Answer, Arguments, File, HttpRequest, Operation, Parameter, Part
from truespec.runtime.encoding import checked_base_url, encode
from truespec.runtime.operation import Location, Style
from truespec.runtime.testing import Fake

LIST, OBJECT = ["a b", "c,d"], {"k": "v w", "n": 1}


class Colour(enum.Enum):
    """A colour."""

    RED = "red/ish"


def request(
    value: Any, location: Location, style: Style, *, explode: bool, allow_reserved: bool = False
) -> HttpRequest:
    path = "/x/{p}/y" if location == "path" else "/x"
    parameter = Parameter("p", location, style, explode, allow_reserved)
    operation: Operation[None] = Operation("x", "GET", path, answers=(Answer("204"),), parameters=(parameter,))
    values = {"p": value}
    arguments = {
        "path": Arguments(path=values),
        "query": Arguments(query=values),
        "header": Arguments(headers=values),
        "cookie": Arguments(cookies=values),
    }[location]
    return encode(operation, arguments, "http://h", {}, {})


def body_of(media_type: str, body: Any) -> HttpRequest:
    operation: Operation[None] = Operation("x", "POST", "/x", answers=(Answer("204"),), body=media_type)
    return encode(operation, Arguments(body=body), "http://h", {}, {})


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("simple", False, "a/b", "a%2Fb"),
        ("simple", False, LIST, "a%20b,c%2Cd"),
        ("simple", False, OBJECT, "k,v%20w,n,1"),
        ("simple", True, OBJECT, "k=v%20w,n=1"),
        ("label", False, "x", ".x"),
        ("label", False, LIST, ".a%20b,c%2Cd"),
        ("label", True, LIST, ".a%20b.c%2Cd"),
        ("label", True, OBJECT, ".k=v%20w.n=1"),
        ("matrix", False, "x", ";p=x"),
        ("matrix", False, "", ";p"),
        ("matrix", False, LIST, ";p=a%20b,c%2Cd"),
        ("matrix", True, LIST, ";p=a%20b;p=c%2Cd"),
        ("matrix", False, OBJECT, ";p=k,v%20w,n,1"),
        ("matrix", True, OBJECT, ";k=v%20w;n=1"),
    ],
)
def test_a_path_parameter_is_written_in_its_style(style: Style, explode: bool, value: Any, expected: str) -> None:  # noqa: FBT001  # a table
    assert f"http://h/x/{expected}/y" == request(value, "path", style, explode=explode).url


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("form", True, LIST, "?p=a%20b&p=c%2Cd"),
        ("form", False, LIST, "?p=a%20b,c%2Cd"),
        ("form", True, OBJECT, "?k=v%20w&n=1"),
        ("form", False, OBJECT, "?p=k,v%20w,n,1"),
        ("form", True, [], ""),
        ("form", False, [], ""),
        ("form", True, "", "?p="),
        ("spaceDelimited", False, LIST, "?p=a%20b%20c%2Cd"),
        ("pipeDelimited", False, LIST, "?p=a%20b%7Cc%2Cd"),
        ("pipeDelimited", True, LIST, "?p=a%20b&p=c%2Cd"),
        ("deepObject", True, {"a": [{"b": 1}, {"b": 2}]}, "?p%5Ba%5D%5B0%5D%5Bb%5D=1&p%5Ba%5D%5B1%5D%5Bb%5D=2"),
        ("deepObject", True, [1, 2], "?p%5B0%5D=1&p%5B1%5D=2"),
        ("form", True, {"k": None, "n": 1}, "?k=&n=1"),
        ("form", False, [None, 1], "?p=,1"),
        ("deepObject", True, {"a": {"b": 1}, "c": [1, 2]}, "?p%5Ba%5D%5Bb%5D=1&p%5Bc%5D=1&p%5Bc%5D=2"),
    ],
)
def test_a_query_parameter_is_written_in_its_style(style: Style, explode: bool, value: Any, expected: str) -> None:  # noqa: FBT001  # a table
    assert f"http://h/x{expected}" == request(value, "query", style, explode=explode).url


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (None, ""),
        (1.5, "1.5"),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 2, 3, 4, tzinfo=UTC), "2024-05-01T02%3A03%3A04Z"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.10"), "1.10"),
        (Colour.RED, "red%2Fish"),
        ("é&=#+", "%C3%A9%26%3D%23%2B"),
    ],
)
def test_a_value_is_written_as_the_wire_has_it(value: Any, expected: str) -> None:
    assert f"http://h/x?p={expected}" == request(value, "query", "form", explode=True).url


def test_reserved_characters_pass_only_where_they_are_allowed_and_end_nothing() -> None:
    sent = request("a/b:c&d#e", "query", "form", explode=True, allow_reserved=True)
    assert sent.url == "http://h/x?p=a/b:c%26d%23e"


def test_a_header_and_a_cookie_are_written_in_their_styles() -> None:
    assert request(["a b", "c"], "header", "simple", explode=False).headers["p"] == "a b,c"
    assert request("a b", "cookie", "form", explode=True).headers["Cookie"] == "p=a%20b"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\0b", "é", "a\x1bb"])
def test_a_value_that_would_leave_its_header_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="'p'") as caught:
        request(value, "header", "simple", explode=False)
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "segment"), [("..", "%2E%2E"), (".", "%2E"), ("../x", "..%2Fx"), ("?a#b", "%3Fa%23b")]
)
def test_a_path_argument_stays_one_segment(value: str, segment: str) -> None:
    assert f"http://h/guests/{segment}" == encode(GET, Arguments(path={"guestId": value}), "http://h", {}, {}).url


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_path_argument_is_refused(value: str | None) -> None:
    with pytest.raises(ValueError, match="guestId"):
        encode(GET, Arguments(path={"guestId": value}), "http://h", {}, {})


def test_null_is_sent_and_what_is_omitted_is_not_at_any_depth() -> None:
    body = {"firstName": None, "home": {"nights": 1, "room": OMIT}, "x": [OMIT, 1], "gone": OMIT}
    sent = encode(CREATE, Arguments(body=body), "http://h", {}, {})
    assert json.loads(sent.content) == {"firstName": None, "home": {"nights": 1}, "x": [1]}
    assert sent.headers["Content-Type"] == "application/json"


def test_a_model_is_sent_by_wire_name_with_the_fields_that_were_set() -> None:
    guest = Guest(id="a", size=1, first_name=None, stays=[Stay(nights=1)])
    sent = encode(CREATE, Arguments(body={"home": guest}), "http://h", {}, {})
    assert json.loads(sent.content) == {"home": {"id": "a", "size": 1, "firstName": None, "stays": [{"nights": 1}]}}


def test_a_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        body_of("application/json", {"x": float("nan")})


def test_a_form_repeats_lists_and_writes_objects_as_json() -> None:
    sent = body_of("application/x-www-form-urlencoded", {"a": [1, "b c"], "o": {"k": 1}, "t": True, "no": OMIT})
    assert sent.content == b"a=1&a=b+c&o=%7B%22k%22%3A1%7D&t=true"


def test_a_form_is_encoded_as_browsers_encode_it() -> None:
    sent = body_of("application/x-www-form-urlencoded", {"a~": "*-._~ é", "nothing": None})
    assert sent.content == b"a%7E=*-._%7E+%C3%A9&nothing="


def test_json_in_a_header_is_ascii() -> None:
    parameter = Parameter("X-Filter", "header", "simple", explode=False, content_type="application/json")
    operation: Operation[None] = Operation("x", "GET", "/x", answers=(Answer("204"),), parameters=(parameter,))
    sent = encode(operation, Arguments(headers={"X-Filter": {"é": "😀", "n": None}}), "http://h", {}, {})
    assert sent.headers["X-Filter"] == r'{"\u00e9":"\ud83d\ude00","n":null}'


@pytest.mark.parametrize(
    ("media_type", "value", "expected"),
    [
        (
            "application/x-www-form-urlencoded",
            {"foo": "a + b", "bar": True, "x": [1, 2]},
            "?foo=a+%2B+b&bar=true&x=1&x=2",
        ),
        (
            "application/json",
            {"numbers": [1, 2], "flag": None},
            "?%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
        ),
        ("application/jsonpath", "$.a.b[1:1]", "?%24.a.b%5B1%3A1%5D"),
        ("application/x-www-form-urlencoded", {}, ""),
    ],
)
def test_a_value_that_is_all_of_a_query_is_written_by_its_media_type(
    media_type: str, value: Any, expected: str
) -> None:
    parameter = Parameter("any", "querystring", content_type=media_type)
    operation: Operation[None] = Operation("x", "GET", "/x", answers=(Answer("204"),), parameters=(parameter,))
    assert f"http://h/x{expected}" == encode(operation, Arguments(query={"any": value}), "http://h", {}, {}).url


def test_reserved_characters_pass_in_a_cookie_but_for_those_that_end_it() -> None:
    sent = request("a/b;c,d%2Fe f", "cookie", "form", explode=True, allow_reserved=True)
    assert sent.headers["Cookie"] == "p=a/b%3Bc%2Cd%2Fe%20f"


def test_a_styled_member_of_a_multipart_body_becomes_plain_parts() -> None:
    parts = (
        Part("s", style="spaceDelimited", explode=False),
        Part("o"),
        Part("d", style="deepObject"),
        Part("e", style="form"),
        Part("no", style="form"),
    )
    operation: Operation[None] = Operation(
        "x", "POST", "/x", answers=(Answer("204"),), body="multipart/form-data", parts=parts
    )
    body = {"s": ["a b", "c"], "o": {"k": 1}, "d": {"k": "v&w", "n": None}, "e": [1, 2], "no": OMIT}
    sent = encode(operation, Arguments(body=body), "http://h", {}, {})
    message = BytesParser(policy=HTTP).parsebytes(
        f"Content-Type: {sent.headers['Content-Type']}\r\n\r\n".encode() + sent.content
    )
    found = [
        (part.get_param("name", header="content-disposition"), part.get_content_type(), part.get_content().strip())
        for part in message.iter_parts()
        if isinstance(part, EmailMessage)
    ]
    assert found == [
        ("s", "text/plain", "a b c"),
        ("o", "application/json", b'{"k":1}'),
        ("d[k]", "text/plain", "v&w"),
        ("d[n]", "text/plain", ""),
        ("e", "text/plain", "1"),
        ("e", "text/plain", "2"),
    ]


def test_a_multipart_body_carries_files_and_lets_no_name_break_out() -> None:
    sent = body_of("multipart/form-data", {'n"\r\nX: 1': "v", "f": File(io.BytesIO(b"\0\1"), "../a.bin", "image/png")})
    boundary = sent.headers["Content-Type"].partition("boundary=")[2].encode()
    first, second = sent.content.split(b"--" + boundary)[1:3]
    assert b'Content-Disposition: form-data; name="n%22%0D%0AX: 1"\r\n' in first
    assert b'name="f"; filename="a.bin"\r\nContent-Type: image/png\r\n\r\n\0\1\r\n' in second
    assert sent.content.endswith(b"--" + boundary + b"--\r\n")


def test_text_and_bytes_are_bodies() -> None:
    assert ("é".encode(), "text/plain; charset=utf-8") == _plain(body_of("text/plain", "é"))
    assert (b"e", "text/plain") == _plain(body_of("text/plain", "e"))
    assert ("é".encode(), "application/xml") == _plain(body_of("application/xml", "é"))
    assert _plain(body_of("image/png", b"\0")) == (b"\0", "image/png")
    with pytest.raises(TypeError, match="image/png"):
        body_of("image/png", {"a": 1})


def _plain(sent: HttpRequest) -> tuple[bytes, str]:
    return sent.content, sent.headers["Content-Type"]


@pytest.mark.parametrize(
    "url", ["ftp://h", "//h", "http://u:p@h", "http://h?x=1", "http://h/#f", "http://h\r\n", "http:///x"]
)
def test_a_base_url_that_is_not_plain_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="base URL"):
        checked_base_url(url)


def test_headers_of_a_call_win_over_those_of_the_client_without_regard_to_case() -> None:
    fake = Fake().answer("guests.get", json={"id": "a", "size": 1})
    Guestbook(transport=fake, headers={"X-Trace": "1", "accept": "x/y"}).guests.get(
        "1", options={"headers": {"x-trace": "2"}}
    )
    sent = fake.requests[0].request.headers
    assert (sent["x-trace"], sent["Accept"]) == ("2", "application/json")
    assert not {"X-Trace", "accept"} & set(sent)
