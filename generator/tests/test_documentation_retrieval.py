"""Pages are fetched politely or not at all: by robots.txt, once, on their own host, over https."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from drift_runs import PAGES, Runner, workshop
from page_server import PageServer, page_server
from truespec.documentation.retrieval import Retrieval, RetrievalError, Retrieved, Validators

__all__ = ["workshop"]

AGENT = "truespec/test"


@pytest.fixture
def server() -> Iterator[PageServer]:
    """Return a server with one page."""
    with page_server() as served:
        served.pages["/page"] = (200, {"ETag": '"one"'}, b"hello")
        yield served


def retrieval(most: int = 1000, seconds: float = 5) -> Retrieval:
    return Retrieval(AGENT, most, seconds=seconds, pause=0)


def refusal(address: str, **limits: float) -> str:
    with pytest.raises(RetrievalError) as caught:
        Retrieval(AGENT, int(limits.get("most", 1000)), seconds=limits.get("seconds", 5), pause=0).get(address)
    return str(caught.value)


def test_a_page_is_one_request_after_robots_txt_with_our_name_on_it(server: PageServer) -> None:
    found = retrieval().get(f"{server.url}/page")
    assert Retrieved(f"{server.url}/page", b"hello", Validators('"one"')) == found
    assert ["/robots.txt", "/page"] == [path for path, _ in server.asked]
    assert {AGENT} == {headers["user-agent"] for _, headers in server.asked}


def test_robots_txt_is_asked_for_once_a_host(server: PageServer) -> None:
    run = retrieval()
    run.get(f"{server.url}/page")
    run.get(f"{server.url}/page")
    assert ["/robots.txt", "/page", "/page"] == [path for path, _ in server.asked]


@pytest.mark.parametrize("status", [200, 401, 403, 500])
def test_what_robots_txt_forbids_is_not_asked_for(server: PageServer, status: int) -> None:
    server.pages["/robots.txt"] = (status, {}, b"User-agent: truespec\nDisallow: /page\n")
    assert "robots.txt" in refusal(f"{server.url}/page")
    assert ["/robots.txt"] == [path for path, _ in server.asked]


def test_a_version_that_is_known_is_not_sent_again(server: PageServer) -> None:
    found = retrieval().get(f"{server.url}/page", Validators('"one"', "Sat, 21 Nov 2026 09:00:00 GMT"))
    assert found.data is None
    assert ('"one"', "Sat, 21 Nov 2026 09:00:00 GMT") == (
        server.asked[-1][1]["if-none-match"],
        server.asked[-1][1]["if-modified-since"],
    )


def test_a_redirect_on_the_host_is_followed_and_one_to_another_is_not(server: PageServer) -> None:
    server.pages["/old"] = (301, {"Location": "/page"}, b"")
    server.pages["/away"] = (302, {"Location": "http://localhost:1/page"}, b"")
    server.pages["/round"] = (302, {"Location": "/round"}, b"")
    assert b"hello" == retrieval().get(f"{server.url}/old").data
    assert "redirects to another" in refusal(f"{server.url}/away")
    assert "too often" in refusal(f"{server.url}/round")


@pytest.mark.parametrize(
    "address",
    [
        "http://docs.example/page",
        "ftp://docs.example/page",
        "https://me:secret@docs.example/page",
        "https://",
        "page",
        "https://a b/",
    ],
)
def test_other_addresses_are_refused_before_anything_is_sent(address: str) -> None:
    said = refusal(address)
    assert "secret" not in said


def test_a_page_that_is_too_large_too_slow_or_missing_is_refused(server: PageServer) -> None:
    assert "bytes" in refusal(f"{server.url}/page", most=4)
    assert "404" in refusal(f"{server.url}/nowhere")
    assert "fetched" in refusal("http://127.0.0.1:9/page")


def test_pages_of_one_host_come_with_a_pause(server: PageServer) -> None:
    run = Retrieval(AGENT, 1000, pause=0.2)
    run.get(f"{server.url}/page")
    started = time.monotonic()
    run.get(f"{server.url}/page")
    assert time.monotonic() - started > 0.15


def test_a_page_is_read_by_its_address_and_asked_for_again_only_where_it_changed(
    workshop: Runner, server: PageServer
) -> None:
    server.pages["/api/pots"] = (200, {"ETag": '"a"'}, (PAGES / "pots-older.txt").read_bytes())
    address = f"{server.url}/api/pots"
    arguments = ("read", "--url", address, "--api", "openapi.yaml")
    assert 0 == workshop(*arguments).code
    assert not Path("documented.fetches.json").exists()
    assert 0 == workshop(*arguments, "--accept", "--save", "kept").code
    assert 1 == len(list(Path("kept").iterdir()))
    assert '"pots"' in Path("documented.lock.json").read_text(encoding="utf-8")
    again = workshop(*arguments, "--accept")
    assert (0, True) == (again.code, "not changed since it was accepted" in again.out)
    assert {"unchanged": True} == {
        key: value for key, value in workshop(*arguments, "--format", "json").document["page"].items() if key != "file"
    }
    server.pages["/api/pots"] = (200, {"ETag": '"b"'}, (PAGES / "pots-newer.txt").read_bytes())
    assert 1 == workshop(*arguments).code


def test_a_page_that_cannot_be_fetched_could_not_be_told_anything_about(workshop: Runner, server: PageServer) -> None:
    done = workshop("read", "--url", f"{server.url}/nowhere?token=secret")
    assert 3 == done.code
    assert "page-not-fetched" in done.err
    assert "secret" not in done.err


def test_tests_reach_nothing_but_this_machine(workshop: Runner) -> None:
    done = workshop("read", "--url", "https://docs.example/page")
    assert 3 == done.code
    assert "TRUESPEC_OFFLINE" in done.err
