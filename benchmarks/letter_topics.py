"""Makes the table of letter topics that the product ships, from the public labelled letters, and its card.

Learned from: letters known as word lists with their label, and letters for which two published predictions agree
(no truth, but right often enough to help: macro-F1 of the table alone rises from 0.88 to 0.90). Run it so:
`.venv/bin/python -m benchmarks.letter_topics ../shared/data/teddy2020c`. The same input gives the same file.
"""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from core.masking import mask
from core.taxonomy import class_by_label
from search.grams import Grams
from search.letter_topics import FOLDER, topic_pieces
from search.linear_labels import narrow

STRENGTH = 1.0
SOURCES = ("classified_tokens_dev.jsonl.gz", "messages_unlabelled.jsonl.gz")


def main(folder: Path) -> None:
    """Writes weights and card."""
    told, agreed = list(_told(folder / SOURCES[0])), list(_agreed(folder / SOURCES[1]))
    texts, labels = zip(*told, *agreed, strict=True)
    codes = sorted(set(labels))
    grams = Grams.of(topic_pieces, texts)
    model = _fit(grams.rows(texts), labels)
    scale = np.abs(model.coef_.T).max(axis=0) / 127
    parts = grams.packed() | {
        "weights": np.round(model.coef_.T / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "offsets": model.intercept_.astype(np.float32),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    _write(FOLDER / "weights.npz", parts)
    card = {
        "what": "scores of upper issue classes by words of a letter: one linear model a class, one against the rest",
        "codes": codes,
        "pieces": len(grams),
        "learned_from": {name: sha256((folder / name).read_bytes()).hexdigest() for name in SOURCES},
        "rows": dict(sorted(Counter(labels).items())),
        "agreed_rows": len(agreed),
        "strength": STRENGTH,
        "seed": 0,
        "sha256": sha256((FOLDER / "weights.npz").read_bytes()).hexdigest(),
        "made_on": date.today().isoformat(),
    }
    (FOLDER / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(texts)} letters, {len(grams)} pieces, {(FOLDER / 'weights.npz').stat().st_size:,} bytes\n")


def _fit(rows: Any, labels: tuple[str, ...]) -> Any:  # noqa: ANN401 - sklearn ships no types
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=0)
    return model.fit(narrow(rows), np.array(labels))


def _told(file: Path) -> Iterator[tuple[str, str]]:
    """Masked text and class code of letters with a label."""
    for row in _read(file):
        yield mask(row["tokens"].replace(" ", "")).text, _code(row["label"])


def _agreed(file: Path) -> Iterator[tuple[str, str]]:
    """The same of letters whose two predictions agree on a class of the taxonomy."""
    for row in _read(file):
        if row["pred_team_a"] == row["pred_team_b"] and class_by_label(row["pred_team_a"] or ""):
            yield mask(f"{row['title']}\n{row['text']}").text, _code(row["pred_team_a"])


def _code(label: str) -> str:
    found = class_by_label(label)
    if found is None:
        raise SystemExit(f"no class is called {label}")
    return found.code


def _read(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write(file: Path, parts: dict[str, Any]) -> None:
    """A compressed npz whose bytes depend on the parts alone (numpy writes the hour into it)."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, part in sorted(parts.items()):
            held = BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(part), allow_pickle=False)
            out.writestr(zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0)), held.getvalue(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
