"""The report of a check in a real browser: it is sound, nobody is asked, and a phone need not scroll sideways."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from chromium import FLAGS, browser, opened

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (375, 1280)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report on a mock that breaks facts."""
    folder = tmp_path_factory.mktemp("checked")
    program = (
        "import sys, pathlib\n"
        "from truespec.checking.reports.files import ReportFile\n"
        "from truespec.checking.run import check\n"
        "from truespec.checking.targets import mock_target\n"
        "from truespec.diagnostics import Report\n"
        "from truespec.interpretation.load import load_api\n"
        "api = load_api('collins', Report())\n"
        "target = mock_target(api, ['field-type:email', 'dedupe-off', 'status:CreateCustomer=202'])\n"
        "check(api, target, listeners=[ReportFile('html', pathlib.Path(sys.argv[1]))])\n"
    )
    subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, check=True)
    return folder / "report.html"


def framed(page: Path, width: int, scratch: Path) -> tuple[int, int]:
    """Return the width of a page's view and that of its content; a frame is as narrow as a phone, a window is not."""
    frame = scratch / "frame.html"
    measure = "const d = f.contentDocument.documentElement; document.title = d.clientWidth + ' ' + d.scrollWidth"
    # The copy has no policy, so that a frame beside it may be measured; its style is the same.
    copy = scratch / "copy.html"
    copy.write_text(re.sub(r"<meta http-equiv=[^>]+>", "", page.read_text()).replace("<details>", "<details open>"))
    frame.write_text(
        f'<title>none</title><iframe id="f" src="copy.html" width="{width}" height="800" style="border:0"></iframe>'
        f"<script>f.onload = () => {{ {measure} }}</script>"
    )
    command = [browser(), *FLAGS, "--allow-file-access-from-files", f"--user-data-dir={scratch / 'profile'}"]
    done = subprocess.run(
        [*command, "--dump-dom", frame.as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    found = re.search(r"<title>(\d+) (\d+)</title>", done.stdout)
    assert found is not None, done.stderr
    return int(found[1]), int(found[2])


def test_the_report_opens_without_an_error_or_a_request(report: Path, tmp_path: Path) -> None:
    seen = opened(report, tmp_path)
    assert ((), ()) == (seen.console, seen.addresses)
    assert seen.title.startswith("collins at ")
    assert 3 == seen.dom.count('class="plot"')
    assert "✗ It does not hold" in seen.dom


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_page_even_with_all_details_open(report: Path, width: int, tmp_path: Path) -> None:
    view, content = framed(report, width, tmp_path)
    assert abs(view - width) < 20
    assert content <= view


@pytest.mark.parametrize("width", WIDTHS)
def test_the_style_is_in_force_and_the_bars_are_drawn(report: Path, width: int, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    flags = [browser(), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--force-device-scale-factor=1"]
    subprocess.run(
        [*flags, f"--window-size={width},900", f"--screenshot={picture}", report.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert (width, 900) == struct.unpack(">II", picture.read_bytes()[16:24])
    assert picture.stat().st_size > 10_000


def test_a_page_that_is_too_wide_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!DOCTYPE html><meta name="viewport" content="width=device-width"><pre>' + "x" * 5000)
    view, content = framed(page, WIDTHS[0], tmp_path)
    assert content > view
