"""Quality and speed, one command each: `python -m benchmarks.<name>` prints a table and writes `results/<name>.md`."""

from core.settings import prepare_process

prepare_process()  # as in app.py and cli.py, before any library reads at import how many threads it may have
