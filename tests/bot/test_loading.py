"""What a start loads: every library that only some of its days need waits until it is needed."""

import subprocess
import sys

NEEDED_LATER = {
    "PIL",
    "alembic",
    "apscheduler",
    "babel",
    "dateparser",
    "docx",
    "icalendar",
    "python_calamine",
    "rich",
    "sqlalchemy.dialects.postgresql",
    "xlsxwriter",
}
_LOADED = """
import bot.cli.run, bot.loading, sys
bot.loading.load_libraries()
import bot.application
print(*sys.modules)
"""


def test_a_start_loads_no_library_that_its_first_answer_does_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], check=True, stdout=subprocess.PIPE, text=True)
    loaded = set(done.stdout.split())
    assert "telegram" in loaded
    assert not loaded & NEEDED_LATER
