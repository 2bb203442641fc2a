"""A model of letters is trained for real, its generation made while questions are asked, switched to, taken back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from casework.backup import backup, restore
from casework.encoder_training import CARD, Training, models_folder
from casework.job_kinds import KINDS
from casework.jobs import Stopped
from casework.letter_change import JOB, last_switched, roll_back_letters, use_letter_model
from casework.letter_training import train_letter_model
from casework.office import MODELS, Office
from casework.worker import settle
from core.errors import Conflict, InputError, Unavailable
from core.settings import Settings
from core.viewer import Viewer
from eval.gold import Ask, GoldSet
from ingest.articles import ingest_articles
from records import vectors
from records.accounts import Account, add_account
from records.encoder_models import encoder_models, outdate_models
from records.items import save_items
from search.asking import Query
from search.encoder import OnnxEncoder
from search.precedents import find_precedents
from search.statutes import find_articles
from tests.casework.offices import NOW, PREPARER, TODAY, letter, office_with
from tests.cli.test_bad_surroundings import little_disk
from tests.search.conftest import encoder, model_cache  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
NAME = "letters-1"
MATTERS = {
    "噪声": ("楼下闹腾得很，睡不着觉", "夜里施工噪声大", "广场舞声响太吵"),
    "停水": ("三天没有水吃", "水管坏了停水", "龙头拧开一滴都没得"),
    "欠薪": ("工钱一直不给", "拖欠农民工工资", "干了半年没拿到血汗钱"),
    "办证": ("房本办不下来", "交房多年没有产权证", "红本本到现在没见着"),
    "路灯": ("黑灯瞎火不敢走", "路灯坏了没人修", "晚上巷子里伸手不见五指"),
    "油烟": ("饭馆呛得慌", "餐饮店油烟扰民", "楼下烧烤熏得没法开窗"),
    "停车": ("车没地方搁", "小区乱停车堵通道", "消防道上全是四个轮子的"),
    "电梯": ("升降匣子老卡人", "电梯经常困人", "爬二十层楼回家"),
}
PLACES = ("清溪苑", "望江里")
TEXTS = [(matter, f"{place}：{told}。") for matter, several in MATTERS.items() for place in PLACES for told in several]
ASKED = "住在清溪苑，没有水吃"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Office]:  # noqa: F811
    home = tmp_path_factory.mktemp("letters")
    items = [
        letter(n, content=text, content_masked=text, title="", title_masked="", state="concluded", matter_id="")
        for n, (_, text) in enumerate(TEXTS)
    ]
    opened = office_with(home / "office", items)
    file = home / "articles.jsonl"
    row = {"id": "1", "law": "青湄县供水办法", "article": "第一条", "text": "供水单位应当保证连续供水。"}
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    ingest_articles(opened.database, file, quarantine=home / "q", now=NOW)
    settle(opened)
    yield opened
    opened.close()


def alike(*, fewer: int = len(TEXTS)) -> GoldSet:
    asks = [
        Ask(id=str(n), like=str(n), relevant={str(o): 1.0 for o in range(fewer) if o != n and TEXTS[o][0] == matter})
        for n, (matter, _) in enumerate(TEXTS[:fewer])
    ]
    return GoldSet(name="alike", kind="ranking", asks=tuple(asks))


def order(name: str, gold: GoldSet, **changes: int) -> Training:
    from search.training import plan_for

    return Training(name=name, sets=[gold], plan=replace(plan_for("letters"), rank=4, epochs=1, **changes), parts=2)


def quiet(done: int, steps: int, left: float) -> None:
    assert 0 < done <= steps and left >= 0


@pytest.fixture(scope="module")
def model(office: Office) -> str:
    """The name of a model trained on the office's letters."""
    return train_letter_model(office, PREPARER, order(NAME, alike()), quiet).name


def ask(office: Office) -> list[str]:
    found = find_precedents(office.database, office.index, PREPARER, Query(text=ASKED))
    assert find_articles(office.database, office.index, Query(text="停水怎么办"), as_of=TODAY).hits
    return [hit.item.id for hit in found.hits]


def index_folders(office: Office) -> list[str]:
    return sorted(one.name for one in office.home.glob("index*"))


def go_on(done: int, total: int, message: str) -> bool:
    return True


def test_the_card_tells_what_was_learned_and_what_it_reaches_on_matters_held_out(office: Office, model: str) -> None:
    folder = models_folder(office) / model
    card = json.loads((folder / CARD).read_text("utf-8"))
    assert card["kind"] == "letters" and card["letters"] == len(TEXTS) and card["plan"]["seed"] == 0
    assert card["held_out"]["after"]["alike"]["questions"] == len(TEXTS), "each letter is held out once"
    assert set(card["held_out"]["before"]["alike"]) == {"map", "recall_at_10", "mrr_at_10", "questions"}
    assert sorted(path.name for path in folder.iterdir()) == ["adapter", CARD, "model"]


