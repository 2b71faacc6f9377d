"""What is published: complete, the same bytes each time, sealed pages, and never over somebody's own work."""

from __future__ import annotations

import base64
import copy
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.machinery import ModuleSpec
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from truespec.catalogue import entries
from truespec.contract.api import Api
from truespec.contract.inventory import take
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.publishing import build, renderer
from truespec.publishing.annotations import annotated
from truespec.publishing.build import build_distributions
from truespec.publishing.plan import Subject, publish
from truespec.publishing.portal import portal
from truespec.publishing.reference import inlined, reference_page
from truespec.publishing.renderer import Renderer

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "</script><script>alert(1)</script><!-- <script> & \u2028"
SPEC = """\
openapi: 3.1.0
info: {title: "Bees </title><script>alert(1)</script>", version: "1<b>"}
paths:
  /bees:
    get:
      operationId: listBees
      responses:
        "200":
          description: Bees.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Bee"}}}}
components:
  schemas:
    Bee: {type: object, properties: {queen: {$ref: "#/components/schemas/Queen"}, name: {type: string}}}
    Queen: {type: object, required: [age], properties: {age: {type: integer}, hive: {$ref: "#/components/schemas/Bee"}}}
    Wasp: {type: string}
"""


def truespec(
    *arguments: str, cwd: Path = ROOT, umask: int = 0o022, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line with a umask and environment variables of its own."""
    command = [sys.executable, "-m", "truespec", *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"} | variables
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, umask=umask, env=environment)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the catalogue, published."""
    out = tmp_path_factory.mktemp("published") / "site"
    result = truespec("publish", "--out", str(out))
    assert result.returncode == 0, result.stderr
    return out


@pytest.mark.xdist_group("publishing")
def test_the_same_input_gives_the_same_bytes_wherever_and_whenever(published: Path, tmp_path: Path) -> None:
    elsewhere = {
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "0",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
    }
    again = tmp_path / "again"
    result = truespec("publish", "--out", str(again), cwd=ROOT / "specs", umask=0o077, **elsewhere)
    assert result.returncode == 0, result.stderr
    first = {path.relative_to(published): path.read_bytes() for path in published.rglob("*") if path.is_file()}
    assert first == {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}


@pytest.mark.xdist_group("publishing")
def test_a_client_is_never_generated_into_what_is_published(published: Path) -> None:
    before = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    result = truespec("generate", "collins", "--out", str(published))
    assert (2, True) == (result.returncode, "folder-not-ours" in result.stderr), result.stderr
    assert before == {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}


@pytest.mark.xdist_group("publishing")
def test_the_checksums_cover_every_file(published: Path) -> None:
    sums = (published / "SHA256SUMS").read_text("utf-8").splitlines()
    named = {path: digest for digest, path in (line.split("  ") for line in sums)}
    paths = [
        path for path in published.rglob("*") if path.is_file() and path.name not in {"SHA256SUMS", "manifest.json"}
    ]
    assert named == {
        path.relative_to(published).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


@pytest.mark.xdist_group("publishing")
def test_page_and_index_lead_to_every_file(published: Path) -> None:
    linked = set(re.findall(r'href="([^"]+)"', (published / "index.html").read_text("utf-8"))) - {"data:,"}
    index = json.loads((published / "index.json").read_bytes())
    indexed = {file["path"] for api in index["apis"] for file in api["files"]}
    places = {link for link in linked if "#" in link}
    assert places == {f"{api['name']}/reference.html#tag/Assumptions" for api in index["apis"] if api["assumptions"]}
    linked -= places
    assert linked == indexed | {"index.json", "SHA256SUMS", "LICENCES.txt"}
    assert all((published / path).is_file() for path in linked)
    assert [path.name for path in sorted((ROOT / "specs").iterdir()) if path.is_dir()] == [
        api["name"] for api in index["apis"]
    ]
    for api in index["apis"]:
        kinds = [path.suffix for path in (published / api["name"] / "client").iterdir()]
        assert [".gz", ".whl"] == sorted(kinds)


@pytest.mark.xdist_group("publishing")
def test_every_json_schema_is_valid_and_stands_alone(published: Path) -> None:
    schemas = sorted(published.glob("*/schemas/*.json"))
    assert schemas
    for path in schemas:
        document = json.loads(path.read_bytes())
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema_rs.Draft202012Validator(document)


@pytest.mark.xdist_group("publishing")
def test_a_folder_that_is_as_it_should_be_stays_and_an_edited_file_is_refused(published: Path) -> None:
    page = published / "index.html"
    before = page.stat().st_mtime_ns
    assert truespec("publish", "--out", str(published)).returncode == 0
    assert before == page.stat().st_mtime_ns
    original = page.read_bytes()
    page.write_bytes(original + b"mine")
    result = truespec("publish", "--out", str(published))
    page.write_bytes(original)
    assert (2, True) == (result.returncode, "generated-file-edited" in result.stderr)


@pytest.mark.parametrize("what", ["somebody's file", "a client package"])
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, what: str) -> None:
    if what == "a client package":
        assert truespec("generate", "fullwhere", "--out", str(tmp_path)).returncode == 0
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    before = sorted(path for path in tmp_path.rglob("*"))
    result = truespec("publish", "fullwhere", "--out", str(tmp_path), "--format", "json")
    (diagnostic,) = json.loads(result.stdout)["diagnostics"]
    assert (2, "folder-not-ours") == (result.returncode, diagnostic["id"])
    assert before == sorted(path for path in tmp_path.rglob("*"))


def test_two_apis_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bees.yaml").write_text(SPEC, encoding="utf-8")
    result = truespec("publish", "a/bees.yaml", "b/bees.yaml", "--out", "site", cwd=tmp_path)
    assert (2, True) == (result.returncode, "api-name-twice" in result.stderr)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("words", [["nosuchapi"], ["broken.yaml"]])
def test_what_cannot_be_read_is_not_published(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "broken.yaml").write_text("openapi: 3.1.0\n", encoding="utf-8")
    result = truespec("publish", *words, "--out", "site", cwd=tmp_path)
    assert (2, False) == (result.returncode, (tmp_path / "site").exists())
    assert "error" in result.stderr


class Scripts(HTMLParser):
    """Collects the scripts of a page as a browser cuts them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str]] = []
        self.policy = ""
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script, or keep the policy."""
        given = dict(attrs)
        if tag == "script":
            assert "src" not in given
            self.found.append((given.get("type"), ""))
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        self._open = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """End a script."""
        self._open = self._open and tag != "script"

    def handle_data(self, data: str) -> None:
        """Add to the script that is open."""
        if self._open:
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)


