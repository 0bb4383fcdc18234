"""What all tests share."""

import os

import pytest


def _skip_is_failure_in_ci(report):
    """A missing browser or database may cost a test on a laptop, never in CI."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Inget test får hoppas över i CI: {reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _skip_is_failure_in_ci((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _skip_is_failure_in_ci((yield))
