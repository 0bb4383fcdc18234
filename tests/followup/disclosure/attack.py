"""An attack on published reports, written apart from the rules and from the audit.

It takes only what everybody can fetch: the JSON of all reports, oldest first. Every dot is a whole number;
integer programming finds how small and how large it can be. Nothing of the portal is imported here.

What the attacker uses: totals, codes, zeros that cannot be otherwise, means and rates with their rounding,
the same coordinate in several reports, classes that contain each other (read from their labels), grand
totals over interventions, that a dotted total is 0-4, and two versions of a year. What may not be so is
tried and let go of when it contradicts the rest.
"""

import re
from collections import defaultdict
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

TOTAL = "Totalt"
UNKNOWN = "Uppgift saknas"
MANY = 1_000_000
SAFE = 5


class Impossible(Exception):
    """No whole numbers fit what is known."""


class Problem:
    """Whole numbers under linear conditions. A row is {name: factor}, low, high."""

    def __init__(self):
        self.names = []
        self.place = {}
        self.rows = []

    def number(self, name):
        if name not in self.place:
            self.place[name] = len(self.names)
            self.names.append(name)
        return name

    def add(self, factors, low, high):
        for name in factors:
            self.number(name)
        row = (tuple(sorted(factors.items(), key=lambda each: self.place[each[0]])), low, high)
        if row not in self.rows:
            self.rows.append(row)

    def fix(self, name, value):
        self.add({name: 1}, value, value)


class Group:
    """The numbers that hang together, solved by themselves."""

    def __init__(self, names, rows):
        self.names = names
        self.place = {name: index for index, name in enumerate(names)}
        self.low = np.zeros(len(names))
        self.high = np.full(len(names), float(MANY))
        self.matrix, self.least, self.most = [], [], []
        for factors, low, high in rows:
            self.add(factors, low, high)

    def add(self, factors, low, high):
        row = np.zeros(len(self.names))
        for name, factor in factors:
            row[self.place[name]] = factor
        self.matrix.append(row)
        self.least.append(-np.inf if low is None else low)
        self.most.append(np.inf if high is None else high)

    def drop(self, count):
        for rows in (self.matrix, self.least, self.most):
            del rows[len(rows) - count :]

    def solve(self, goal):
        """The whole numbers that make the goal least. Raises Impossible."""
        found = milp(
            goal,
            integrality=np.ones(len(self.names)),
            bounds=Bounds(self.low, self.high),
            constraints=LinearConstraint(np.array(self.matrix), self.least, self.most),
            options={"presolve": len(self.names) > 3},
        )
        if found.x is None:
            raise Impossible(found.message)
        return np.round(found.x)

    def suppose(self, assumptions):
        for rows in assumptions:
            for row in rows:
                self.add(*row)
            try:
                self.solve(np.zeros(len(self.names)))
            except Impossible:
                self.drop(len(rows))

    def range(self, name):
        goal = np.zeros(len(self.names))
        goal[self.place[name]] = 1
        index = self.place[name]
        return int(self.solve(goal)[index]), int(self.solve(-goal)[index])

    def narrow(self, wanted):
        """The wanted numbers with fewer than five possible values, and their ranges.

        Every solution shows a possible value of every number, so most are cleared on the way.
        """
        low, high = np.full(len(self.names), np.inf), np.full(len(self.names), -np.inf)
        found = {}
        for name in wanted:
            index = self.place[name]
            if high[index] - low[index] + 1 >= SAFE:
                continue
            goal = np.zeros(len(self.names))
            goal[index] = 1
            for solution in (self.solve(goal), self.solve(-goal)):
                low, high = np.minimum(low, solution), np.maximum(high, solution)
            if high[index] - low[index] + 1 < SAFE:
                found[name] = int(low[index]), int(high[index])
        return found


