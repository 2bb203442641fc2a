"""Writes petitions.csv, history.csv and truth.jsonl of the demo office: `python -m data.demo.generate [folder]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.demo.accusations import accusation_drafts
from data.demo.crowds import gather, name_respondent
from data.demo.draft import Draft
from data.demo.handling import TODAY, Desk
from data.demo.ordinary import ordinary_drafts, repeat_drafts
from data.demo.places import HERE, County, load_county
from data.demo.planted import Planted, Planter, load_plan
from data.demo.replies import Replier
from data.demo.situations import load_pools, load_situations
from data.demo.truth import truth_rows
from data.demo.write import letter_row, step_rows, write_csv, write_lines
from data.demo.writer import Writer

FILES = ("petitions.csv", "history.csv", "truth.jsonl")


@dataclass(frozen=True, slots=True)
class Office:
    """Everything generated: letters in the order of their numbers and the planted groups."""

    county: County
    drafts: Sequence[Draft]
    groups: Sequence[Planted]


def generate() -> Office:
    """The whole office, the same at every call."""
    county, situations, pools, plan = load_county(), load_situations(), load_pools(), load_plan()
    planter = Planter(plan, county, situations)
    planted = planter.drafts()
    special = accusation_drafts(county, situations)
    taken = {pattern["situation"] for pattern in plan["patterns"]}
    usual = [s for s in situations.values() if s.id not in taken and s.purpose != "检举控告"]
    count = plan["total"] - len(planted) - len(special) - plan["repeats"]
    ordinary = ordinary_drafts(usual, county, count, planter.reserved())
    drafts = [*planted, *special, *ordinary]
    members = [draft for draft in planted if draft.event.endswith("E1") and not draft.copy_of]
    repeats = [
        *repeat_drafts(members, plan["event_repeats"]),
        *repeat_drafts(ordinary, plan["repeats"] - plan["event_repeats"]),
    ]
    gather([*planted, *ordinary], plan["joint_letters"], plan["group_visits"])
    drafts = _numbered([*drafts, *repeats])
    _write_letters(drafts, Writer(pools))
    desk = Desk(county, Replier(pools))
    for draft in drafts:
        name_respondent(draft, plan)
        desk.handle(draft)
    return Office(county, drafts, planter.groups)


def _numbered(drafts: list[Draft]) -> list[Draft]:
    ordered = sorted((d for d in drafts if d.day <= TODAY), key=lambda d: (d.at, d.key))
    for order, draft in enumerate(ordered):
        draft.number = f"QM{draft.day:%Y%m%d}{order % 1000:03d}"
    return ordered


def _write_letters(drafts: Sequence[Draft], writer: Writer) -> None:
    by_key = {draft.key: draft for draft in drafts}
    for draft in drafts:
        writer.write(draft, by_key.get(draft.earlier))
    for draft in drafts:
        if draft.copy_of:
            writer.copy(draft, by_key[draft.copy_of])


def write_office(folder: Path) -> None:
    """Writes the three files of the office into `folder`."""
    office = generate()
    write_csv(folder / FILES[0], [letter_row(draft, office.county) for draft in office.drafts])
    write_csv(folder / FILES[1], [row for draft in office.drafts for row in step_rows(draft)])
    write_lines(folder / FILES[2], truth_rows(office.drafts, office.groups))


if __name__ == "__main__":
    write_office(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
