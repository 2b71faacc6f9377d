"""The report of a check in a real browser: sound, asking nobody, readable at any width, in any colours and in none."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from checked_server import GuestServer, guest_api, guest_target
from devtools import Page, page_in
from truespec.checking.coverable import Coverable
from truespec.checking.coverage import Covered
from truespec.checking.events import Event, Exchanged, RunFinished
from truespec.checking.reports.files import ReportFile
from truespec.checking.run import check
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict
from truespec.diagnostics import Location

PHONE, DESKTOP = 360, 1280
PLACE = Location("spec.yaml", 3, 4)
RUNS = ("real", "empty", "huge", "hostile")
HOSTILE = "\"]]>'</style><script>alert(1)</script><img src=//x onerror=alert(2)>\x1b[31m\x00\ud800\u202e\n& مرحبا 🍷 "
NAMES = (HOSTILE, "a" * 3000, "ä" * 500, "{{x}}${y}<!--", " ", "../../etc", "word " * 200)


def reported(folder: Path, verdict: Verdict, events: list[Event]) -> Path:
    report = ReportFile("html", folder)
    for event in (*events, RunFinished(verdict)):
        report(event)
    return report.path


def real(folder: Path) -> Path:
    """Return the report on a server that breaks facts, differs from an assumption, and leaves something open."""
    api = guest_api(folder)
    server = GuestServer("dedupe-off", "visits-text", "status", "name-number")
    verdict = check(api, guest_target(api, server), listeners=[ReportFile("html", folder)], tag="test", budget=600)
    assert verdict.broken
    assert verdict.differs
    assert verdict.holds
    return folder / "report.html"


def empty(folder: Path) -> Path:
    return reported(folder, Verdict("nobody", "http://127.0.0.1:1", "quick", lost="GET /: ConnectError"), [])


def made_of(names: tuple[str, ...], facts: int) -> tuple[Verdict, list[Event]]:
    """Return a run over operations of these names, with something of every kind."""
    known = [Fact(f"{name}.{n}", f"{name} says {n}", PLACE, name, "body") for name in names for n in range(facts)]
    assumed = Fact("assumed", names[0], PLACE, names[0], "body", assumed=names[-1])
    told = ("GET /", "200, {}", f"curl -i http://x/{names[0]}", 7, f"print({names[0]!r})")
    broken = tuple(Finding(fact, fact.states, *told) for fact in known[::11])
    open_ = tuple(NotChecked(fact, f"because of {fact.operation}") for fact in known[5::7])
    covered = tuple(
        Covered(Coverable("parameters", fact.id, fact.operation, PLACE), number % 3 > 0, fact.operation)
        for number, fact in enumerate(known)
    )
    differs = (Finding(assumed, names[0], *told),)
    verdict = Verdict(names[0], f"http://{names[0]}", "quick", tuple(known[1::11]), broken, differs, open_, covered)
    events: list[Event] = [
        Exchanged(name, 200, 10.0 ** (number % 9 - 6)) for name, number in itertools.product(names, range(20))
    ]
    return verdict, events


def huge(folder: Path) -> Path:
    return reported(folder, *made_of(tuple(f"operationNumber{number}OfMany" for number in range(500)), 12))


def hostile(folder: Path) -> Path:
    return reported(folder, *made_of(NAMES, 12))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the address of each report by its name."""
    makers = (real, empty, huge, hostile)
    return {make.__name__: make(tmp_path_factory.mktemp(make.__name__)).as_uri() for make in makers}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Yield a page of one browser for all tests."""
    with page_in(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"
TOO_WIDE = """(() => { const wide = document.documentElement.clientWidth;
  const over = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 1 &&
    !e.closest('thead, defs')).map(e => e.outerHTML.slice(0, 100));
  return [document.documentElement.scrollWidth - wide, over.slice(0, 3)] })()"""
FAINT = """(() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const even = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(v => even(v / 255))
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c } return [255, 255, 255] };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  let seen = 0;
  while (texts.nextNode()) { const e = texts.currentNode.parentElement, style = getComputedStyle(e);
    if (!texts.currentNode.data.trim() || e.tagName === 'title') continue;
    const ink = light(parts(e.closest('svg') ? style.fill : style.color)), paper = light(ground(e));
    const contrast = (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05); seen += 1;
    if (contrast < 4.5) found.push([contrast, e.outerHTML.slice(0, 100)]) }
  return [seen > 10, found.slice(0, 3)] })()"""
ON_EACH_OTHER = """[...document.querySelectorAll('svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent]);
  return boxes.flatMap(([a, one], i) => boxes.slice(i + 1).filter(([b]) => a.left < b.right && b.left < a.right &&
    a.top + 2 < b.bottom && b.top + 2 < a.bottom).map(([, other]) => one + ' on ' + other)) }).slice(0, 3)"""


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_sound_and_readable(reports: dict[str, str], page: Page, run: str, width: int, scheme: str) -> None:
    page.console.clear()
    page.asked.clear()
    page.open(reports[run], width=width, scheme=scheme)
    page.value_of(UNFOLD)
    assert ([], [reports[run]]) == (page.console, page.asked)
    assert [0, []] == page.value_of(TOO_WIDE)
    assert [True, []] == page.value_of(FAINT)
    assert [] == page.value_of(ON_EACH_OTHER)
    assert 0 == page.value_of("document.querySelectorAll('script, img, iframe, object, link, form').length")


def test_what_is_wrong_with_a_page_is_found_out(page: Page, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<!DOCTYPE html><meta name="viewport" content="width=device-width"><style>p { color: #999 }</style>'
        f"<pre>{'x' * 5000}</pre>{'<p>faint</p>' * 11}<svg><text y=9>one</text><text y=9>two</text></svg>"
        "<script>console.log('said'); fetch('http://127.0.0.1:9/').catch(() => 0); throw Error()</script>"
    )
    page.console.clear()
    page.asked.clear()
    page.open(bad.as_uri(), width=PHONE)
    assert page.value_of(TOO_WIDE)[0] > 0
    assert 3 == len(page.value_of(FAINT)[1])
    assert ["one on two"] == page.value_of(ON_EACH_OTHER)
    assert "http://127.0.0.1:9/" in page.asked
    assert len(page.console) >= 2


def test_the_policy_lets_nothing_run_and_nothing_load(reports: dict[str, str], page: Page) -> None:
    page.open(reports["real"])
    page.console.clear()
    page.value_of(
        "document.body.insertAdjacentHTML('beforeend', '<img src=http://127.0.0.1:9/a><b style=color:red onclick=x()>')"
    )
    page.value_of("new Promise(done => setTimeout(done, 300))")
    assert len([line for line in page.console if "Content Security Policy" in line]) >= 2


def test_every_mark_of_a_plot_is_said_in_words_and_in_a_table(reports: dict[str, str], page: Page) -> None:
    page.open(reports["real"])
    rows = page.value_of(
        "[...document.querySelectorAll('.row:has(.said)')].map(row => [row.querySelector('.said').innerText, "
        "[...row.querySelectorAll('rect[fill]')].map(mark => mark.getAttribute('fill')), "
        "row.querySelector('svg title').textContent, row.querySelector('svg').getAttribute('role')])"
    )
    assert len(rows) > 10
    for said, marks, title, role in rows:
        assert title.endswith(said)
        assert "img" == role
        for mark in marks:
            assert mark.removeprefix("url(#fill-").removesuffix(")").replace("-", " ") in said
    plots = "document.querySelectorAll('figure.plot')"
    assert 4 == page.value_of(f"{plots}.length")
    assert page.value_of(f"[...{plots}].every(plot => plot.querySelector('details:last-child table tbody tr'))")


def test_the_axes_say_what_is_measured_and_in_which_unit(reports: dict[str, str], page: Page) -> None:
    page.open(reports["real"])
    axes = page.value_of("[...document.querySelectorAll('figure.plot')].map(plot => plot.innerText + plot.textContent)")
    outcome, coverage, columns, spread = axes
    assert "facts" in outcome
    assert "100 %" in coverage
    for plot in (columns, spread):
        assert "time to the whole answer, logarithmic" in plot
        assert " ms" in plot
    assert "answers" in columns


def test_without_any_colour_the_patterns_still_differ(reports: dict[str, str], page: Page) -> None:
    page.open(reports["real"])
    page.value_of(
        "for (const word of ['hold', 'broken', 'differ', 'open']) "
        "document.documentElement.style.setProperty('--' + word, '#ddd')"
    )
    pictures: dict[str, bytes] = {}
    for word in ("hold", "broken", "differ", "not checked"):
        box = page.value_of(
            "(() => { const all = [...document.querySelectorAll('#operations ~ figure .legend li')];"
            f"const box = all.find(item => item.innerText.endsWith({json.dumps(word)})).querySelector('svg')"
            ".getBoundingClientRect(); return [box.x + scrollX, box.y + scrollY, box.width, box.height] })()"
        )
        clip = dict(zip(("x", "y", "width", "height"), box, strict=True)) | {"scale": 1}
        told = page.tell("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        pictures[word] = told["data"]
    assert 4 == len(set(pictures.values()))


def test_the_keyboard_reaches_links_and_folds_and_one_sees_where_it_is(reports: dict[str, str], page: Page) -> None:
    page.open(reports["real"])
    seen: list[str] = []
    for _ in range(14):
        page.press("Tab")
        tag, style, width = page.value_of(
            "(e => [e.tagName, getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)])"
            "(document.activeElement)"
        )
        assert ("solid", True) == (style, width >= 2)
        seen.append(tag)
    assert {"A", "SUMMARY"} == set(seen)
    was = page.value_of("document.activeElement.parentElement.open")
    page.press("Enter")
    assert was is not page.value_of("document.activeElement.parentElement.open")


def test_a_link_leads_to_its_section(reports: dict[str, str], page: Page) -> None:
    page.open(reports["huge"])
    links = page.value_of("[...document.querySelectorAll('nav a')].map(link => link.getAttribute('href'))")
    assert {"#broken", "#differs", "#operations", "#coverage", "#times", "#not-checked", "#holding"} == set(links)
    assert page.value_of(f"{json.dumps(links)}.every(link => document.querySelectorAll(link).length === 1)")


def test_a_run_that_found_nothing_says_so(reports: dict[str, str], page: Page) -> None:
    page.open(reports["empty"], width=PHONE)
    told = page.value_of("document.body.innerText")
    assert "? It could not be told" in told
    assert "The target was lost: GET /: ConnectError." in told


def test_names_are_shown_and_never_markup(reports: dict[str, str], page: Page) -> None:
    page.open(reports["hostile"])
    told = page.value_of("document.querySelector('h1').textContent")
    assert "<script>alert(1)</script>" in told
    assert "\u202e" not in told


def test_what_is_printed_is_unfolded(reports: dict[str, str], page: Page) -> None:
    page.open(reports["real"])
    page.tell("Emulation.setEmulatedMedia", media="print")
    tall = page.value_of("document.querySelector('#holding ~ details').getBoundingClientRect().height")
    page.tell("Emulation.setEmulatedMedia", media="")
    assert tall > 200
