"""`cli.py law sweep`: what rests on law that has changed or ended, and what persons say of it (失效依据)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from casework.basis_uses import KINDS
from casework.basis_watch import sweep_and_note
from casework.sheets import sheet_of
from casework.stale_basis import Shown, decide, exported, grouped, listed
from commands.answers import whole_file, write_answers
from commands.chinese import Commands
from commands.doorway import AsJson, Home, Limit, Offset, note, office_at, show
from commands.person import MaybeAs, named
from core.errors import InputError
from core.text_diff import marked
from records.stale import STATES, count_findings

app = Commands()
_Kinds = Annotated[list[str] | None, typer.Option("--kind", help=f"只看这些类别：{'、'.join(KINDS)}")]


@app.command("sweep")
def sweep_law(
    kind: _Kinds = None,
    article: Annotated[str, typer.Option("--article", help="只看这一条或这部法规（article:… 或 regulation:…）")] = "",
    stored: Annotated[bool, typer.Option("--stored", help="不重新排查，只列上次的结果")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="导出为 .xlsx 或 .jsonl")] = None,
    person: MaybeAs = "",
    home: Home = None,
    as_json: AsJson = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """排查失效依据：哪些草稿、模板、批次、答复的依据已修改或废止，新旧条文并列。"""
    with office_at(home) as office:
        viewer = named(office, person)
        if unknown := sorted(set(kind or ()) - KINDS.keys()):
            raise InputError(f"没有这种类别：{'、'.join(unknown)}", f"可用：{'、'.join(KINDS)}")
        if not stored:
            sweep_and_note(office, today=office.today())
        with office.database.read() as tx:  # what the person may see, and not what the sweep found in all
            counts = count_findings(tx, viewer)
        if out is not None:
            printed = {"导出人": viewer.name, "时间": f"{office.now():%Y-%m-%d %H:%M}"}
            rows = exported(office, viewer, kinds=kind or (), target=article, now=office.now())
            count = _export(out, rows, printed)
            note(f"已导出 {count} 条到 {out}")
        found = listed(office, viewer, kinds=kind or (), target=article, limit=limit, offset=offset)
    if as_json:
        told = [{"finding": one.finding, "decision": one.decision, "title": one.title} | _words(one) for one in found]
        show({"counts": counts, "findings": told}, as_json=True)
        return
    show(None, as_json=False, text=_text(found, counts))


def _words(one: Shown) -> dict[str, str]:
    return {"old_text": one.old_text, "new_text": one.new_text}


def _text(found: list[Shown], counts: Mapping[str, int]) -> str:
    lines = ["，".join(f"{name} {counts[kind]}" for kind, name in KINDS.items() if kind in counts) or "没有失效依据"]
    for group in grouped(found):
        first = group.findings[0]
        lines += ["", f"■ {group.label}　{first.finding.status}　{group.cause}"]
        if first.finding.successors:
            lines.append(f"  现对应：{'、'.join(first.finding.successors)}")
        if first.old_text and first.new_text:
            lines.append("  " + marked(first.old_text, first.new_text).replace("\n", "\n  "))
        for one in group.findings:
            f = one.finding
            lines.append(f"  · [{STATES[one.decision.state]}] {KINDS[f.kind]} {f.record} {one.title}（{f.why}）{f.id}")
    return "\n".join(lines)


def _export(file: Path, rows: list[dict[str, str]], printed: dict[str, str]) -> int:
    if file.suffix == ".jsonl":
        return write_answers(file, rows)
    if file.suffix != ".xlsx":
        raise InputError(f"不能导出为“{file.suffix}”", "请用 .xlsx 或 .jsonl 结尾的文件名", file=str(file))
    with whole_file(file) as stream:
        stream.write(sheet_of("失效依据", rows, printed=printed))
    return len(rows)


@app.command("sweep-decide")
def decide_one(
    finding: Annotated[str, typer.Argument(help="编号（stale:…）")],
    state: Annotated[str, typer.Argument(help="、".join(f"{k} {v}" for k, v in STATES.items()))],
    person: Annotated[str, typer.Option("--as", help="以哪个账号的名义（写入审计）")],
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """对一条失效依据给出结论：仍然有效、需要更正，或退回待核对。"""
    with office_at(home) as office:
        done = decide(office, named(office, person), finding, state, reason=reason, now=office.now())
    show({"finding": done, "state": state}, as_json=as_json, text=f"{done.label} {done.record}：{STATES[state]}")
