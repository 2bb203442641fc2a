"""`cli.py dictionary …`: the office's own words: proposed from use, accepted by a named person, effect shown (词典)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from casework import word_review
from casework.jobs import submit
from casework.lock import worker_place
from casework.recut import KIND, recut
from casework.word_review import STATE_LABELS, Waiting
from commands.chinese import Commands
from commands.doorway import SOMETHING_TO_LOOK_AT, AsJson, Home, Limit, Offset, note, office_at, show, show_rows
from commands.person import As, MaybeAs, named
from core.errors import InputError
from records import bridges
from records.bridges import Bridge, listed_bridges
from records.search_changes import SearchChange, search_changes
from records.word_proposals import KINDS, Action, WordProposal, accepted_words, word_proposal_by_id

app = Commands(help="词典：本办自己的词、别名和口语词，由人采纳或否决，看得到影响", no_args_is_help=True)
Word = Annotated[str, typer.Argument(help="编号（word:…）或词本身")]
Reason = Annotated[str, typer.Option("--reason", help="理由，写入审计")]
State = Annotated[str, typer.Option("--state", help="proposed 待定，accepted 已采纳，rejected 已否决")]


@app.command()
def queue(
    state: State = "proposed",
    look: Annotated[bool, typer.Option("--look/--no-look", help="先把来信和近期检索查找一遍")] = True,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """列出词典建议：词、多少件写到、凝合度、自由度、例句、涉及哪些检索。"""
    _known_state(state)
    with office_at(home) as office:
        if look and state == "proposed":
            word_review.look_for_words(office, now=office.now())
        found = word_review.waiting_words(office, named(office, person), state=state, limit=limit, offset=offset)
    columns = {
        "id": "编号",
        "word": "词",
        "kind_label": "种类",
        "standard": "标准名称",
        "frequency": "件数",
        "cohesion": "凝合度",
        "freedom": "自由度",
        "examples": "例句",
        "asked": "涉及的检索",
        "decided": "决定",
    }
    show_rows([_line(one) for one in found], as_json=as_json, columns=columns, title=STATE_LABELS[state])


def _known_state(state: str) -> None:
    if state and state not in STATE_LABELS:
        raise InputError(f"不认识的状态：{state}", f"可用：{'、'.join(STATE_LABELS)}")


def _line(one: Waiting) -> dict[str, Any]:
    word = one.proposal
    return {
        "id": word.id,
        "word": word.word,
        "kind": word.kind,
        "kind_label": KINDS.get(word.kind, word.kind),
        "standard": word.standard,
        "state": word.state,
        "frequency": word.frequency,
        "cohesion": word.cohesion,
        "freedom": word.freedom,
        "examples": [example.words for example in one.examples],
        "asked": list(one.asked[:5]),
        "decided": f"{word.person}：{word.reason}" if word.person else "",
    }


@app.command()
def accept(word: Word, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """采纳：别名随即用于检索；词进入词典，检索库在后台按新词典重新切词。"""
    _decide(word, "accept", (person, reason), home, as_json=as_json)


@app.command()
def reject(word: Word, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """否决：记住，以后不再提出。"""
    _decide(word, "reject", (person, reason), home, as_json=as_json)


@app.command()
def undo(word: Word, person: As, reason: Reason, home: Home = None, as_json: AsJson = False) -> None:
    """撤销上一次决定：词回到待定，检索库在后台按原来的词典重新切词。"""
    _decide(word, "undo", (person, reason), home, as_json=as_json)


def _decide(word: str, action: Action, by: tuple[str, str], home: Home, *, as_json: bool) -> None:
    with office_at(home) as office:
        viewer = named(office, by[0])
        with office.database.read() as tx:
            before = word_proposal_by_id(tx, word)
        effect = word_review.changes(office, viewer, before)
        done = word_review.decide(office, viewer, before.id, action, reason=by[1], now=office.now())
        job = word_review.begin_recut(office, viewer) if "accepted" in (before.state, done.state) else ""
    told = {"id": done.id, "word": done.word, "state": done.state, "job": job, "changes": effect}
    show(told, as_json=as_json, text=f"“{done.word}”{STATE_LABELS[done.state]}")
    if not as_json:
        for one in effect:
            note(f"检索“{one.asked}”：足够相似的由 {one.similar_before} 件变为 {one.similar_after} 件")
            note(f"　前：{'；'.join(one.before)}")
            note(f"　后：{'；'.join(one.after)}")


@app.command(name="apply")
def applied(
    person: As,
    reason: Annotated[str, typer.Option("--reason", help="评测变差仍要启用时，写明理由")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """按现在的词典重新切词：新检索库做好、比较不变差后启用，其间原来的照常检索。"""
    with office_at(home) as office:
        viewer = named(office, person)
        with worker_place(office.home) as ours:
            if not ours:
                job = submit(office, viewer, "recut", {"person": viewer.name, "reason": reason})
                show({"job": job}, as_json=as_json, text="已交给后台任务，可用 dictionary show 查看结果")
                return
            done = recut(office, viewer, lambda *_: True, reason=reason)
    told = {"switched": done.switched, "said": done.said, "words": done.words}
    show(told | _rows(done.change), as_json=as_json, text=f"{done.said}（共 {done.words} 个词）")
    _table(done.change, as_json=as_json)
    if done.change is not None and not done.switched:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _rows(change: SearchChange | None) -> dict[str, Any]:
    if change is None:
        return {"change": "", "rows": []}
    return {"change": change.id, "decision": change.decision, "state": change.state, "rows": list(change.compared)}


def _table(change: SearchChange | None, *, as_json: bool) -> None:
    if change is not None and change.compared and not as_json:
        columns = {"set": "评测集", "metric": "指标", "before": "启用前", "after": "启用后", "standing": "结论"}
        show_rows(change.compared, as_json=False, columns=columns, title=f"启用前后（{change.note}）")


@app.command(name="show")
def shown(home: Home = None, as_json: AsJson = False) -> None:
    """本办词典：版本、多少词、自己采纳的词，上一次换词典的前后比较。"""
    with office_at(home) as office:
        dictionary = office.index.dictionary
        with office.database.read() as tx:
            own, changes = accepted_words(tx), search_changes(tx, kind=KIND, limit=1)
    last = changes[0] if changes else None
    told = {"version": dictionary.version, "words": len(dictionary.words), "own": [_own(one) for one in own]}
    text = f"词典版本 {dictionary.version or '无'}，{len(dictionary.words)} 个词；本办采纳 {len(own)} 个"
    show(told | {"last": _rows(last)}, as_json=as_json, text=text)
    if not as_json:
        columns = {"word": "词", "standard": "标准名称", "person": "采纳人", "reason": "理由"}
        show_rows([_own(one) for one in own], as_json=False, columns=columns)
        _table(last, as_json=False)


def _own(one: WordProposal) -> dict[str, str]:
    return {"word": one.word, "standard": one.standard, "person": one.person, "reason": one.reason}


@app.command(name="bridges")
def bridge_list(
    state: Annotated[str, typer.Option("--state", help="proposed、accepted、rejected；不写则全部")] = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """列出口语词到法律用语的桥：不给工钱 → 拖欠劳动报酬。"""
    _known_state(state)
    with office_at(home) as office, office.database.read() as tx:
        found = listed_bridges(tx, state=state, limit=limit, offset=offset)
    rows = [_bridge(one) for one in found]
    columns = {"everyday": "口语词", "legal": "法律用语", "weight": "权重", "source": "来源", "state_label": "状态"}
    show_rows(rows, as_json=as_json, columns=columns | {"person": "决定人", "reason": "理由"})


def _bridge(one: Bridge) -> dict[str, Any]:
    fields = ("everyday", "legal", "weight", "source", "state", "examples", "person", "reason")
    return {name: getattr(one, name) for name in fields} | {"state_label": bridges.STATES[one.state]}


@app.command(name="bridge")
def bridge_put(
    everyday: Annotated[str, typer.Argument(help="口语词，例如 不给工钱")],
    legal: Annotated[str, typer.Argument(help="法律用语，例如 拖欠劳动报酬")],
    person: As,
    reason: Reason,
    weight: Annotated[float, typer.Option("--weight", help="0 到 1")] = 1.0,
    state: State = "accepted",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """采纳、否决或自己写一座桥；state 写 proposed 即撤销决定。"""
    with office_at(home) as office:
        done = word_review.decide_bridge(
            office,
            named(office, person),
            Bridge(everyday=everyday, legal=legal, weight=weight),
            state=state,
            reason=reason,
            now=office.now(),
        )
    show(_bridge(done), as_json=as_json, text=f"{done.everyday} → {done.legal}：{bridges.STATES[done.state]}")
