"""Training the question model of an office (训练语义模型): from what people confirmed, or from a file of questions.

The office's articles stay encoded as they are; only how a question is read is learned, so that a new model can be
tried and switched on in a moment. What a model reaches is measured on questions it was not trained on, held out by
matter, with the int8 file that will run.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casework.held_out import figures, means
from casework.office import MODEL, MODELS, Office
from core.errors import Conflict, InputError, Unavailable
from core.masking import mask
from core.viewer import Viewer
from eval.gold import GoldSet
from eval.ranking import asked_text
from eval.running import surroundings
from records import audit
from records.encoder_models import EncoderModel, encoder_models, save_model
from records.named_ids import article_ids
from search.encoder import OnnxEncoder
from search.locking import Lock
from search.model import FULL_SHA256, folder_files, model_files, write_model_folder
from search.torch_folder import FULL, FULL_TOKENIZER, prepare_torch_folder
from search.training_pairs import Labelled, Law, answered, folds, law_of, questions

if TYPE_CHECKING:
    from search.training import Plan, Told

ADAPTER_FOLDER, CARD = "adapter", "card.json"
UNITS = {"questions": "条问句", "letters": "件来信"}
"""What each kind of model is trained on; a card holds the number under the name of its kind."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What to train: a new name, the sets to learn from, how, and in how many parts questions are held out in turn."""

    name: str
    sets: Sequence[GoldSet]
    plan: Plan
    parts: int


def models_folder(office: Office) -> Path:
    """Where the office keeps the models it trained."""
    return office.home / MODELS


def train_question_model(office: Office, viewer: Viewer, wanted: Training, told: Told) -> EncoderModel:
    """The new model with its card; trained on the asks of the sets, which are answered by articles of this office.

    A run that was killed goes on where it stopped. Raises InputError for a bad name or too few questions, Conflict
    for a name in use or while another training runs, Unavailable without the training packages.
    """
    with one_at_a_time(office, wanted.name) as folder:
        data = _Data(office, viewer, wanted.sets)
        card = _trained(office, folder, data, wanted, told)
        items = (item for one in data.labelled for item in one.items)
        return keep_model(office, viewer, folder, card, items)


@contextmanager
def one_at_a_time(office: Office, name: str) -> Iterator[Path]:
    """The folder of the new model, while no other training of this office runs.

    Raises InputError for a bad name, Conflict for one in use or while another training runs.
    """
    folder = _folder(office, name)
    lock = Lock(models_folder(office) / "train.lock")
    try:
        lock.take()
    except Unavailable as error:
        raise Conflict("已有一个训练正在进行", "等它结束，或先结束那个进程") from error
    try:
        yield folder
    finally:
        lock.release()


def _folder(office: Office, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise InputError(f"模型名“{name}”不能用", "用 2–40 个小写字母、数字和连字符，例如 office-2026")
    with office.database.read() as tx:
        if any(one.name == name for one in encoder_models(tx)):
            raise Conflict(f"已有叫“{name}”的模型", "请换一个名字；已训练的模型不会被覆盖")
    return models_folder(office) / name


class _Data:
    """The questions of the sets and the law they are held against."""

    def __init__(self, office: Office, viewer: Viewer, sets: Sequence[GoldSet]) -> None:
        self.sets = sets
        self.law: Law = law_of(office.index, office.today())
        self.labelled = answered(_labelled(office, viewer, sets), self.law)


def _labelled(office: Office, viewer: Viewer, sets: Iterable[GoldSet]) -> list[Labelled]:
    where = surroundings(office.database, office.index, viewer, office.today())
    found = []
    for gold in sets:
        if gold.kind != "ranking" or gold.corpus != "articles":
            raise InputError(f"评测集“{gold.name}”不是“问句—法条”", "训练要用 kind 为 ranking、corpus 为 articles 的集")
        with office.database.read() as tx:
            known = article_ids(tx, {name for ask in gold.asks for name in ask.relevant})
        for ask in gold.asks:
            articles = tuple(sorted({known[name] for name in ask.relevant if name in known}))
            items = (ask.like,) if ask.like else ()
            found.append(Labelled(ask.id, mask(asked_text(where, ask)).text, articles, items, gold.name))
    return found


def _trained(office: Office, folder: Path, data: _Data, wanted: Training, told: Told) -> dict[str, Any]:
    """The card of the model that now lies in `folder`."""
    try:
        from search.training import train_on_questions
    except ImportError as error:
        raise not_installed() from error
    start, plan = prepare_torch_folder(office.settings.cache), wanted.plan
    held_out = folds(data.labelled, wanted.parts, plan.seed) if wanted.parts > 1 else []
    plain = OnnxEncoder(model_files(office.settings.cache, office.settings.model_folder)).encode_passages
    before, after = [], []
    for number, held in enumerate(held_out, 1):
        rest = [one for part in held_out if part is not held for one in part]
        tried = train_on_questions(start, questions(rest, data.law), folder / f"fold-{number}", plan, told)
        made = OnnxEncoder(folder_files(runnable(start, tried / MODEL, questions=tried)))
        before.append(figures(plain, held, data.law))
        after.append(figures(made.encode_queries, held, data.law))
    adapter = train_on_questions(start, questions(data.labelled, data.law), folder / ADAPTER_FOLDER, plan, told)
    runnable(start, folder / MODEL, questions=adapter)
    return _card(office, data, wanted, {"before": means(before), "after": means(after)})


def not_installed() -> Unavailable:
    """What is raised where only the light packages are there."""
    return Unavailable("没有安装训练所需的程序包", "请运行：.venv/bin/pip install -r requirements.txt")


def runnable(start: Path, target: Path, **adapter: Path) -> Path:
    """The int8 files with the adapter merged in, for `questions` or `passages`: what is measured is what will run."""
    shutil.rmtree(target, ignore_errors=True)
    write_model_folder(start / FULL, start / FULL_TOKENIZER, target, **adapter)
    return target


def _card(office: Office, data: _Data, wanted: Training, held_out: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "questions",
        "data": [{"name": one.name, "hash": one.digest, "questions": len(one.asks)} for one in data.sets],
        "questions": len(data.labelled),
        "articles": len(data.law.ids),
        "held_out": held_out,
    } | made_how(office, wanted)


def made_how(office: Office, wanted: Training) -> dict[str, Any]:
    """What every card says: parent with its hash, plan with its seed, parts, day."""
    return {
        "parent": "bge-small-zh-v1.5",
        "parent_sha256": FULL_SHA256,
        "plan": asdict(wanted.plan),
        "held_out_parts": wanted.parts,
        "day": office.today().isoformat(),
    }


def keep_model(
    office: Office, viewer: Viewer, folder: Path, card: dict[str, Any], items: Iterable[str]
) -> EncoderModel:
    """The trained model with its card, noted with the petitions it was trained on; what training left behind goes."""
    for left in [folder / ADAPTER_FOLDER / "checkpoints", *folder.glob("fold-*")]:
        shutil.rmtree(left, ignore_errors=True)
    files, kind = folder_files(folder / MODEL), str(card["kind"])
    sha = files.questions_sha256 or files.sha256
    (folder / CARD).write_text(json.dumps(card | {"sha256": sha}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    now = office.now()
    model = EncoderModel(
        name=folder.name, kind=kind, sha256=sha, card=card, person=viewer.name, at=now, outdated_at=None
    )
    with office.database.write() as tx:
        save_model(tx, model, items)
        audit.record(tx, viewer, "encoder.train", folder.name, now=now, reason=f"{card[kind]} {UNITS[kind]}")
    return model
