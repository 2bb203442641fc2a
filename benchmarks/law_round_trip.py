"""Every statute of the data composed in two layouts, parsed, compared with its rows and printed back.

python -m benchmarks.law_round_trip FOLDER [LIST]
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.report import RESULTS, write_report
from core.citations import article_label
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
                "reason": _reason(one, found, wrong),
                **{name: some[:30] for name, some in wrong.items()},
                "oddities": [o.message for o in tree.oddities[:5]],
            }
        )


def _differences(rows: Sequence[Mapping[str, Any]], found: Sequence[Article]) -> dict[str, list[str]]:
    told = [(row["no"], row["sub"]) for row in rows]
    here = [(one.number, one.sub) for one in found]
    if told != here:
        differ = sorted(set(told) ^ set(here))
        return {"numbers": [article_label(*key) for key in differ] or ["次序或重复"], "texts": [], "paths": []}
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


def _reason(one: Statute, found: Sequence[Article], wrong: Mapping[str, Sequence[str]]) -> str:
    """Why a document is not as its rows, as far as the two can tell."""
    if wrong["numbers"]:
        held = "\n".join([str(one.told.get("preamble") or ""), *(row["text"] for row in one.articles)])
        extra = [label for a in found if (label := article_label(a.number, a.sub)) in wrong["numbers"]]
        if extra:
            held_all = all(re.search(rf"^\s*{label}", held, re.MULTILINE) for label in extra)
            return "the data holds them inside another text" if held_all else "not in the data"
        repeated = len({(row["no"], row["sub"]) for row in one.articles}) < len(one.articles)
        return (
            "a number stands twice in the data"
            if repeated
            else "a number out of order in the data, taken for a reference"
        )
    after = all(_plain(row["text"]).startswith(_plain(a.text)) for row, a in zip(one.articles, found, strict=True))
    if wrong["texts"]:
        return "the data holds a heading, annex or signature inside the article before it" if after else "other words"
    return "a heading the data lacks or writes elsewhere"


def _plain(text: str) -> str:
    return "".join(text.split())


def main(folder: Path, listed: Path | None = None) -> None:
    """Writes the figures of both layouts, and every document that is not as its rows with the reason."""
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
    (RESULTS / "law_round_trip_differences.md").write_text("\n".join(_listed(figures)) + "\n", encoding="utf-8")
    if listed:
        lines = [{"layout": layout, **odd} for layout, told in figures.items() for odd in told.odd]
        listed.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")


def _listed(figures: Mapping[str, Figures]) -> Iterator[str]:
    yield "# Statutes whose articles are not as in the data"
    yield ""
    yield "| layout | title | articles in the data | found | which | reason |"
    yield "|---|---|---|---|---|---|"
    for layout, told in figures.items():
        for odd in told.odd:
            which = [*odd["numbers"], *odd["texts"]][:6]
            cells = (layout, odd["title"], odd["rows"], odd["found"], "、".join(which), odd["reason"])
            yield f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
