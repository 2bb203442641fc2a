"""Quality and speed, one command each: `python -m benchmarks.<name>` prints a table and writes `results/<name>.md`."""
