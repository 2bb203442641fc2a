"""The identity vault on both databases: who is whom, keys, opening with a reason."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import InputError, NotFound, Unavailable
from core.petition import Person
from records import audit
from records.database import Database
from records.items import save_items
from records.tables.office import person
from records.vault import Vault, names_of, open_identity, store_person, store_persons
from tests.records.office import CLERK, NOW, an_item

ZHANG = Person(name="张三", id_no="99990119900101123X", phone="19900000001", address="清河苑1号楼", account="zs")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "keys")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ZHANG, Person(id_no="99990119900101123x"), True),
        (ZHANG, Person(name="张叁", id_no=ZHANG.id_no), True),
        (ZHANG, Person(name="张 三", phone="+86 199-0000-0001"), True),
        (ZHANG, Person(phone="19900000001"), True),
        (ZHANG, Person(name="李四", phone="19900000001"), False),
        (ZHANG, Person(name="张三", phone="19900000001", id_no="999901199001011248"), False),
        (ZHANG, Person(name="张三", address="清河苑 1号楼"), True),
        (ZHANG, Person(name="李四", address="清河苑1号楼"), False),
        (ZHANG, Person(address="清河苑1号楼"), False),
        (ZHANG, Person(account="ZS"), True),
        (ZHANG, Person(name="王五", account="zs"), False),
        (ZHANG, Person(name="张三"), False),
        (Person(name="张三"), Person(name="张三"), False),
    ],
)
def test_matching(any_database: Database, vault: Vault, one: Person, other: Person, same: bool) -> None:
    with any_database.write() as tx:
        first = store_person(tx, vault, one, "item:a:1")
        second = store_person(tx, vault, other, "item:a:2")
        assert (first == second) is same
        assert store_persons(tx, vault, [(one, "item:a:1"), (other, "item:a:2")]) == [first, second]


def test_a_batch_matches_within_itself(any_database: Database, vault: Vault) -> None:
    people = [
        (ZHANG, "1"),
        (Person(), "2"),
        (Person(phone="19900000001", name="张三"), "3"),
        (Person(name="张三"), "4"),
    ]
    with any_database.write() as tx:
        refs = store_persons(tx, vault, people)
    assert refs[0] == refs[2] != refs[3]
    assert refs[1] == ""


def test_two_people_on_one_phone_leave_a_nameless_call_alone(any_database: Database, vault: Vault) -> None:
    phone = "19900000009"
    with any_database.write() as tx:
        known = store_persons(
            tx, vault, [(Person(name="张三", phone=phone), ""), (Person(name="李四", phone=phone), "")]
        )
        assert store_person(tx, vault, Person(phone=phone), "item:a:3") not in known


def test_what_is_learned_later_is_added(any_database: Database, vault: Vault) -> None:
    with any_database.write() as tx:
        save_items(
            tx,
            [an_item("1", petitioner_ref=(ref := store_person(tx, vault, Person(name="张三", phone="19900000001"))))],
        )
        assert store_person(tx, vault, ZHANG) == ref
        assert open_identity(tx, vault, CLERK, ref, reason="核实", now=NOW) == Person(
            name="张三", phone="19900000001", id_no=ZHANG.id_no, address=ZHANG.address, account="zs"
        )
        assert names_of(tx, vault, [ref]) == {ref: "张三"}


def test_opening_needs_a_reason_and_leaves_a_row(any_database: Database, vault: Vault) -> None:
    with any_database.write() as tx:
        ref = store_person(tx, vault, ZHANG)
        save_items(tx, [an_item("1", petitioner_ref=ref)])
    with pytest.raises(InputError, match="理由"), any_database.write() as tx:
        open_identity(tx, vault, CLERK, ref, reason="  ", now=NOW)
    with any_database.write() as tx:
        assert open_identity(tx, vault, CLERK, ref, reason="电话核实", now=NOW) == ZHANG
    with any_database.read() as tx:
        row = audit.audit_rows(tx)[0]
        assert (row.action, row.object, row.reason, row.person) == (
            "open_identity",
            f"petitioner:{ref}",
            "电话核实",
            "王办件",
        )


def test_the_person_behind_an_accusation_stays_unknown(any_database: Database, vault: Vault) -> None:
    with any_database.write() as tx:
        ref = store_person(tx, vault, ZHANG)
        save_items(tx, [an_item("secret", petitioner_ref=ref, restricted="accusation")])
    with any_database.write() as tx:
        for unknown in (ref, "pnobody"):
            with pytest.raises(NotFound, match="无权查看"):
                open_identity(tx, vault, CLERK, unknown, reason="核实", now=NOW)


def test_nothing_is_stored_in_the_clear(any_database: Database, vault: Vault) -> None:
    with any_database.write() as tx:
        store_person(tx, vault, ZHANG)
        row = tx.execute(sa.select(person)).one()
        raw = b"".join(bytes(cell) for cell in row[1:])
    assert all(value.encode() not in raw for value in ("张三", ZHANG.id_no, ZHANG.phone, ZHANG.address))


def test_other_keys_are_refused(any_database: Database, vault: Vault, tmp_path: Path) -> None:
    with any_database.write() as tx:
        store_person(tx, vault, ZHANG)
    with pytest.raises(Unavailable, match="密钥"), any_database.write() as tx:
        store_person(tx, Vault(tmp_path / "other"), ZHANG)


def test_keys_are_for_their_owner_alone_and_made_once(tmp_path: Path) -> None:
    first, second = Vault(tmp_path / "keys"), Vault(tmp_path / "keys")
    assert first.fingerprint == second.fingerprint
    assert first.pseudonym(ZHANG) == second.pseudonym(ZHANG)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()}
    assert modes == {0o600} and len(list((tmp_path / "keys").iterdir())) == 2


def test_a_damaged_key_is_said(tmp_path: Path) -> None:
    Vault(tmp_path / "keys")
    (tmp_path / "keys" / "identity.key").write_bytes(b"short")
    with pytest.raises(Unavailable, match="已损坏"):
        Vault(tmp_path / "keys")