class Attack:
    """Everything that can be read out of the reports."""

    def __init__(self, reports):
        self.problem = Problem()
        self.unknown_rows = {
            (*table["cells"][0]["coord"][:2], dim)
            for report in reports
            for table in report["tables"]
            for dim, codes in table["codes"].items()
            if UNKNOWN in codes["parts"]
        }
        self.assumptions = []
        self.dots, self.numbers, self.zeros = {}, {}, set()
        for report in reports:
            self.read_cells(report)
        for report in reports:
            self.read_codes(report)
            self.read_ratios(report)
        self.read_labels()
        self.read_versions(reports)

    # --- Reading

    def name(self, table, coord, release=None):
        at = dict(zip(table["dims"], coord, strict=True))
        year, what = at.pop("ar"), at.pop("insats")
        kept = tuple(sorted((dim, label) for dim, label in at.items() if label != TOTAL))
        is_of_cases = table["case_table"] and table["kind"] == "count"
        return (what if is_of_cases else table["id"], year, release or table["release"], kept, is_of_cases)

    def read_cells(self, report):
        for table in report["tables"]:
            for cell in table["cells"]:
                name = self.problem.number(self.name(table, cell["coord"]))
                if cell.get("structural"):
                    self.zeros.add(name)
                    self.problem.fix(name, 0)
                elif cell["published"] is None:
                    self.dots[name] = True
                    if not name[3] and name[4]:
                        self.assumptions.append([(((name, 1),), 0, 4)])
                else:
                    self.numbers[name] = cell["published"]
                    self.problem.fix(name, cell["published"])

    def read_codes(self, report):
        release = {
            (cell["coord"][1], cell["coord"][0]): table["release"]
            for table in report["tables"]
            if table["case_table"] and table["kind"] == "count"
            for cell in table["cells"]
        }
        for table in report["tables"]:
            coords = [cell["coord"] for cell in table["cells"]]
            for dim, codes in table["codes"].items():
                axis = table["dims"].index(dim)
                for coord in coords:
                    if coord[axis] != codes["total"] and dim != "insats":
                        continue
                    if dim != "insats" and not any(
                        other[axis] in codes["parts"]
                        and other[:axis] + other[axis + 1 :] == coord[:axis] + coord[axis + 1 :]
                        for other in coords
                    ):
                        continue
                    whole = [*coord[:axis], codes["total"], *coord[axis + 1 :]]
                    parts = []
                    for label in codes["parts"]:
                        place = [*coord[:axis], label, *coord[axis + 1 :]]
                        parts.append(self.name(table, place, release.get((place[1], place[0]))))
                    if (*whole[:2], dim) in self.unknown_rows and UNKNOWN not in codes["parts"]:
                        # There were some of unknown class in another version: perhaps in this one too.
                        place = [*coord[:axis], UNKNOWN, *coord[axis + 1 :]]
                        rest = self.problem.number(self.name(table, place))
                        if any(part in self.numbers for part in parts):
                            self.problem.fix(rest, 0)
                            self.zeros.add(rest)
                        self.problem.add(
                            {self.name(table, whole): -1, **dict.fromkeys([*parts, rest], 1)}, 0, 0
                        )
                        continue
                    self.adds_up(self.name(table, whole), parts)

    def adds_up(self, whole, parts):
        factors = {whole: -1, **dict.fromkeys(parts, 1)}
        if whole in self.zeros:
            self.zeros.update(parts)
        is_sure = any(part in self.numbers for part in parts)
        for name in factors:
            self.problem.number(name)
        if is_sure:
            self.problem.add(factors, 0, 0)
        else:
            # All dotted: some may be of unknown sex or age, and have no row.
            self.problem.add(factors, None, 0)
            self.assumptions.append([(tuple(factors.items()), 0, 0)])

    def read_ratios(self, report):
        for ratio in report["ratios"]:
            if ratio["published"] is None:
                continue
            top = self.ratio_name(report, ratio["numerator"], ratio["release"])
            bottom = self.ratio_name(report, ratio["denominator"], ratio["release"])
            printed = Fraction(str(ratio["published"]))
            half = Fraction(ratio["step"], 2) if "step" in ratio else Fraction(1, 2 * 10 ** ratio["decimals"])
            low, high = ((printed + side * half) / ratio.get("scale", 1) for side in (-1, 1))
            self.problem.add({bottom: 1}, 1, None)
            self.problem.add({top: low.denominator, bottom: -low.numerator}, 0, None)
            self.problem.add({top: high.denominator, bottom: -high.numerator}, None, 0)
            self.adds_up_over_classes(report, ratio)
            # Where there are nights or talks there is somebody who had them.
            cases = self.cases_of(report, ratio["numerator"])
            if cases and cases != bottom:
                self.problem.add({cases: 400, top: -1}, 0, None)

    def adds_up_over_classes(self, report, ratio):
        """What women and men had together is what all had: means of groups give the groups away."""
        table_id, *coord = ratio["denominator"].split("|")
        what = ratio["numerator"].split("|")[0]
        for table in report["tables"]:
            if table["id"] != table_id:
                continue
            for axis, dim in enumerate(table["dims"]):
                if dim in table["codes"] and coord[axis] != TOTAL and axis > 1:
                    places = [
                        [*coord[:axis], label, *coord[axis + 1 :]]
                        for label in (TOTAL, *table["codes"][dim]["parts"])
                    ]
                    names = [
                        self.ratio_name(report, "|".join((what, *place)), ratio["release"])
                        for place in places
                    ]
                    self.problem.add({names[0]: -1, **dict.fromkeys(names[1:], 1)}, 0, 0)

    def ratio_name(self, report, key, release):
        table_id, *coord = key.split("|")
        for table in report["tables"]:
            years = {cell["coord"][0] for cell in table["cells"]}
            if table["id"] == table_id and coord[0] in years and len(coord) == len(table["dims"]):
                return self.name(table, coord)
        return (table_id, coord[0], release, tuple(label for label in coord[2:] if label != TOTAL), False)

    def cases_of(self, report, key):
        _, year, what, *_ = key.split("|")
        for table in report["tables"]:
            if (
                table["case_table"]
                and table["kind"] == "count"
                and table["cells"][0]["coord"][:2] == [year, what]
            ):
                return (what, year, table["release"], (), True)
        return None

    def read_labels(self):
        """Ages that lie within each other, in the same release of the same year."""
        found = defaultdict(dict)
        for name in list(self.problem.names):
            if len(name[3]) == 1 and (ages := ages_of(name[3][0][1])):
                found[(*name[:3], name[3][0][0])][ages] = name
        for classes in found.values():
            for (low, high), whole in classes.items():
                inside = sorted(
                    (ages, part) for ages, part in classes.items() if low <= ages[0] and ages[1] <= high
                )
                parts = [(ages, part) for ages, part in inside if part != whole]
                if parts and tiles([ages for ages, _ in parts], low, high):
                    self.problem.add({whole: -1, **{part: 1 for _, part in parts}}, 0, 0)

    def read_versions(self, reports):
        order = list(dict.fromkeys(table["release"] for report in reports for table in report["tables"]))
        versions = defaultdict(list)
        for name in self.problem.names:
            if name[4] and name[2] not in versions[name[:2]]:
                versions[name[:2]].append(name[2])
        for (what, year), releases in versions.items():
            releases.sort(key=order.index)
            for index, old in enumerate(releases):
                seen = [self.numbers.get((what, year, old, (), True))]
                for new in releases[index + 1 :]:
                    seen.append(self.numbers.get((what, year, new, (), True)))
                    # Up and then down again: nothing is supposed between the first and the last.
                    if None not in seen and seen in (sorted(seen), sorted(seen, reverse=True)):
                        self.compare(what, year, old, new)

    def compare(self, what, year, old, new):
        """Equal totals: nothing happened. Otherwise cases were only added, or only taken away.

        Where a number was withdrawn for a change of a few, there was an error, which goes either way.
        """
        before, after = ((what, year, release, (), True) for release in (old, new))
        if before not in self.numbers or after not in self.numbers:
            return
        step = self.numbers[after] - self.numbers[before]
        pairs = defaultdict(list)
        for name in self.problem.names:
            other = (what, year, new, *name[3:])
            if name[:3] == (what, year, old) and other in self.problem.place:
                pairs[tuple(dim for dim, _ in name[3])].append((name, other))
        for both in pairs.values():
            withdrawn = any(one in self.numbers and other not in self.numbers for one, other in both)
            # A dot that is printed later was not withdrawn for a change: the pattern was made anew.
            reopened = any(one in self.dots and other in self.numbers for one, other in both)
            if abs(step) < SAFE and withdrawn and not reopened:
                continue
            low, high = (0 if step >= 0 else None), (0 if step <= 0 else None)
            self.assumptions.append([(((other, 1), (one, -1)), low, high) for one, other in both])

    # --- Solving

    def groups(self):
        """The groups, with the assumptions that hold."""
        sure = self.problem.rows
        rows = [*sure, *(row for rows in self.assumptions for row in rows)]
        root = {name: name for name in self.problem.names}

        def top(name):
            while root[name] != name:
                name = root[name]
            return name

        for factors, _, _ in rows:
            for name, _ in factors[1:]:
                root[top(name)] = top(factors[0][0])
        members, own, extra = defaultdict(list), defaultdict(list), defaultdict(list)
        for name in self.problem.names:
            members[top(name)].append(name)
        for row in sure:
            own[top(row[0][0][0])].append(row)
        for each in self.assumptions:
            if each not in extra[top(each[0][0][0][0])]:
                extra[top(each[0][0][0][0])].append(each)
        for key, names in members.items():
            group = Group(names, own[key])
            if not own[key] and not extra[key]:
                continue
            group.suppose(extra[key])
            yield group

    def wanted(self, name):
        """Dots, and classes that are not printed but can be worked out."""
        return name in self.dots or (name not in self.numbers and name not in self.zeros)


