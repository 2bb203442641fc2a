"""Every statute of the data composed in two layouts, parsed, compared with its rows and printed back.

python -m benchmarks.law_round_trip FOLDER [LIST]
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.report import write_report
from core.law_tree import Article, articles_of, parse, printed
from core.numerals import to_chinese

LAYOUTS = ("a", "b")


@dataclass(frozen=True, slots=True)
class Statute:
    """One document of the data: its own row and those of its articles."""

    told: Mapping[str, Any]
    articles: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Figures:
    """What the run found in one layout; `odd` lists every document whose articles are not those of the rows."""

    documents: int = 0
    round_trips: int = 0
    counts: int = 0
    numbers: int = 0
    texts: int = 0
    paths: int = 0
    articles: int = 0
    equal_texts: int = 0
    seconds: float = 0.0
    odd: list[dict[str, Any]] = field(default_factory=list)


def statutes(folder: Path) -> Iterator[Statute]:
    """The documents of the data, national ones first."""
    for laws, articles in (("laws", "articles"), ("local_laws", "local_articles")):
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for row in _rows(folder / f"{articles}.jsonl.gz"):
            rows.setdefault(row["doc_id"], []).append(row)
        for told in _rows(folder / f"{laws}.jsonl.gz"):
            yield Statute(told, rows.get(told["doc_id"], ()))


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def composed(one: Statute, layout: str) -> str:
    """The file a reader would meet: (a) plain articles under ## headings, (b) front matter and bold bullets."""
    told = one.told
    lines = list(_head(told, layout))
    path: list[str] = []
    for row in one.articles:
        now = [part for part in row["path"].split(" / ") if part]
        same = next((n for n, (x, y) in enumerate(zip(path, now, strict=False)) if x != y), min(len(path), len(now)))
        if now != path:
            for part in now[same:] or now[-1:]:
                lines += ["", f"## {part}", ""]
        path = now
        lines += _article(row, layout)
    return "\n".join(lines) + "\n"


def _head(told: Mapping[str, Any], layout: str) -> Iterator[str]:
    preamble = str(told.get("preamble") or "").strip()
    if layout == "a":
        yield from (f"# {told['title']}", "", *(preamble.split("\n") if preamble else ()), "", "<!-- INFO END -->", "")
        return
    dates = (f"published: {told.get('published', '')}", f"effective: {told.get('effective', '')}")
    yield from ("---", f"title: {told['title']}", *dates, f"status: {told.get('status', '')}", "---", "")
    yield from (*(preamble.split("\n") if preamble else ()), "")


def _article(row: Mapping[str, Any], layout: str) -> Iterator[str]:
    label = f"第{to_chinese(row['no'])}条" + (f"之{to_chinese(row['sub'])}" if row["sub"] else "")
    first, *rest = row["text"].split("\n")
    if layout == "a":
        yield from (f"{label} {first}", *rest)
        return
    yield f"- **{label}**　　{first}"
    for line in rest:
        yield from (f"- {line}" if line.startswith(("（", "(")) else line, "")


def compared(one: Statute, layout: str, figures: Figures) -> None:
    """Adds what parsing the composed document gives to `figures`."""
    source = composed(one, layout)
    began = time.perf_counter()
    tree = parse(source)
    figures.seconds += time.perf_counter() - began
    found = articles_of(tree, everywhere=True)
    figures.documents += 1
    figures.round_trips += printed(tree) == source
    figures.articles += len(found)
    wrong = _differences(one.articles, found)
    figures.counts += len(found) == len(one.articles)
    figures.numbers += not wrong["numbers"]
    figures.texts += not wrong["texts"]
    figures.paths += not wrong["paths"]
    figures.equal_texts += len(one.articles) - len(wrong["texts"]) if not wrong["numbers"] else 0
    if any(wrong.values()) or len(found) != len(one.articles):
        figures.odd.append(
            {
                "doc_id": one.told["doc_id"],
                "title": one.told["title"],
                "rows": len(one.articles),
                "found": len(found),
                **{name: some[:5] for name, some in wrong.items()},
                "oddities": [o.message for o in tree.oddities[:5]],
            }
        )


def _differences(rows: Sequence[Mapping[str, Any]], found: Sequence[Article]) -> dict[str, list[str]]:
    told = [(row["no"], row["sub"]) for row in rows]
    here = [(one.number, one.sub) for one in found]
    if told != here:
        missing = [f"缺{n}之{s}" if s else f"缺{n}" for n, s in told if (n, s) not in set(here)]
        extra = [f"多{n}之{s}" if s else f"多{n}" for n, s in here if (n, s) not in set(told)]
        return {"numbers": missing + extra or ["次序或重复"], "texts": [], "paths": []}
    pairs = list(zip(rows, found, strict=True))
    return {
        "numbers": [],
        "texts": [row["article"] for row, one in pairs if _plain(row["text"]) != _plain(one.text)],
        "paths": [
            f"{row['article']}：{one.path}"
            for row, one in pairs
            if _plain(row["path"].replace(" / ", "")) != _plain(one.path.replace(" › ", ""))
        ],
    }


def _plain(text: str) -> str:
    return "".join(text.split())


def main(folder: Path, listed: Path | None = None) -> None:
    """Writes the figures of both layouts and, to `listed`, every document that is not as its rows, with the reason."""
    figures = {layout: Figures() for layout in LAYOUTS}
    for one in statutes(folder):
        for layout in LAYOUTS:
            compared(one, layout, figures[layout])
    rows = []
    for layout, told in figures.items():
        all_of, share = f"{told.documents:,} documents, layout {layout}", told.counts / max(1, told.documents)
        rows.append(("printed back byte for byte", all_of, f"{told.round_trips:,}", f"{told.documents:,}"))
        rows.append(("article count as in the data", all_of, f"{told.counts:,} ({share:.2%})", "≥ 99.5 %"))
        rows.append(("words of every article as in the data", all_of, f"{told.texts:,}", "–"))
        rows.append(("parsed", f"{told.articles:,} articles, layout {layout}", f"{told.seconds:.1f} s", "–"))
    write_report("law_round_trip", "Statutes taken apart and printed back", rows)
    if listed:
        lines = [{"layout": layout, **odd} for layout, told in figures.items() for odd in told.odd]
        listed.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
