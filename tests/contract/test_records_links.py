"""Nodes and links on both databases: order under limits, paging, evidence, what persons revoked."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.petition import Evidence, Link, Node
from core.viewer import OFFICE
from records.database import Database
from records.items import save_items
from records.links import (
    StoredLink,
    evidence_of,
    iter_links,
    links_of,
    put_links,
    rejected,
    replace_links,
    revoke_link,
)
from records.nodes import iter_nodes, nodes, put_nodes
from tests.records.office import NOW, a_link, some_items

CLASS = "class:010909"


def _hub(database: Database) -> list[Link]:
    scores = [0.5, None, 0.9, 0.5, -0.25, 1.0, None, 0.0]
    links = [a_link(f"item:a:{i:03d}", "classified_as", CLASS, score) for i, score in enumerate(scores)]
    links += [a_link("item:a:001", "handled_by", "unit:房", 0.5), a_link("item:a:001", "handled_by", "unit:Z", 0.5)]
    with database.write() as tx:
        save_items(tx, some_items(8))
        put_links(tx, links, now=NOW)
    return links


def _expected(links: list[Link]) -> list[tuple[str, str, str]]:
    by_rule = sorted(
        links, key=lambda x: (x.score is None, -(x.score if x.score is not None else 0), x.kind, x.source, x.target)
    )
    return [(x.source, x.kind, x.target) for x in by_rule]


def _keys(links: list[StoredLink]) -> list[tuple[str, str, str]]:
    return [(x.source, x.kind, x.target) for x in links]


def test_order_is_score_then_kind_then_id_and_none_last(any_database: Database) -> None:
    links = _hub(any_database)
    with any_database.read() as tx:
        ids = [CLASS, "unit:房", "unit:Z"]
        assert _keys(links_of(tx, OFFICE, ids)) == _expected(links)
        assert _keys(links_of(tx, OFFICE, [CLASS], limit=3)) == _expected(links[:8])[:3]
        assert links_of(tx, OFFICE, [CLASS], limit=8)[-1].score is None


def test_pages_join_without_gap_or_double(any_database: Database) -> None:
    links = _hub(any_database)
    with any_database.read() as tx:
        seen: list[StoredLink] = []
        while part := links_of(tx, OFFICE, [CLASS, "item:a:001"], after=seen[-1] if seen else None, limit=3):
            seen += part
        assert _keys(seen) == _expected(links)


def test_directions_and_kinds(any_database: Database) -> None:
    links = _hub(any_database)
    with any_database.read() as tx:
        assert links_of(tx, OFFICE, [CLASS], direction="out") == []
        assert len(links_of(tx, OFFICE, [CLASS], direction="in")) == 8
        out = links_of(tx, OFFICE, ["item:a:001"], ("handled_by",), direction="out")
        assert [one.target for one in out] == ["unit:Z", "unit:房"]
        assert sorted(_keys([x for part in iter_links(tx, OFFICE, batch=3) for x in part])) == sorted(_expected(links))


def test_the_same_evidence_is_kept_once(any_database: Database) -> None:
    _hub(any_database)
    link = a_link("item:a:000", "classified_as", CLASS, 0.7)
    other = Link(
        source=link.source,
        kind=link.kind,
        target=CLASS,
        score=0.8,
        evidence=(Evidence(record=link.source, rule="new"),),
    )
    with any_database.write() as tx:
        put_links(tx, [link, other], now=NOW)
    with any_database.read() as tx:
        found = evidence_of(tx, OFFICE, link.source, link.kind, CLASS)
        assert [one.rule for one in found] == ["rule", "new"]
        assert found[0].quote == "清河苑"
        assert links_of(tx, OFFICE, [link.source], limit=1)[0].score == 0.8


def test_a_triple_that_is_not_in_the_table_is_refused(any_database: Database) -> None:
    with pytest.raises(InputError, match="不允许的关系"), any_database.write() as tx:
        put_links(tx, [a_link("unit:a", "classified_as", CLASS)], now=NOW)


def test_a_persons_no_is_remembered(any_database: Database) -> None:
    _hub(any_database)
    key = ("item:a:000", "classified_as", CLASS)
    with any_database.write() as tx:
        with pytest.raises(InputError, match="理由"):
            revoke_link(tx, *key, person="王", reason=" ", now=NOW)
        revoke_link(tx, *key, person="王", reason="不是办证", now=NOW)
        put_links(tx, [a_link(*key, score=0.99)], now=NOW)
        replace_links(tx, "item:a:000", ("classified_as",), [a_link(*key, score=0.99)], NOW)
    with any_database.read() as tx:
        assert links_of(tx, OFFICE, ["item:a:000"]) == []
        assert rejected(tx, ["item:a:000"]) == {key}
    with any_database.write() as tx:
        put_links(tx, [a_link(*key)], now=NOW, person="李")
    with any_database.read() as tx:
        assert _keys(links_of(tx, OFFICE, ["item:a:000"])) == [key]


def test_replacing_keeps_what_persons_made(any_database: Database) -> None:
    _hub(any_database)
    source = "item:a:000"
    with any_database.write() as tx:
        put_links(tx, [a_link(source, "handled_by", "unit:人", rule="hand")], now=NOW, person="王")
        put_links(tx, [a_link(source, "handled_by", "unit:旧", 0.3)], now=NOW)
        replace_links(tx, source, ("handled_by",), [a_link(source, "handled_by", "unit:新", 0.4)], NOW)
    with any_database.read() as tx:
        found = links_of(tx, OFFICE, [source], ("handled_by",))
        assert [one.target for one in found] == ["unit:新", "unit:人"]
        assert evidence_of(tx, OFFICE, source, "handled_by", "unit:旧") == []
        assert len(links_of(tx, OFFICE, [source], ("classified_as",))) == 1


def test_nodes_by_id_and_by_kind(any_database: Database) -> None:
    with any_database.write() as tx:
        put_nodes(tx, [Node(id="unit:1", kind="unit", name="房管局", props={"level": "县"})])
        put_nodes(tx, [Node(id=f"class:{i}", kind="class", name=str(i)) for i in range(5)])
        with pytest.raises(InputError, match="节点"):
            put_nodes(tx, [Node(id="x:1", kind="x", name="")])
    with any_database.read() as tx:
        assert list(nodes(tx, OFFICE, ["unit:1", "class:9", "class:0"])) == ["unit:1", "class:0"]
        assert nodes(tx, OFFICE, ["unit:1"])["unit:1"].props == {"level": "县"}
        found = [one.id for part in iter_nodes(tx, OFFICE, ("class",), batch=2) for one in part]
        assert found == [f"class:{i}" for i in range(5)]
