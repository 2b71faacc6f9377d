"""Names in Python: always safe to write into a module, the same on every run, and pleasant to read."""

from __future__ import annotations

import builtins
import keyword
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel
from truespec.contract import names, reserved
from truespec.contract.names import MAX_LENGTH, Namespace, constant, pascal, snake

MAKERS = [snake, pascal, constant]
WIRE = st.one_of(st.text(st.characters(), max_size=200), st.from_regex(r"[A-Za-z0-9_+. /-]{0,40}", fullmatch=True))


@given(WIRE, st.sampled_from(MAKERS))
def test_any_text_gives_a_plain_identifier(wire: str, make: Callable[[str], str]) -> None:
    name = make(wire)
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)
    assert not keyword.iskeyword(name)
    assert len(name) <= MAX_LENGTH


@given(WIRE)
def test_no_class_and_no_member_hides_a_builtin_that_annotations_need(wire: str) -> None:
    assert pascal(wire) not in dir(builtins)
    assert snake(wire) not in {"list", "dict", "str", "int", "float", "bool", "bytes", "set", "tuple", "object"}


@given(st.lists(WIRE, max_size=12))
def test_names_of_one_scope_differ_even_without_case_and_stay_within_the_limit(wires: list[str]) -> None:
    namespace = Namespace({"self"})
    taken = [namespace.take(snake(wire)) for wire in wires]
    assert len({name.casefold() for name in taken} | {"self"}) == len(wires) + 1
    assert all(name.isidentifier() and len(name) <= MAX_LENGTH for name in taken)


@given(st.lists(WIRE, max_size=6), st.lists(WIRE, max_size=6))
def test_what_comes_later_never_renames_what_was_there(first: list[str], later: list[str]) -> None:
    alone, together = Namespace(), Namespace()
    expected = [alone.take(pascal(wire)) for wire in first]
    assert expected == [together.take(pascal(wire)) for wire in (*first, *later)][: len(first)]


@given(WIRE, WIRE)
def test_an_unrelated_name_before_changes_nothing(wire: str, other: str) -> None:
    wish = snake(wire)
    assume(wish.casefold() != snake(other).casefold())
    namespace = Namespace()
    namespace.take(snake(other))
    assert wish == namespace.take(wish)


def test_names_do_not_depend_on_the_hash_seed() -> None:
    program = "from truespec.contract.names import *; print(snake('имя'), pascal('x' * 99), constant('GMT+1'))"
    shown = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("wire", "member", "class_", "value"),
    [
        ("firstName", "first_name", "FirstName", "FIRST_NAME"),
        ("HTTPServerError", "http_server_error", "HTTPServerError", "HTTP_SERVER_ERROR"),
        ("userIDs", "user_ids", "UserIDs", "USER_IDS"),
        ("IPv4Address", "ipv4_address", "IPv4Address", "IPV4_ADDRESS"),
        ("OAuth2Token", "oauth2_token", "OAuth2Token", "OAUTH2_TOKEN"),
        ("OAuthor", "o_author", "OAuthor", "O_AUTHOR"),
        ("iOSVersion", "ios_version", "IOSVersion", "IOS_VERSION"),
        ("radiOS", "radi_os", "RadiOS", "RADI_OS"),
        ("PhoneNumber2", "phone_number2", "PhoneNumber2", "PHONE_NUMBER2"),
        ("phone-number-2", "phone_number_2", "PhoneNumber2", "PHONE_NUMBER_2"),
        ("address2line2", "address2_line2", "Address2Line2", "ADDRESS2_LINE2"),
        ("2fa", "value_2fa", "Value2fa", "VALUE_2FA"),
        ("4XX", "value_4xx", "Value4XX", "VALUE_4XX"),
        ("class", "class_", "Class", "CLASS"),
        ("none", "none", "None_", "NONE"),
        ("list", "list_", "List", "LIST"),
        ("id", "id", "Id", "ID"),
        ("__class__", "class_", "Class", "CLASS"),
        ("@odata.type", "odata_type", "OdataType", "ODATA_TYPE"),
        ("Straße", "strasse", "Strasse", "STRASSE"),
        ("naïveté", "naivete", "Naivete", "NAIVETE"),
        ("", "value", "Value", "VALUE"),
    ],
)
def test_words_read_sensibly(wire: str, member: str, class_: str, value: str) -> None:
    assert (member, class_, value) == (snake(wire), pascal(wire), constant(wire))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GMT+1", "GMT-1"),
        ("+1", "-1"),
        ("1", "-1"),
        ("created", "-created"),
        (">", ">="),
        ("C", "C++"),
        ("имя2", "люди2"),
    ],
)
def test_values_that_differ_in_a_sign_or_a_script_differ_in_name(one: str, other: str) -> None:
    assert constant(one) != constant(other)


def test_names_longer_than_the_limit_stay_different() -> None:
    assert snake("x" * 99 + "a") != snake("x" * 99 + "b")


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("pet", "pet_2"),
        ("Pet", "Pet2"),
        ("Address2", "Address2_2"),
        ("ZH_TW", "ZH_TW_2"),
        ("class_", "class_2"),
        ("x" * MAX_LENGTH, None),
    ],
)
def test_the_second_of_a_name_gets_a_number(wish: str, expected: str | None) -> None:
    namespace = Namespace()
    assert namespace.take(wish) == wish
    second = namespace.take(wish)
    assert len(second) <= MAX_LENGTH
    assert second == (expected or second)
    assert namespace.take(wish) not in {wish, second}


def test_names_that_differ_in_case_only_collide() -> None:
    namespace = Namespace(("Client",))
    assert [namespace.take("userid"), namespace.take("userId"), namespace.take("client")] == [
        "userid",
        "userId2",
        "client_2",
    ]


def test_the_tables_of_taken_names_know_this_python_and_this_pydantic() -> None:
    assert frozenset(keyword.kwlist) == reserved.KEYWORDS
    assert {name for name in dir(builtins) if not name.startswith("_")} - reserved.BUILTINS - reserved.KEYWORDS == set()
    assert {name for name in dir(BaseModel) if not name.startswith("_")} - names.RESERVED_MEMBERS == set()
