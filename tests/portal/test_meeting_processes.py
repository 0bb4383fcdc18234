"""Two secretaries who write at the same moment: the body's paragraphs have no gap and none twice."""

import pytest
from scratch import scratch

pytestmark = pytest.mark.xdist_group("processes")

# A meeting of its own a process, with so many matters decided one after another in the same body's year.
WRITE = """
import sys; sys.path.insert(0, "tests")
from datetime import date
import meeting_world as world
from agreements.actions.decisions import take_decision
_, items = world.held(*(f"Ärende {n}" for n in range(15)), day=date(2025, 3, {day}))
for item in items:
    take_decision(item=item, outcome="noted", text="Ja.", by=world.strategist())
"""
READ = """
from agreements.models import Decision
print(*Decision.objects.filter(year=2025).values_list("paragraph", flat=True).order_by("paragraph"))
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with scratch(tmp_path_factory.mktemp("meetings"), "meetings") as running:
        yield running


def test_two_at_once_get_every_paragraph_once(portal):
    writers = [portal.start("shell", "-v0", "-c", WRITE.replace("{day}", str(day))) for day in (4, 5, 6)]
    outputs = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], outputs
    numbers = portal.manage("shell", "-v0", "-c", READ).stdout.split()
    assert numbers == [str(number) for number in range(1, 46)]
