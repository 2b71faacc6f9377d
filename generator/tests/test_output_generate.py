"""The front door: fresh packages cost nothing, stale ones are shown, edited ones are refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rendered import PACKAGES
from truespec.catalogue import file_entry
from truespec.diagnostics import Report
from truespec.interpretation.load import load_with_files
from truespec.output.generate import Meaning, Outcome, generate

HEAVY = ("jinja2", "datamodel_code_generator", "schemathesis", "pydantic", "httpx2")
MODELS = "src/guest_book_client/models.py"


class Workshop:
    """A spec and the folder of its package."""

    def __init__(self, folder: Path) -> None:
        self.spec = folder / "specs" / "openapi.yaml"
        self.out = folder / "package"
        shutil.copytree(PACKAGES / "guests", self.spec.parent, ignore=shutil.ignore_patterns("expected"))
        self.report = Report()

    def run(self, *, check: bool = False, force: bool = False, **options: str) -> Outcome:
        """Run the front door once, with a report of its own."""
        self.report = Report()
        entry = file_entry(self.spec)

        def load() -> Meaning | None:
            found = load_with_files(entry, self.report)
            return None if found is None else Meaning(*found)

        return generate(entry.inputs, load, self.out, self.report, check=check, force=force, options=options)

    def edit(self, old: str, new: str) -> None:
        """Change the text of the spec."""
        text = self.spec.read_text(encoding="utf-8")
        assert old in text
        self.spec.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def ids(self) -> list[str]:
        """The ids of what was reported by the last run."""
        return [diagnostic.id for diagnostic in self.report]


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    """Return a spec whose package was made."""
    made = Workshop(tmp_path)
    assert made.run().fresh
    return made


def snapshot(folder: Path) -> dict[Path, tuple[int, ...]]:
    """Return what the system knows of every file, but for when it was last read."""
    found = {path: path.stat() for path in (folder, *folder.rglob("*"))}
    return {path: (seen.st_ino, seen.st_mode, seen.st_size, seen.st_mtime_ns) for path, seen in found.items()}


def test_a_fresh_package_needs_no_contract_and_no_write(shop: Workshop) -> None:
    before = snapshot(shop.out)
    for check in (True, False):
        outcome = shop.run(check=check)
        assert (True, False) == (outcome.fresh, outcome.rendered)
    assert before == snapshot(shop.out)


def test_counts_are_kept_for_the_run_that_has_nothing_to_do(shop: Workshop) -> None:
    first, again = shop.run(force=True).counts, shop.run(check=True).counts
    assert first == again
    assert (7, 7, 9, 9) == (
        again.operations_total,
        again.operations_rendered,
        again.schemas_total,
        again.schemas_rendered,
    )


def test_one_character_of_the_spec_makes_the_package_stale_and_shows_a_diff(shop: Workshop) -> None:
    shop.edit("How loyal a guest is.", "How loyal a guest is!")
    before = snapshot(shop.out)
    outcome = shop.run(check=True)
    assert not outcome.fresh
    shown = {file.path: file.diff for file in outcome.stale}
    assert '-"""How loyal a guest is."""\n+"""How loyal a guest is!"""\n' in shown[MODELS]
    assert shown[MODELS].startswith(f"--- {shop.out / MODELS}\n+++ ")
    assert before == snapshot(shop.out)


def test_a_comment_in_the_spec_makes_the_manifest_stale_alone(shop: Workshop) -> None:
    shop.edit("openapi: 3.1.1", "openapi: 3.1.1 # a comment")
    assert ["manifest.json"] == [file.path for file in shop.run(check=True).stale]
    assert shop.run().fresh
    assert not shop.run(check=True).rendered


def test_a_behaviour_that_appears_is_noticed(shop: Workshop) -> None:
    (shop.spec.parent / "behaviour.yaml").unlink()
    outcome = shop.run(check=True)
    assert "src/guest_book_client/guests.py" in [file.path for file in outcome.stale]


def test_an_edited_file_is_stale_and_refused_by_name(shop: Workshop) -> None:
    edited = shop.out / MODELS
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    assert [MODELS] == [file.path for file in shop.run(check=True).stale]
    outcome = shop.run()
    assert (False, True) == (outcome.fresh, outcome.rendered)
    assert ["generated-file-edited"] == shop.ids
    assert str(edited) in str(next(iter(shop.report)))
    assert edited.read_bytes().endswith(b"# mine\n")
    assert shop.run(force=True).fresh


def test_a_missing_and_a_surplus_file_are_stale(shop: Workshop) -> None:
    (shop.out / MODELS).unlink()
    shop.edit("tags: [photos]", "tags: [guests]")
    kinds = {file.path: file.kind for file in shop.run(check=True).stale}
    assert ("missing", "surplus") == (kinds[MODELS], kinds["src/guest_book_client/photos.py"])


def test_another_choice_on_the_command_line_is_noticed(shop: Workshop) -> None:
    assert shop.run(check=True, package="other").rendered


def test_a_spec_that_cannot_be_used_leaves_the_package_alone(shop: Workshop) -> None:
    before = snapshot(shop.out)
    shop.spec.write_text("openapi: [", encoding="utf-8")
    outcome = shop.run()
    assert (False, False) == (outcome.fresh, outcome.rendered)
    assert shop.report.failed
    assert before == snapshot(shop.out)


def test_a_referenced_file_is_an_input(shop: Workshop) -> None:
    shop.edit('tier: {$ref: "#/components/schemas/Tier"}', 'tier: {$ref: "tier.yaml"}')
    other = shop.spec.parent / "tier.yaml"
    other.write_text("{type: string, description: First.}\n", encoding="utf-8")
    assert shop.run().fresh
    assert not shop.run(check=True).rendered
    other.write_text("{type: string, description: Other.}\n", encoding="utf-8")
    assert not shop.run(check=True).fresh


def test_a_check_without_work_imports_nothing_heavy(shop: Workshop) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from truespec.catalogue import file_entry\n"
        "from truespec.diagnostics import Report\n"
        "from truespec.output.generate import generate\n"
        "spec, out = map(Path, sys.argv[1:])\n"
        "outcome = generate(file_entry(spec).inputs, lambda: None, out, Report(), check=True)\n"
        f"print(outcome.fresh, [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", program, str(shop.spec), str(shop.out)]
    assert "True []\n" == subprocess.run(command, capture_output=True, text=True, check=True).stdout


class FullDisk:
    """A system call that fails once, at its n-th use for what lies in the staging folder."""

    def __init__(self, original: Callable[..., object], allowed: int) -> None:
        self._original = original
        self._left = allowed

    def __call__(self, *arguments: object, **more: object) -> object:
        """Fail, or do what the system would."""
        if any("truespec-new" in str(argument) for argument in arguments):
            self._left -= 1
            if self._left == -1:
                raise OSError(28, "No space left on device")
        return self._original(*arguments, **more)


@pytest.mark.parametrize("allowed", [0, 1, 2, 5, 20])
@pytest.mark.parametrize("call", ["mkdir", "open"])
def test_a_disk_that_fails_at_the_nth_call_leaves_the_old_package(
    call: str, allowed: int, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.edit("How loyal a guest is.", "How loyal a guest is!")
    before = {path: path.read_bytes() for path in shop.out.rglob("*.*")}
    failing = FullDisk(getattr(os, call), allowed)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing)
        outcome = shop.run()
    if outcome.fresh:
        assert not shop.run(check=True).rendered
    else:
        assert ["folder-not-written"] == shop.ids
        assert before == {path: path.read_bytes() for path in shop.out.rglob("*.*")}
    assert [shop.out, shop.spec.parent] == sorted(shop.out.parent.iterdir())
