"""Reading a gold set from a file: JSON lines, the first says what it is (docs/gold-sets.md).

Everything that cannot be scored is refused here, in Chinese, with file and line: an unknown kind, a question asked
twice, a pair that is both the same and not, labels or pairs of one class only.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from core.dates import read_day
from core.errors import InputError
from core.masking import mask
from eval.gold import KINDS, Ask, Cluster, GoldSet, Labelled, Level, Pair, Target
from search.documents import CORPORA

HEADER = '第一行写明是什么评测集，例如：{"kind":"ranking","corpus":"petitions","name":"相似来信"}'
ASK = '写法如：{"id":"1","text":"物业停水怎么办","relevant":["8817"]}，或 {"like":"8816","relevant":{"8817":2}}'
PAIR = '写法如：{"one":"8816","other":"8817","same":true}'
CLUSTER = '写法如：{"id":"停水","members":["8816","8817"],"lookalikes":["9001"]}'
LABEL = '写法如：{"id":"8816","label":"物业管理"}，或 {"id":"新1","text":"小区停水","label":"物业管理"}'
MOST_FOLDS = 20
MOST_DEPTH = 1000
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Reader:
    """One file being read, for messages that name it."""

    file: str

    def wrong(self, detail: str, hint: str, row: int | None = None, column: str = "") -> InputError:
        return InputError(detail, hint, file=self.file, row=row, column=column)


def read_gold(file: Path) -> GoldSet:
    """The gold set in a file, plain or .gz. Raises InputError naming file and line for what cannot be taken."""
    reader = _Reader(str(file))
    lines = _lines(reader, file)
    if not lines:
        raise reader.wrong("评测集是空的", HEADER)
    head = _head(reader, lines[0][1])
    rows = lines[1:]
    if not rows:
        raise reader.wrong("评测集只有第一行说明，没有一条内容", _example(head["kind"]))
    common = {name: head[name] for name in ("kind", "corpus", "target", "level", "hidden", "folds", "depth")}
    name = str(head.get("name") or file.name.removesuffix(".gz").removesuffix(".jsonl"))
    read: Mapping[str, Callable[[], dict[str, Any]]] = {
        "ranking": lambda: {"asks": _asks(reader, rows)},
        "pairs": lambda: {"pairs": _pairs(reader, rows)},
        "clusters": lambda: {"clusters": _clusters(reader, rows)},
        "labels": lambda: {"labelled": _labelled(reader, rows)},
    }
    return GoldSet(name=name, **common, **read[head["kind"]]())


def _example(kind: str) -> str:
    return {"ranking": ASK, "pairs": PAIR, "clusters": CLUSTER, "labels": LABEL}[kind]


def _lines(reader: _Reader, file: Path) -> list[tuple[int, Line]]:
    found = []
    for number, line in enumerate(_text(reader, file).split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise reader.wrong("不是 JSON", HEADER, number) from error
            if not isinstance(row, dict):
                raise reader.wrong("不是一个 JSON 对象", HEADER, number)
            found.append((number, row))
    return found


def _text(reader: _Reader, file: Path) -> str:
    try:
        if file.suffix == ".gz":
            with gzip.open(file, "rt", encoding="utf-8-sig") as stream:
                return stream.read()
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise reader.wrong("找不到评测集", "请核对路径；本办自己的评测集写作 office") from error
    except UnicodeDecodeError as error:
        raise reader.wrong("评测集不是 UTF-8 编码", "请另存为 UTF-8") from error
    except (OSError, EOFError) as error:
        raise reader.wrong("评测集打不开：是文件夹、没有读取权限，或压缩包不完整", "请核对路径和权限") from error


def _head(reader: _Reader, head: Line) -> Line:
    kind = head.get("kind")
    if kind not in KINDS:
        raise reader.wrong(f"没有写明是哪种评测集：kind = {kind!r}，可用 {'、'.join(KINDS)}", HEADER, 1, "kind")
    target = head.get("target", "issue-class")
    level = head.get("level", "article")
    corpus = head.get("corpus", "petitions")
    for name, value, known in (
        ("corpus", corpus, CORPORA),
        ("target", target, get_args(Target)),
        ("level", level, get_args(Level)),
    ):
        if value not in known:
            raise reader.wrong(f"不认识的 {name}：{value!r}，可用 {'、'.join(known)}", HEADER, 1, name)
    if kind != "ranking" and corpus != "petitions":
        raise reader.wrong(f"“{KINDS[head['kind']]}”评测集只能是信访件（petitions）", HEADER, 1, "corpus")
    whole = {
        "folds": _whole(reader, head, "folds", 5, (2, MOST_FOLDS)),
        "depth": _whole(reader, head, "depth", 0, (0, MOST_DEPTH)),
    }
    hidden = frozenset(map(str, head.get("hidden") or ()))
    return {**head, "corpus": corpus, "target": target, "level": level, "hidden": hidden, **whole}


def _whole(reader: _Reader, head: Line, name: str, usual: int, span: tuple[int, int]) -> int:
    value = head.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not span[0] <= value <= span[1]:
        raise reader.wrong(f"{name} 应是 {span[0]} 到 {span[1]} 的整数，写的是 {value!r}", HEADER, 1, name)
    return value


def _asks(reader: _Reader, rows: list[tuple[int, Line]]) -> tuple[Ask, ...]:
    asks, seen = [], dict[tuple[str, ...], int]()
    for number, row in rows:
        ask = _ask(reader, number, row)
        for key, what in (((ask.id,), f"编号“{ask.id}”"), ((ask.text, ask.like), "同一问")):
            first = seen.setdefault(key, number)
            if first != number:
                raise reader.wrong(f"{what}在第 {first} 行已经有了", "每问只写一行，相关的编号放在一起", number)
        asks.append(ask)
    return tuple(asks)


def _ask(reader: _Reader, number: int, row: Line) -> Ask:
    text, like = str(row.get("text") or "").strip(), str(row.get("like") or "").strip()
    if bool(text) == bool(like):
        raise reader.wrong("每问要有文字（text）或与哪件相似（like），二者取一", ASK, number)
    relevant = _grades(reader, number, row.get("relevant"))
    if like in relevant:
        raise reader.wrong(f"所问的“{like}”不能是自己的答案", ASK, number, "relevant")
    among = frozenset(_ids(reader, number, row, "among")) if row.get("among") else frozenset()
    if among and not set(relevant) <= among:
        raise reader.wrong("相关的编号有的不在备选（among）里", ASK, number, "among")
    id_ = str(row.get("id") or like or number)
    return Ask(
        id=id_,
        text=mask(text).text,
        like=like,
        relevant=relevant,
        among=among,
        group=str(row.get("group") or ""),
        as_of=_day(reader, number, row),
    )


def _day(reader: _Reader, number: int, row: Line) -> date | None:
    try:
        return read_day(str(row.get("as_of") or ""))
    except InputError as error:
        raise reader.wrong(error.detail, error.hint, number, "as_of") from error


def _grades(reader: _Reader, number: int, value: object) -> dict[str, float]:
    graded = value if isinstance(value, dict) else {str(id_): 1.0 for id_ in value} if isinstance(value, list) else {}
    found = {}
    for id_, grade in graded.items():
        if not isinstance(grade, int | float) or isinstance(grade, bool) or not math.isfinite(grade) or grade < 0:
            raise reader.wrong(f"“{id_}”的等级应是 0 以上的数，写的是 {grade!r}", ASK, number, "relevant")
        if grade > 0:
            found[str(id_)] = float(grade)
    if not found:
        raise reader.wrong("没有写明哪些是相关的（relevant）", ASK, number, "relevant")
    return found


def _ids(reader: _Reader, number: int, row: Line, name: str) -> list[str]:
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(id_, str | int) for id_ in value):
        raise reader.wrong(f"{name} 应是编号的列表，写的是 {value!r}", _example("clusters"), number, name)
    return [str(id_) for id_ in value]


def _pairs(reader: _Reader, rows: list[tuple[int, Line]]) -> tuple[Pair, ...]:
    pairs, seen = [], dict[tuple[str, str], int]()
    for number, row in rows:
        one, other, same = str(row.get("one") or ""), str(row.get("other") or ""), row.get("same")
        if not one or not other or one == other or not isinstance(same, bool):
            raise reader.wrong("每对要有不同的 one 和 other，以及 same：true 或 false", PAIR, number)
        one, other = sorted((one, other))
        first = seen.setdefault((one, other), number)
        if first != number:
            raise reader.wrong(f"“{one}”和“{other}”在第 {first} 行已经有了", "每对只写一行", number)
        pairs.append(Pair(one, other, same))
    if len({pair.same for pair in pairs}) < 2:
        raise reader.wrong("全是“同”或全是“不同”，量不出分不分得清", "两种都要有，最好各 20 对以上")
    return tuple(pairs)


def _clusters(reader: _Reader, rows: list[tuple[int, Line]]) -> tuple[Cluster, ...]:
    found, owner, names = [], dict[str, int](), dict[str, int]()
    for number, row in rows:
        members = frozenset(_ids(reader, number, row, "members"))
        apart = frozenset(_ids(reader, number, row, "lookalikes")) if row.get("lookalikes") else frozenset()
        if len(members) < 2:
            raise reader.wrong("一个共性问题至少要有两件", CLUSTER, number, "members")
        if both := sorted(members & apart):
            raise reader.wrong(f"“{both[0]}”既在其中又是貌似的", CLUSTER, number, "lookalikes")
        for id_ in sorted(members):
            if owner.setdefault(id_, number) != number:
                raise reader.wrong(f"“{id_}”在第 {owner[id_]} 行的共性问题里已经有了", "一件只写在一处", number)
        name = str(row.get("id") or number)
        if names.setdefault(name, number) != number:
            raise reader.wrong(f"编号“{name}”在第 {names[name]} 行已经有了", CLUSTER, number, "id")
        found.append(Cluster(name, members, apart))
    return tuple(found)


def _labelled(reader: _Reader, rows: list[tuple[int, Line]]) -> tuple[Labelled, ...]:
    found, seen = [], dict[str, int]()
    for number, row in rows:
        id_, label = str(row.get("id") or "").strip(), str(row.get("label") or "").strip()
        if not id_ or not label:
            raise reader.wrong("每行要有编号（id）和标签（label）", LABEL, number)
        if seen.setdefault(id_, number) != number:
            raise reader.wrong(f"编号“{id_}”在第 {seen[id_]} 行已经有了", "每件只写一个标签", number)
        text = mask(str(row.get("text") or "").strip()).text
        found.append(Labelled(id=id_, label=label, text=text, group=str(row.get("group") or "")))
    if len({one.label for one in found}) < 2:
        raise reader.wrong(f"所有行都是同一个标签“{found[0].label}”，量不出分不分得清", "至少要有两种标签")
    return tuple(found)


def lines_of(gold: GoldSet) -> Iterator[Line]:
    """The set as the lines of a file that `read_gold` takes, so that an office can keep a copy."""
    head: Line = {"kind": gold.kind, "corpus": gold.corpus, "name": gold.name}
    if gold.kind == "labels":
        head |= {"target": gold.target, "folds": gold.folds, "hidden": sorted(gold.hidden)}
    yield head
    for ask in gold.asks:
        who = {"like": ask.like} if ask.like else {"text": ask.text}
        day = {"as_of": ask.as_of.isoformat()} if ask.as_of else {}
        yield {"id": ask.id, **who, "relevant": dict(ask.relevant), "group": ask.group, **day}
    for pair in gold.pairs:
        yield {"one": pair.one, "other": pair.other, "same": pair.same}
    for one in gold.clusters:
        yield {"id": one.id, "members": sorted(one.members), "lookalikes": sorted(one.lookalikes)}
    for row in gold.labelled:
        yield {"id": row.id, "label": row.label, "text": row.text, "group": row.group}