def test_a_page_holds_the_spec_and_two_scripts_that_its_policy_names() -> None:
    found = renderer.renderer(Report())
    assert found is not None
    spec = {"info": {"title": HOSTILE}}
    page = reference_page(HOSTILE, spec, found)
    scripts = Scripts(page)
    assert ["application/json", None, None] == [kind for kind, _ in scripts.found]
    assert spec == json.loads(scripts.found[0][1])
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for _, text in scripts.found[1:]]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert f"script-src {allowed};" in scripts.policy
    assert scripts.policy.startswith("default-src 'none';")
    assert "cdn.redoc.ly" not in page
    assert 3 == len(re.findall(r"</script", page, re.IGNORECASE))
    assert "<!--" not in page


def test_inlined_json_means_the_same_and_has_no_markup() -> None:
    assert HOSTILE == json.loads(inlined(HOSTILE))
    assert re.search(r"[<>&\u2028]", inlined(HOSTILE)) is None


def test_the_front_page_escapes_what_a_spec_says(make_api: Callable[[str], Api]) -> None:
    made = publish(Subject(make_api(SPEC), {}, b"", b""), Renderer("", ""), Report())
    assert made is not None
    page = portal([made], Renderer("", ""))["index.html"].decode()
    assert "Bees &lt;/title&gt;&lt;script&gt;" in page
    assert "<script" not in page
    assert "<b>" not in page


ASSUMED = """\
openapi: 3.1.0
info: {title: Bees, version: "1"}
tags: [{name: Assumptions}]
paths:
  /bees:
    get:
      operationId: listBees
      x-assumed: {path: "printed *nowhere* </span><script>alert(1)</script>"}
      responses: {"200": {description: Bees.}}
components:
  schemas:
    Bee:
      type: object
      description: A bee.
      x-assumed: guessed
      properties:
        x-assumed: {type: string}
        age: {type: integer, default: 1, x-assumed: {type: not said, default: not said}}
      example: {x-assumed: data}
"""