def opened(reports):
    """Every dot that keeps fewer than five values, with its range, by its name in words.

    A class that is in no cell counts when it is known to be under five. `reports` are the JSON of all that
    has been published, oldest first. Raises Impossible when the reports contradict themselves.
    """
    attack = Attack(reports)
    found = {}
    for group in attack.groups():
        wanted = [name for name in group.names if name[4] and attack.wanted(name)]
        for name, (low, high) in group.narrow(wanted).items():
            if name in attack.dots or low < SAFE:
                found[words(name)] = (low, high)
    return found


def ranges(reports):
    """The exact least and largest value of every dot of a table of cases."""
    attack = Attack(reports)
    return {
        words(name): group.range(name)
        for group in attack.groups()
        for name in group.names
        if name in attack.dots and name[4]
    }


def crossed(report, what, year, dims=("kon", "alder", "kommun")):
    """The range of every crossed cell (sex × age × municipality), which is printed nowhere.

    The one-way splits are the margins. A dotted split may hide cases of unknown class, as a class more.
    """
    table = next(
        each
        for each in report["tables"]
        if each["case_table"] and each["cells"][0]["coord"][:2] == [str(year), what]
    )
    printed = {tuple(cell["coord"]): cell["published"] for cell in table["cells"]}
    coord = {dim: table["dims"].index(dim) for dim in dims}
    total = printed[tuple(table["cells"][0]["coord"])]
    used = [dim for dim in dims if dim in table["codes"]]
    labels = [table["codes"][dim]["parts"] for dim in used]
    cells = list(product(*labels))
    group = Group(cells, [])
    if total is None:
        group.add([(cell, 1) for cell in cells], 0, 4)
    else:
        group.add([(cell, 1) for cell in cells], total, total)
    for axis, dim in enumerate(used):
        for label in labels[axis]:
            place = list(table["cells"][0]["coord"])
            place[coord[dim]] = label
            value = printed.get(tuple(place))
            if value is not None:
                group.add([(cell, 1) for cell in cells if cell[axis] == label], value, value)
    return {cell: group.range(cell) for cell in cells}


def ages_of(label):
    """The first and last age of a class, read from its label; None when it is no class of ages."""
    if found := re.fullmatch(r"(\d+)[–-](\d+)( år)?", label):
        return int(found[1]), int(found[2])
    found = re.fullmatch(r"(\d+)(\+| år och äldre)", label)
    return (int(found[1]), 150) if found else None


def tiles(ages, low, high):
    """Whether classes follow on each other from the lowest age to the highest."""
    ends = [low, *(last + 1 for _, last in ages)]
    return [first for first, _ in ages] == ends[:-1] and ends[-1] == high + 1


def words(name):
    what, year, _, classes, _ = name
    return f"{what} {year}, {', '.join(label for _, label in classes) or TOTAL}"
