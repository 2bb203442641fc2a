"""`python -m benchmarks.peers.topics SYSTEM FOLDER WORK`: one way to find common issues among the letters, as JSON.

Runs in the system's own environment. Writes for each setting the groups of letters it found, by place.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from benchmarks.peers.corpus import Corpus, read_corpus
from benchmarks.peers.measure import peak_mb, processor_seconds, versions

Groups = Sequence[Sequence[int]]
Find = Callable[[], Groups]
Finder = Callable[[Corpus], AbstractContextManager[Mapping[str, Find]]]
"""Setting → what finds the groups with it; only the calls are timed."""


def found_topics(finder: Finder, corpus: Corpus, work: Path) -> dict[str, Any]:
    """Setting → groups, seconds and processor seconds; and the largest memory of all."""
    settings: dict[str, Any] = {}
    with finder(corpus) as several:
        for name, find in several.items():
            begun, spent = time.perf_counter(), processor_seconds(work)
            groups = [[int(place) for place in group] for group in find()]
            settings[name] = {
                "groups": groups,
                "seconds": time.perf_counter() - begun,
                "cpu": processor_seconds(work) - spent,
            }
    return {"settings": settings, "peak_mb": peak_mb(work)}


def main() -> None:
    """Finds the issues with one system and writes what was found."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("system")
    told.add_argument("folder", type=Path)
    told.add_argument("work", type=Path)
    given = told.parse_args()
    module = importlib.import_module(f"benchmarks.peers.{given.system}")
    found = found_topics(module.finder, read_corpus(given.folder), given.work)
    found["versions"] = versions(module.PACKAGES)
    (given.work / "found.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