def test_what_is_assumed_says_so_where_it_stands(make_api: Callable[[str], Api]) -> None:
    spec, api = yaml.safe_load(ASSUMED), make_api(ASSUMED)
    before = copy.deepcopy(spec)
    shown = annotated(spec, api, take(api))
    assert before == spec
    bee = shown["components"]["schemas"]["Bee"]
    assert '<span class="assumed"><b>assumed</b> guessed</span>\n\nA bee.' == bee["description"]
    assert {"type": "string"} == bee["properties"]["x-assumed"]
    assert {"x-assumed": "data"} == bee["example"]
    assert 2 == bee["properties"]["age"]["description"].count("</b> not said</span>")
    text = shown["paths"]["/bees"]["get"]["description"]
    assert "<script" not in text
    assert "*" not in text
    assert "printed *nowhere* </span><script>alert(1)</script>" in html.unescape(text)


def test_rules_and_assumptions_have_sections_that_take_no_tag_away(make_api: Callable[[str], Api]) -> None:
    api = make_api(ASSUMED)
    assert [{"name": "Assumptions"}] == annotated(yaml.safe_load(ASSUMED), api, take(api))["tags"]
    free = ASSUMED.replace("tags: [{name: Assumptions}]\n", "")
    api = make_api(free)
    (tag,) = annotated(yaml.safe_load(free), api, take(api))["tags"]
    assert ("Assumptions", True) == (tag["name"], tag["x-traitTag"])
    assert 4 == tag["description"].count("\n- ")


@pytest.mark.parametrize("name", [entry.name for entry in entries(ROOT, Report())])
def test_the_reference_lists_every_rule_and_every_assumption(name: str) -> None:
    api = load_api(name, Report(), ROOT)
    assert api is not None
    assert api.behaviour is not None
    taken = take(api)
    sections = {tag["name"]: html.unescape(tag["description"]) for tag in annotated({}, api, taken)["tags"]}
    reasons = [" ".join(assumed.assumption.why.split()) for assumed in taken.assumed]
    assert [] == [reason for reason in reasons if reason not in sections["Assumptions"]]
    rules = [rule for action in api.behaviour.actions for rule in (action, *action.rules)]
    said = [" ".join(rule.states.split()) for rule in (*rules, *api.behaviour.refusals, *api.behaviour.remarks)]
    assert [] == [sentence for sentence in said if sentence not in sections["Stated rules"]]


def test_the_renderer_is_read_and_the_package_that_brings_it_never_imported() -> None:
    program = (
        "import sys; from truespec.diagnostics import Report; from truespec.publishing.renderer import renderer; "
        "assert renderer(Report()); sys.exit(not sys.modules.keys().isdisjoint({'django', 'drf_spectacular_sidecar'}))"
    )
    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode


def test_a_schema_brings_the_definitions_it_needs_and_no_others(make_api: Callable[[str], Api]) -> None:
    made = publish(Subject(make_api(SPEC), {}, b"", b""), Renderer("", ""), Report())
    assert made is not None
    documents = {path: json.loads(made.files[path]) for path in made.files if path.startswith("schemas/")}
    assert ["Bee", "Queen"] == sorted(documents["schemas/Bee.json"]["$defs"])
    assert [] == sorted(documents["schemas/Wasp.json"]["$defs"])
    assert not jsonschema_rs.is_valid(documents["schemas/Bee.json"], {"queen": {}})


def _absent(name: str) -> ModuleSpec | None:
    del name


def test_a_missing_program_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "find_spec", _absent)
    monkeypatch.setattr(build, "find_spec", _absent)
    report = Report()
    assert renderer.renderer(report) is None
    assert build_distributions("bees-client", {}, report) is None
    assert ["builder-missing", "renderer-missing"] == sorted(diagnostic.id for diagnostic in report)
    assert all("truespec[publish]" in diagnostic.advice for diagnostic in report)


def test_a_client_that_cannot_be_built_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TMPDIR", str(tmp_path))
    report = Report()
    assert build_distributions("bees-client", {"pyproject.toml": "["}, report) is None
    assert ["client-not-built"] == [diagnostic.id for diagnostic in report]