def test_the_switch_and_the_way_back_without_a_failed_question(office: Office, model: str) -> None:
    before, plain = ask(office), office.index.encoder
    assert plain is not None and before
    told: list[str] = []

    def tell(done: int, total: int, message: str) -> bool:
        told.append(message)
        return True

    first = use_letter_model(office, PREPARER, model, tell)
    assert not first.switched and first.change.decision == "unproven" and index_folders(office) == ["index"]
    assert told[0].startswith("用新模型重新编码来信，约余")

    failures, asked, ended = [], [0], threading.Event()

    def keep_asking() -> None:
        while not ended.is_set():
            try:
                assert ask(office)
                asked[0] += 1
            except Exception as error:  # every failure of a question counts
                failures.append(error)

    thread = threading.Thread(target=keep_asking)
    thread.start()
    try:
        late = letter(900, content="清溪苑又没水吃", content_masked="清溪苑又没水吃", state="concluded", matter_id="")

        def progress(done: int, total: int, message: str) -> bool:
            if message.startswith("正在比较") or done == total:
                with office.database.write() as tx:
                    save_items(tx, [late])
            return True

        done = use_letter_model(office, PREPARER, model, progress, reason="试用一周")
        settle(office)
        new = office.index.encoder
        assert done.switched and new is not None and new.letters.name != plain.name and new.name == plain.name
        assert office.index.snapshot("petitions").manifest.encoder == new.letters.name
        assert office.index.snapshot("articles").manifest.encoder == plain.name
        assert late.id in ask(office) and office.index.vectors([late.id]).any(), "what came meanwhile is there"
        row = new.letters.encode_passages([TEXTS[0][1]])
        assert not np.array_equal(row, plain.encode_passages([TEXTS[0][1]]))
        assert last_switched(office) == "letters"
        with pytest.raises(Conflict, match="现在读来信用的就是"):
            use_letter_model(office, PREPARER, model, go_on)
        with office.database.write() as tx:
            add_account(tx, Account(name="主任", created_at=NOW))
        undone = KINDS[JOB](office, {"person": "主任", "reason": "试过了"}, go_on)
        settle(office)
    finally:
        ended.set()
        thread.join()
    assert undone["model"] == "" and undone["switched"] and failures == [] and asked[0] > 10
    now = office.index.encoder
    assert now is not None and now.letters is now and [id_ for id_ in ask(office) if id_ != late.id] == before[:9]
    assert len(index_folders(office)) == 1
    with pytest.raises(Conflict, match="没有可退回的"):
        roll_back_letters(office, PREPARER, go_on, reason="再退")


@pytest.mark.parametrize("size", [2_000, 40_000])
def test_a_full_disk_leaves_the_generation_in_use(office: Office, model: str, size: int) -> None:
    before, folders = ask(office), index_folders(office)
    with little_disk(size), pytest.raises(Unavailable, match="新的检索库没有做成") as told:
        use_letter_model(office, PREPARER, model, go_on, reason="试用")
    assert "磁盘空间" in told.value.hint and "照常检索" in told.value.hint
    assert index_folders(office) == folders and ask(office) == before


def test_what_was_stopped_goes_on_with_the_vectors_it_made(office: Office, model: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    folders = index_folders(office)
    (office.home / "index-half").mkdir()  # left by a process that was killed
    with pytest.raises(Stopped):
        use_letter_model(office, PREPARER, model, lambda *_: False, reason="试用")
    assert index_folders(office) == folders

    def made_already(_: OnnxEncoder, texts: list[str]) -> np.ndarray:
        assert texts == []
        return np.empty((0, 512), dtype=np.float32)

    monkeypatch.setattr(OnnxEncoder, "encode_passages", made_already)
    with pytest.raises(Stopped):
        use_letter_model(office, PREPARER, model, lambda done, *_: done > 0 and done < 50, reason="试用")


def test_vectors_of_the_model_before_stay_for_the_way_back_and_older_ones_go(office: Office) -> None:
    with office.database.write() as tx:
        for name in ("now", "before", "older"):
            vectors.store(tx, name, {"hash": b"vector"}, {"item:demo:1": ["hash"]})
        assert vectors.forget_other_encoders(tx, ["now", "before"]) > 0
        kept = [name for name in ("now", "before", "older") if vectors.cached(tx, name, ["hash"])]
    assert kept == ["now", "before"]


def test_a_backup_holds_the_models(office: Office, model: str, tmp_path: Path) -> None:
    (models_folder(office) / "half" / "fold-1").mkdir(parents=True)
    home = restore(Settings(home=tmp_path / "new"), backup(office, tmp_path / "office.tar.gz"))
    assert (home / MODELS / model / CARD).exists() and not (home / MODELS / "half" / "fold-1").exists()


def test_a_model_trained_on_an_erased_letter_must_be_trained_again(office: Office, model: str) -> None:
    with office.database.write() as tx:
        outdate_models(tx, "item:demo:3", now=NOW)
        assert [one.outdated_at for one in encoder_models(tx) if one.name == model] == [NOW]


def test_bad_orders_are_refused(office: Office) -> None:
    with pytest.raises(InputError, match="只有 3 对，太少"):
        train_letter_model(office, PREPARER, order("few", alike(fewer=3)), quiet)
    law = GoldSet(name="law", kind="ranking", corpus="articles", asks=alike().asks)
    with pytest.raises(InputError, match="不是“来信—来信”"):
        train_letter_model(office, Viewer(name="训练者"), order("law", law), quiet)
    assert not list(models_folder(office).glob("few*"))
