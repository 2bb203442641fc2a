"""A question model is trained for real on words it cannot know, measured, switched on, taken back, outdated."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from casework.encoder_change import roll_back, use_model
from casework.encoder_training import CARD, Training, models_folder, train_question_model
from casework.office import Office, open_office
from casework.worker import settle
from core.errors import Conflict, InputError, Unavailable
from core.settings import Settings
from core.viewer import Viewer
from eval.gold import Ask, GoldSet
from ingest.articles import ingest_articles
from records.encoder_models import encoder_models, outdate_models, save_model
from search.locking import Lock
from search.model import ADAPTER
from tests.casework.offices import NOW
from tests.search.conftest import encoder, model_cache  # noqa: F401

WHO = Viewer(name="训练者")
SUBJECTS = {
    "噪声": "闹腾得很",
    "扬尘": "灰老大",
    "油烟": "呛得慌",
    "污水": "水埋汰",
    "犬只": "狗子乱窜",
    "摊位": "练摊儿",
    "路灯": "黑咕隆咚",
    "电梯": "升降匣子",
    "燃气": "气儿",
    "井盖": "地上窟窿",
    "绿地": "草坪子",
    "公厕": "茅房",
}
KINDS = {
    "的处罚": "罚不罚钱",
    "的投诉受理": "找谁说理",
    "的许可": "要不要办手续",
    "的检查": "有人来看没",
    "的赔偿": "赔不赔",
    "的公告": "在哪贴告示",
}
PAIRS = [(subject, kind) for subject in SUBJECTS for kind in KINDS]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Office]:  # noqa: F811
    home = tmp_path_factory.mktemp("trained")
    file = home / "articles.jsonl"
    rows = (
        {
            "id": str(n),
            "law": "青湄县市容管理办法",
            "article": f"第{n}条",
            "text": f"{subject}{kind}由主管部门依照本办法执行。",
        }
        for n, (subject, kind) in enumerate(PAIRS, 1)
    )
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    opened = open_office(Settings(home=home / "office", today="2026-11-22", model_cache=str(model_cache)))
    ingest_articles(opened.database, file, quarantine=home / "q", now=NOW)
    settle(opened)
    yield opened
    opened.close()


def questions(count: int = len(PAIRS)) -> GoldSet:
    asks = (
        Ask(id=str(n), text=f"我们这儿{SUBJECTS[subject]}，{KINDS[kind]}？", relevant={str(n): 1.0})
        for n, (subject, kind) in enumerate(PAIRS[:count], 1)
    )
    return GoldSet(name="everyday", kind="ranking", corpus="articles", asks=tuple(asks))


def order(name: str, gold: GoldSet, parts: int = 2) -> Training:
    from search.training import Plan

    return Training(name=name, sets=[gold], plan=Plan(epochs=8, rate=1e-3, batch=16, rank=8), parts=parts)


def quiet(done: int, steps: int, left: float) -> None:
    assert 0 < done <= steps and left >= 0


@pytest.mark.slow
def test_training_helps_where_it_was_not_trained_and_is_switched_and_taken_back(office: Office) -> None:
    made = train_question_model(office, WHO, order("everyday-1", questions()), quiet)
    held = made.card["held_out"]
    assert held["after"]["everyday"]["questions"] == len(PAIRS)
    assert held["after"]["everyday"]["mrr_at_10"] > held["before"]["everyday"]["mrr_at_10"] + 0.1
    folder = models_folder(office) / "everyday-1"
    assert json.loads((folder / CARD).read_text("utf-8"))["sha256"] == made.sha256
    assert sorted(path.name for path in folder.iterdir()) == ["adapter", CARD, "model"]
    assert (folder / "adapter" / ADAPTER).stat().st_size < 8_000_000

    plain = office.index.encoder
    assert plain is not None
    asked, letters = [ask.text for ask in questions().asks], ["路灯不亮"]
    assert use_model(office, WHO, "everyday-1").state == "proposed"  # this office has nothing to compare on
    done = use_model(office, WHO, "everyday-1", reason="试用一周")
    office._looked.clear()  # the pause before settings are looked at again
    trained = office.index.encoder
    assert done.state == "applied" and trained is not None and trained.question_name != plain.question_name
    assert np.array_equal(plain.encode_passages(letters), trained.encode_passages(letters))
    assert not np.array_equal(plain.encode_queries(asked[:1]), trained.encode_queries(asked[:1]))
    assert roll_back(office, WHO, reason="试过了").before == {"model": ""}
    office._looked.clear()
    assert office.index.encoder is not None and office.index.encoder.question_name == plain.question_name


def test_too_few_questions_are_refused_before_anything_is_begun(office: Office) -> None:
    with pytest.raises(InputError, match="只有 3 条，太少"):
        train_question_model(office, WHO, order("few", questions(3)), quiet)
    assert not (models_folder(office) / "few").exists()


@pytest.mark.parametrize("name", ["", "Große", "a/b", "x" * 60])
def test_names_that_are_no_folder_names_are_refused(office: Office, name: str) -> None:
    with pytest.raises(InputError, match="不能用"):
        train_question_model(office, WHO, order(name, questions()), quiet)


def test_a_set_of_another_kind_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="不是“问句—法条”"):
        train_question_model(office, WHO, order("other", replace(questions(), corpus="members")), quiet)


def test_two_trainers_at_once_are_told(office: Office) -> None:
    lock = Lock(models_folder(office) / "train.lock")
    lock.take()
    try:
        with pytest.raises(Conflict, match="正在进行"):
            train_question_model(office, WHO, order("second", questions()), quiet)
    finally:
        lock.release()


def test_a_model_trained_on_an_erased_petition_must_be_trained_again(office: Office) -> None:
    from records.encoder_models import EncoderModel

    model = EncoderModel(name="old", kind="questions", sha256="0", card={}, person="甲", at=NOW)
    with office.database.write() as tx:
        save_model(tx, model, ["item:demo:1", "item:demo:2"])
        outdate_models(tx, "item:demo:3", now=NOW)
        assert [one.outdated_at for one in encoder_models(tx) if one.name == "old"] == [None]
        outdate_models(tx, "item:demo:2", now=NOW)
        assert [one.outdated_at for one in encoder_models(tx) if one.name == "old"] == [NOW]


def test_a_damaged_model_is_not_switched_on(office: Office) -> None:
    from records.encoder_models import EncoderModel

    model = EncoderModel(name="gone", kind="questions", sha256="0", card={}, person="甲", at=NOW)
    with office.database.write() as tx:
        save_model(tx, model, [])
    shutil.rmtree(models_folder(office) / "gone", ignore_errors=True)
    with pytest.raises(Unavailable, match=r"没有 model\.json"):
        use_model(office, WHO, "gone")
