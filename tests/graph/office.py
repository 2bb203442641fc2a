"""A small invented office in a real database: letters of one estate, accusations, ids that sort awkwardly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from core.petition import Item, Link, Node
from core.viewer import Viewer
from records.database import Database, Tx
from records.items import save_items
from records.links import put_links
from records.marks import mark
from records.nodes import put_nodes

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACCUSATIONS = tuple(f"item:s:accusation{number:02}" for number in range(30))
ACCUSED = "respondent:桃源公司"
CLERK = Viewer(name="办件人甲")
HANDLER = Viewer(name="承办人乙", assigned=frozenset({ACCUSATIONS[0], ACCUSATIONS[7]}))

NODES = (
    Node(id="class:property", kind="class", name="物业服务"),
    Node(id="class:deeds", kind="class", name="不动产登记"),
    Node(id="unit:housing", kind="unit", name="住建局", props={"level": "county"}),
    Node(id="unit:land", kind="unit", name="自然资源局"),
    Node(id="place:清河苑", kind="place", name="清河苑"),
    # Above and below the surrogate range: code point order and UTF-16 order disagree here.
    Node(id="place:𠮷祥苑", kind="place", name="𠮷祥苑"),
    Node(id="place:Ａ区", kind="place", name="Ａ区"),
    Node(id="place:桃源里", kind="place", name="桃源里"),
    Node(id=ACCUSED, kind="respondent", name="桃源公司"),
    Node(id="petitioner:p1", kind="petitioner", name="信访人1"),
    Node(id="petitioner:p2", kind="petitioner", name="信访人2"),
    Node(id="matter:m1", kind="matter", name="电梯停运", on=date(2026, 1, 5)),
    Node(id="regulation:物业管理条例", kind="regulation", name="物业管理条例"),
    Node(id="article:物业管理条例:35", kind="article", name="物业管理条例 第三十五条"),
    Node(id="issue:lifts", kind="issue", name="电梯停运无人修"),
)


def letters() -> list[Item]:
    """Forty letters anyone may see, and thirty accusations."""
    open_letters = [
        Item(
            id=f"item:s:{n:02}",
            source="s",
            source_id=f"{n:02}",
            title_masked=f"电梯停运第{n}封",
            content="原文里有姓名赵某某某",
            content_masked="电梯停运",
            received_at=datetime(2026, 1, 1 + n % 28, 12, tzinfo=UTC),
        )
        for n in range(40)
    ]
    accusations = [
        Item(
            id=one,
            source="s",
            source_id=one.rpartition(":")[2],
            title_masked="举报收受好处",
            content_masked="举报",
            claim_class="accusation",
            restricted="accusation" if n % 5 else "doubtful",
        )
        for n, one in enumerate(ACCUSATIONS)
    ]
    return open_letters + accusations


def links() -> list[Link]:
    """Links of every direction, with equal, different and absent scores."""
    made: list[Link] = []
    for n in range(40):
        item = f"item:s:{n:02}"
        made.append(Link(source=item, kind="classified_as", target="class:property", score=(n % 4) / 4))
        made.append(Link(source=item, kind="names_unit", target="unit:housing", score=None if n % 3 else 0.5))
        made.append(Link(source=item, kind="located_at", target=_place(n)))
        made.append(Link(source=item, kind="submitted_by", target=f"petitioner:p{1 + n % 2}"))
    for one in ACCUSATIONS:
        # The best scores of the class belong to letters that hardly anyone may see.
        made.append(Link(source=one, kind="classified_as", target="class:property", score=0.99))
        made.append(Link(source=one, kind="complains_about", target=ACCUSED))
        made.append(Link(source=one, kind="located_at", target="place:桃源里"))
    made += [
        Link(source="item:s:00", kind="part_of", target="matter:m1"),
        Link(source="item:s:01", kind="part_of", target="matter:m1"),
        Link(source="item:s:00", kind="cites", target="article:物业管理条例:35", score=1.0),
        Link(source="item:s:05", kind="cites", target="article:物业管理条例:35", score=1.0),
        Link(source="article:物业管理条例:35", kind="belongs_to", target="regulation:物业管理条例"),
        Link(source="item:s:00", kind="member_of", target="issue:lifts", score=0.9),
        Link(source="item:s:01", kind="same_matter_candidate", target="item:s:02", score=0.8),
        Link(source="item:s:02", kind="same_matter_candidate", target=ACCUSATIONS[0], score=0.7),
        Link(source="issue:lifts", kind="handled_by", target="unit:housing"),
        Link(source="place:清河苑", kind="within", target="place:桃源里"),
    ]
    return made


def _place(n: int) -> str:
    return ("place:清河苑", "place:𠮷祥苑", "place:Ａ区")[n % 3]


def fill(database: Database) -> None:
    """Writes the office as ingest would: items, nodes, links and marks in one transaction."""
    with database.write() as tx:
        put_nodes(tx, NODES)
        save_items(tx, letters())
        add_links(tx, links(), lane_of=[one.id for one in NODES])


def add_links(tx: Tx, new: Sequence[Link], lane_of: Iterable[str] = ()) -> None:
    """Writes links and marks what they leave, as every writer of links does."""
    put_links(tx, new, now=NOW)
    mark(tx, [*(one.source for one in new), *lane_of], lane="bulk", consumers=("graph",))
