"""A host's robots.txt is read as it is meant, and what a host refuses is not asked for again."""

from __future__ import annotations

from pathlib import Path

import pytest
from drift_runs import PAGES, Runner, workshop
from page_server import page_server
from test_documentation_retrieval import AGENT, refusal
from truespec.documentation.retrieval import Retrieval, RetrievalError
from truespec.documentation.robots import rules_of

__all__ = ["workshop"]

RULES = {
    "a star": ("User-agent: *\nDisallow: /*.md\n", False),
    "an end": ("User-agent: *\nDisallow: /docs/page.md$\n", False),
    "another end": ("User-agent: *\nDisallow: /docs/page$\n", True),
    "a star and an end": ("User-agent: *\nDisallow: /docs/*.md$\n", False),
    "a longer rule that allows": ("User-agent: *\nDisallow: /\nAllow: /docs/\n", True),
    "a longer rule that forbids": ("User-agent: *\nAllow: /docs\nDisallow: /docs/page\n", False),
    "rules of one length": ("User-agent: *\nDisallow: /docs/\nAllow: /docs/\n", True),
    "a group of our own": ("User-agent: *\nDisallow: /\n\nUser-agent: TrueSpec\nDisallow: /other\n", True),
    "several names for one group": ("User-agent: a\nUser-agent: truespec/2\n\nDisallow: /docs\n", False),
    "a group for others": ("User-agent: a\nDisallow: /\n", True),
    "a mark of byte order": ("\ufeffUser-agent: *\nDisallow: /docs\n", False),
    "notes": ("User-agent: * # all\nDisallow: /docs # these\n", False),
    "letters as numbers": ("User-agent: *\nDisallow: /d%6Fcs\n", False),
    "nothing forbidden": ("User-agent: *\nDisallow:\n", True),
    "no rules at all": ("<html><body>Not found: yes</body></html>\n", True),
}


@pytest.mark.parametrize("name", RULES)
def test_rules_are_read_as_they_are_meant(name: str) -> None:
    text, allowed = RULES[name]
    assert allowed is rules_of(text, AGENT).allow("https://a.test/docs/page.md")


def test_many_stars_cost_nothing() -> None:
    rules = rules_of(f"User-agent: *\nDisallow: /{'*a' * 2_000}b$\n", AGENT)
    assert rules.allow(f"https://a.test/{'a' * 5_000}")


def test_a_part_of_a_second_is_a_delay_too() -> None:
    assert 0.5 == rules_of("User-agent: *\nCrawl-delay: 0.5\nCrawl-delay: soon\n", AGENT).delay


def test_a_redirect_leads_to_nothing_that_is_forbidden() -> None:
    with page_server() as server:
        server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
        server.pages["/page"] = (302, {"Location": "/private"}, b"")
        assert "robots.txt" in refusal(f"{server.url}/page")
        assert ["/robots.txt", "/page"] == [path for path, _ in server.asked]


@pytest.mark.parametrize("path", ["/page", "/robots.txt"])
@pytest.mark.parametrize(("later", "said"), [("120", "after 120 seconds"), ("Sun, 22 Nov 2026 12:00:00 GMT", "at Sun")])
def test_a_host_that_has_enough_is_left_alone(path: str, later: str, said: str) -> None:
    with page_server() as server:
        server.pages[path] = (429, {"Retry-After": later}, b"")
        run = Retrieval(AGENT, 1000, pause=0)
        for _ in range(2):
            with pytest.raises(RetrievalError, match="429") as caught:
                run.get(f"{server.url}/page")
            assert said in str(caught.value)
        assert path == server.asked[-1][0]
        assert (2 if path == "/page" else 1) == len(server.asked)


def test_nothing_changed_only_where_that_was_asked_for() -> None:
    with page_server() as server:
        server.pages["/page"] = (304, {}, b"")
        assert "304" in refusal(f"{server.url}/page")


def test_a_page_that_no_lock_holds_is_fetched_whole(workshop: Runner) -> None:
    with page_server() as server:
        server.pages["/pots"] = (200, {"ETag": '"a"'}, (PAGES / "pots-older.txt").read_bytes())
        arguments = ("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept")
        assert 0 == workshop(*arguments).code
        assert "not changed" in workshop(*arguments).out
        Path("documented.lock.json").unlink()
        again = workshop(*arguments)
    assert (0, False, True) == (again.code, "not changed" in again.out, Path("documented.lock.json").exists())


def test_a_page_that_was_refused_is_fetched_again_whole(workshop: Runner) -> None:
    with page_server() as server:
        older, newer = ((PAGES / f"pots-{one}.txt").read_bytes() for one in ("older", "newer"))
        server.pages |= {"/pots": (200, {"ETag": '"a"'}, older), "/more": (200, {"ETag": '"b"'}, newer[:200])}
        urls = [part for path in ("/more", "/pots") for part in ("--url", f"{server.url}{path}")]
        for _ in range(2):
            assert 3 == workshop("read", *urls, "--api", "openapi.yaml", "--accept").code
