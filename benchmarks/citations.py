"""`python -m benchmarks.citations [peers]`: the reference reader on real questions, letters, replies and statutes.

With `peers`, word and hybrid search engines answer the same look-up questions beside it; see `citation_peers`.
"""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from benchmarks.citation_peers import peer_rows
from benchmarks.law_books import RESPELLINGS, Asked, Book, lookups, national_statutes, respelt, rows
from benchmarks.offices import fresh_office, shared
from benchmarks.report import RESULTS, percentile, write_report
from core.citations import Context, Resolved, find_citations, resolve
from core.citing.inside import citations_in_article
from core.citing.listed import ListedLaws
from core.law_titles import title_key
from ingest.articles import ingest_articles
from records.law_shelf import law_shelf

DAY = date(2026, 11, 22)
SENTENCES = 2000
Row = tuple[str, str, str, str]


def main(*, peers: bool) -> None:
    """Prints and writes the table of figures."""
    book = national_statutes()
    questions = lookups(book)
    table = []
    for row in _rows(book, questions, peers=peers):
        sys.stdout.write(f"  {row[0]}: {row[2]}\n")
        sys.stdout.flush()
        table.append(row)
    write_report("citations", "Citations: the reference reader", table)


def _rows(book: Book, questions: Sequence[Asked], *, peers: bool) -> Iterator[Row]:
    yield from _lookups(book, questions)
    yield _precision(book)
    yield from _replies(book)
    yield _inside(book)
    yield from _speed(book)
    yield _resolve_time()
    if peers:
        yield from peer_rows(book, questions)


def told(book: Book, text: str) -> list[Resolved]:
    """What the reader makes of a text with the national statutes at hand."""
    return resolve(find_citations(text, book.shelf.titles.known), book.shelf, day=DAY)


def _right(book: Book, one: Asked, found: Sequence[Resolved]) -> bool:
    """True when the first citation is the article asked for, of the act whatever its version."""
    if not found:
        return False
    first, meant = found[0], book.documents[one.doc_id].title
    same = title_key(first.title) == title_key(meant) or one.law in first.title
    return same and bool(first.article_id) and (first.citation.number, first.citation.sub) == (one.number, one.sub)


def _lookups(book: Book, questions: Sequence[Asked]) -> Iterator[Row]:
    def share(ask: Callable[[Asked], str]) -> str:
        right = [_right(book, one, told(book, ask(one))) for one in questions]
        return f"{sum(right) / len(right):.4f}"

    size = f"{len(questions)} questions"
    yield "article looked up, top-1, as asked", size, share(lambda one: one.query), "≥ 0.995"
    for how in RESPELLINGS:
        yield f"the same, {how}", size, share(lambda one, how=how: respelt(one, how)), "≥ 0.995"  # type: ignore[misc]


_REAL = re.compile(
    r"第\s*[零〇一二三四五六七八九十百千\d０-９]+\s*[、至]?[零〇一二三四五六七八九十百千\d]*\s*[条款项](?![建街路线手目])|(?:法|条例|办法|规定|细则)\s*第?\d"
    r"|《[^》]*(?:法|条例|规定|办法|细则|解释|意见|通知|决定|规范|方案|标准|规划|函|批复|通告|公告|制度|章程|目录|规则|答复|纪要|指南|规程|要求|纲要|措施|合同|协议)[^》]{0,12}》"
    r"|[〔【\[（(]\s*(?:19|20)\d\d\s*[〕】\])）]\s*第?\d+\s*号|\d+\s*号(?:文|令)|令第"
)
_TEMPTING = re.compile(r"第|条|款|项|《|“|号|法|规定|办法")


def citation_free() -> list[str]:
    """Sentences of real messages in which no law, document or contract is cited, drawn by their hash; half tempting."""
    drawn: dict[bool, list[str]] = {True: [], False: []}
    sentences = {
        part.strip()
        for row in rows("teddy2020c/hot_messages.jsonl.gz")
        for part in re.split(r"[。！？!?\n；;]", f"{row['title']}。{row['text']}")
    }
    plain = [one for one in sentences if 8 <= len(one) <= 200 and not _REAL.search(one)]
    for one in sorted(plain, key=lambda text: hashlib.sha256(text.encode()).digest()):
        if len(some := drawn[_TEMPTING.search(one) is not None]) < SENTENCES // 2:
            some.append(one)
    return [*drawn[True], *drawn[False]]


