"""What script/setup and .ci/run lean on: pinned packages, typefaces, and no skipped test in CI."""

import os
import re
import subprocess
import sys
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cmv_portal import fonts

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


def names(requirements: list[str]) -> set[str]:
    return {re.match(r"[a-z0-9-]+", requirement).group() for requirement in requirements}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pinned_packages_name_no_address(name):
    lines = (ROOT / name).read_text().splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_every_declared_package_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert names(project["dependencies"]) <= pins("requirements.txt").keys()
    assert names(project["optional-dependencies"]["dev"]) <= pins("requirements-dev.txt").keys()


def test_tests_run_on_the_versions_that_serve():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("script", ["script/setup", "script/server", "script/test", ".ci/run"])
def test_scripts_can_be_executed(script):
    assert os.access(ROOT / script, os.X_OK)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in fonts.build(tmp_path_factory.mktemp("fonts"))}


@pytest.fixture(scope="module")
def faces(built) -> dict[str, TTFont]:
    return {name: TTFont(BytesIO(built[name])) for name in built if name.endswith(".woff2")}


def test_typefaces_and_licences_are_built(built):
    assert sorted(built) == [
        "cmv-sans-400.woff2",
        "cmv-sans-600.woff2",
        "cmv-sans-OFL.txt",
        "cmv-serif-600.woff2",
        "cmv-serif-OFL.txt",
    ]
    assert sum(len(content) for name, content in built.items() if name.endswith(".woff2")) < 45_000
    assert b"SIL Open Font License" in built["cmv-sans-OFL.txt"]


def test_a_second_build_writes_nothing_and_a_rebuild_the_same_bytes(built, tmp_path):
    first = fonts.build(tmp_path)
    assert {path.name: path.read_bytes() for path in first} == built
    assert fonts.build(tmp_path) == []
    (tmp_path / "cmv-sans-400.woff2").unlink()
    assert [path.name for path in fonts.build(tmp_path)] == ["cmv-sans-400.woff2"]


def test_a_modified_typeface_does_not_carry_the_reserved_name(faces):
    for face in faces.values():
        named = [
            record.toUnicode() for record in face["name"].names if record.nameID not in fonts.LICENCE_IDS
        ]
        assert [name for name in named if "Source" in name] == []
        assert face["name"].getBestFamilyName() in {"CMV Sans", "CMV Serif"}


def test_typefaces_hold_the_signs_of_the_pages(faces):
    for face in faces.values():
        held = face.getBestCmap()
        assert [sign for sign in "åäöéüÅÄÖ0123456789–…−×÷›✓§\u00a0" if ord(sign) not in held] == []


def test_figures_are_tabular(faces):
    for face in faces.values():
        assert len({face["hmtx"][face.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}) == 1


SKIPS = {
    "test_in_the_test.py": "import pytest\n\ndef test_page():\n    pytest.skip('ingen webbläsare')\n",
    "test_by_mark.py": "import pytest\n\n@pytest.mark.skip\ndef test_page():\n    pass\n",
    "test_module.py": "import pytest\n\npytest.skip('ingen databas', allow_module_level=True)\n",
    "test_run.py": "def test_run():\n    pass\n",
}


@pytest.mark.parametrize(
    ("ci", "exit_code", "summary"),
    [("true", 1, "1 failed, 1 passed, 2 errors"), ("", 0, "1 passed, 3 skipped")],
)
def test_a_skip_is_a_failure_in_ci_only(tmp_path, ci, exit_code, summary):
    for name, source in SKIPS.items():
        (tmp_path / name).write_text(source)
    options = ["-n0", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", ROOT / "pyproject.toml", "-p", "conftest", tmp_path],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]), "CI": ci},
        capture_output=True,
        text=True,
    )
    assert summary in result.stdout
    assert result.returncode == exit_code
