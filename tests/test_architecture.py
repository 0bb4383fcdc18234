"""The shape of the house: pure modules, apps in a line, no hidden writes."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("agreements", "costs", "followup", "cmv_portal")
MAY_IMPORT = {
    "agreements": {"agreements"},
    "costs": {"agreements", "costs"},
    "followup": {"agreements", "costs", "followup"},
    "cmv_portal": set(APPS),
}
# The one room of cmv_portal that the apps may enter: the table of roles, which imports nothing.
ROLES = "cmv_portal.roles"
PURE = {
    "agreements.appeals",
    "agreements.board",
    "agreements.entry",
    "agreements.duties",
    "agreements.duty",
    "agreements.duty_rules.followup",
    "agreements.duty_rules.meetings",
    "agreements.duty_rules.period",
    "agreements.duty_rules.reviews",
    "agreements.duty_rules.year",
    "agreements.notice_kinds",
    "agreements.notices",
    "agreements.swedish",
    "agreements.term",
    "agreements.term_kinds",
    "agreements.term_values",
    "agreements.terms",
    "cmv_portal.municipality.wording",
    "cmv_portal.packs.appendix",
    "cmv_portal.packs.consequences",
    "cmv_portal.packs.extract",
    "cmv_portal.packs.matter",
    "cmv_portal.packs.memo",
    "cmv_portal.packs.paper",
    "cmv_portal.packs.tables",
    "cmv_portal.roles",
    "cmv_portal.search.matching",
    "costs.allocation",
    "costs.apportionment",
    "costs.budget",
    "costs.calculation",
    "costs.changes",
    "costs.changes_json",
    "costs.comparison",
    "costs.difference_chart",
    "costs.revision",
    "costs.scenario",
    "costs.scenario_text",
    "costs.table_file",
    "followup.disclosure.audit",
    "followup.disclosure.derive",
    "followup.disclosure.intervals",
    "followup.disclosure.known",
    "followup.disclosure.levels",
    "followup.disclosure.model",
    "followup.disclosure.names",
    "followup.disclosure.protect",
    "followup.disclosure.revisions",
    "followup.disclosure.rules",
    "followup.charts",
    "followup.figures",
    "followup.free_text",
    "followup.presentation",
    "followup.review_years",
    "followup.importing.counts",
    "followup.importing.csv_file",
    "followup.importing.rows",
    "followup.importing.series",
    "followup.importing.words",
    "followup.measures",
}


def modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__"), path


MODULES = dict(modules())


def imports(path: Path) -> set[str]:
    """The modules a file imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relativ import"
            found |= {
                full if (full := f"{node.module}.{alias.name}") in MODULES else node.module
                for alias in node.names
            }
    return found


@pytest.mark.parametrize("name", sorted(MODULES))
def test_an_app_imports_only_those_before_it(name):
    allowed = MAY_IMPORT[name.split(".")[0]]
    ours = {module for module in imports(MODULES[name]) if module.split(".")[0] in APPS}
    wrong = {module for module in ours if module.split(".")[0] not in allowed and module != ROLES}
    assert not wrong


@pytest.mark.parametrize("name", sorted(PURE))
def test_a_pure_module_imports_the_standard_library_and_pure_modules(name):
    outside = {
        module
        for module in imports(MODULES[name])
        if module.split(".")[0] not in sys.stdlib_module_names and module not in PURE | {"agreements"}
    }
    assert not outside


READS = sorted(name for name in MODULES if name.startswith(("followup.queries.", "followup.models.")))


@pytest.mark.parametrize("name", READS)
def test_reads_know_nothing_of_writes(name):
    """views → actions (writes) and queries (reads) → models; an action may ask a query, never the reverse."""
    wrong = {module for module in imports(MODULES[name]) if ".actions" in module or ".views" in module}
    assert not wrong


def test_no_circle_of_imports():
    graph = {name: imports(path) & set(MODULES) - {name} for name, path in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"ring av importer: {' → '.join((*trail, name))}"
        if name not in done:
            for module in sorted(graph[name]):
                visit(module, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(?<!Download\.objects)\.bulk_(create|update)\(", "skriver ingen historik"),
        (r"\.objects[^\n]*\.update\(", "skriver ingen historik"),
        (r"(post|pre)_(save|delete)\b|@receiver", "signaler döljer vad som händer"),
        (r"\bfloat\(", "pengar och andelar är exakta"),
        (r"except Exception|except:", "fel sväljs inte"),
        (r"csrf_exempt|mark_safe", "säkerheten går inte förbi"),
    ],
)
def test_what_the_code_does_not_do(pattern, why):
    found = [name for name, path in MODULES.items() if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert not found, f"{found}: {why}"