def _precision(book: Book) -> Row:
    sentences = citation_free()
    wrong = [one for one in sentences if any(c.citation.is_law for c in told(book, one))]
    for one in wrong:
        sys.stdout.write(f"  read where nothing is cited: {one[:80]}\n")
    share = 1 - len(wrong) / len(sentences)
    return "precision on sentences without a citation", f"{len(sentences)} sentences", f"{share:.4f}", "≥ 0.99"


def _replies(book: Book) -> Iterator[Row]:
    """Law and article of each citation against those noted for the replies; laws that the library has."""
    hit = extra = missed = count = 0
    for row in rows("teddy2020c/replies_dev.jsonl.gz"):
        cites = [one for one in row["cites"] if one["in_statutes"] and one["articles"]]
        if not cites:
            continue
        count += 1
        gold = {(title_key(one["law"]), str(number)) for one in cites for number in one["articles"]}
        laws = {law for law, _ in gold}
        got = {(title_key(one.title), _number(one)) for one in told(book, row["reply"]) if one.citation.number}
        got = {one for one in got if one[0] in laws}
        hit, extra, missed = hit + len(gold & got), extra + len(got - gold), missed + len(gold - got)
    size = f"{count} replies, {hit + missed} citations"
    yield "citations in replies, recall on law and article", size, f"{hit / (hit + missed):.4f}", "≥ 0.97"
    yield "citations in replies, precision on law and article", size, f"{hit / (hit + extra):.4f}", "≥ 0.97"


def _number(one: Resolved) -> str:
    return f"{one.citation.number}之{one.citation.sub}" if one.citation.sub else str(one.citation.number)


def _inside(book: Book) -> Row:
    """References of statutes to themselves that point to something; the others are listed beside the table."""
    good, open_ones = 0, []
    for act in book.documents.values():
        shelf = ListedLaws([act])
        for (number, sub), text in act.articles.items():
            place = Context(law=act.title, article=number, sub=sub)
            found = citations_in_article(text, place, extra_titles=book.shelf.titles.known)
            for one in resolve((c for c in found if c.law_kind == "self"), shelf, day=None):
                if one.verdict == "resolved":
                    good += 1
                else:
                    open_ones.append((act.title, f"{number}-{sub}", one.citation.quote, one.verdict, one.note))
    lines = ["\t".join(("act", "article", "reference", "verdict", "note")), *("\t".join(one) for one in open_ones)]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "citations_inside_open.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    total = good + len(open_ones)
    return "references of statutes to themselves that exist", f"{total} found", f"{good / total:.4f}", "≥ 0.98"


def _speed(book: Book) -> Iterator[Row]:
    replies = [row["reply"] for row in rows("teddy2020c/replies_dev.jsonl.gz")]
    begun = time.perf_counter()
    for reply in replies:
        find_citations(reply, book.shelf.titles.known)
    rate = len(replies) / (time.perf_counter() - begun)
    yield "replies read a second", f"{len(replies)} replies", f"{rate:,.0f}", "≥ 1,500"
    megabyte = "".join(replies)
    megabyte = (megabyte * 8)[: 10_000_000 // 3]
    begun = time.perf_counter()
    find_citations(megabyte)
    yield "one text of 10 MB without a line break", "10 MB", f"{time.perf_counter() - begun:.1f} s", "linear"


def _resolve_time() -> Row:
    """One text read and resolved over the records, the library warm."""
    texts = [f"依据《{row['law']}》第{row['article_no']}条" for row in rows("lawbench/1-1_article_lookup_dev.jsonl.gz")]
    with fresh_office() as office:
        ingest_articles(
            office.database,
            shared("statutes/articles.jsonl.gz"),
            regulations=shared("statutes/laws.jsonl.gz"),
            quarantine=office.home / "quarantine",
            now=office.now(),
        )
        took = []
        for text in [texts[0], *texts]:
            begun = time.perf_counter()
            with office.database.read() as tx:
                shelf = law_shelf(tx)
                resolve(find_citations(text, shelf.known), shelf, day=DAY)
            took.append((time.perf_counter() - begun) * 1000)
    told_ = f"{percentile(took[1:], 0.5):.1f} ms, p95 {percentile(took[1:], 0.95):.1f} ms"
    return "law resolve of one text, warm", f"{len(texts)} texts, 87,140 articles", told_, "≤ 5 ms"


if __name__ == "__main__":
    main(peers="peers" in sys.argv[1:])
