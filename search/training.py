"""Training with sentence-transformers: how people ask of the law, held against the articles as they are encoded.

What is trained is a low-rank adapter over the shipped model; nothing else moves. How letters are read is trained the
same way in `search/training_letters.py`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from peft import LoraConfig
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from transformers import PrinterCallback, TrainerCallback
from transformers.trainer_utils import get_last_checkpoint
from transformers.utils.logging import disable_progress_bar

from search.model import ADAPTER, ADAPTER_CONFIG
from search.training_loss import AgainstPassages
from search.training_pairs import Questions

BASE = "bge-small-zh-v1.5"
MODULES = r".*encoder\..*\.(query|key|value|dense)"
"""The weights of the layers; not those of a pooler that the vectors do not go through."""
Told = Callable[[int, int, float], None]
"""Steps done, steps in all, seconds left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how boldly to train; equal plans over equal data give equal adapters on one type of processor."""

    epochs: int = 4
    rate: float = 5e-4
    rank: int = 32
    batch: int = 24
    temperature: float = 0.03
    dropout: float = 0.1
    tokens: int = 192
    """Of a text that are read while training."""
    seed: int = 0


def plan_for(what: str, epochs: int = 0) -> Plan:
    """The usual plan for `law` or `letters`, with another number of epochs where one is given."""
    usual = Plan() if what == "law" else Plan(epochs=2, rate=3e-4, rank=16, batch=16, temperature=0.05, tokens=128)
    return replace(usual, epochs=epochs) if epochs else usual


def train_on_questions(start: Path, data: Questions, out: Path, plan: Plan, told: Told) -> Path:
    """The folder `out` with the adapter of a question model, begun from the sentence-transformers folder `start`.

    A run that was killed goes on from its last whole epoch when it is started again with the same `out`.
    """
    model = adapted(start, plan)
    passages = torch.from_numpy(np.ascontiguousarray(data.passages, dtype=np.float32))
    loss = AgainstPassages(model, passages, data.rights, data.copies, temperature=plan.temperature)
    rows = Dataset.from_dict({"question": list(data.texts), "label": list(range(len(data.texts)))})
    return fit(model, rows, loss, out, plan, told)


def adapted(start: Path, plan: Plan) -> SentenceTransformer:
    """The model in the folder `start` with an adapter to be trained, drawn by the plan's seed."""
    torch.manual_seed(plan.seed)
    disable_progress_bar()  # type: ignore[no-untyped-call] # progress is told in our words
    model = SentenceTransformer(str(start), device="cuda" if torch.cuda.is_available() else "cpu")
    model.max_seq_length = plan.tokens
    model.add_adapter(LoraConfig(r=plan.rank, lora_alpha=plan.rank, lora_dropout=plan.dropout, target_modules=MODULES))
    return model


def fit(model: SentenceTransformer, rows: Dataset, loss: Any, out: Path, plan: Plan, told: Told) -> Path:  # noqa: ANN401 - the vendor types none
    """The folder `out` with the trained adapter, after the plan's epochs over `rows`."""
    work = out / "checkpoints"
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(work),
        num_train_epochs=plan.epochs,
        per_device_train_batch_size=plan.batch,
        learning_rate=plan.rate,
        weight_decay=0.01,
        warmup_steps=0.1,
        lr_scheduler_type="linear",
        seed=plan.seed,
        data_seed=plan.seed,
        save_strategy="epoch",
        save_total_limit=1,
        logging_strategy="no",
        report_to=[],
        dataloader_pin_memory=torch.cuda.is_available(),
        disable_tqdm=True,
    )
    trainer = _Trainer(model=model, args=arguments, train_dataset=rows, loss=loss, callbacks=[_Progress(told)])
    trainer.remove_callback(PrinterCallback)  # stdout is for what a command answers
    last = get_last_checkpoint(str(work)) if work.is_dir() else None  # type: ignore[no-untyped-call]
    trainer.train(resume_from_checkpoint=last)
    write_adapter(model, out, plan)
    return out


def write_adapter(model: SentenceTransformer, out: Path, plan: Plan) -> None:
    """Writes the adapter in half precision with the few settings a reader needs, as peft names them."""
    from peft import get_peft_model_state_dict
    from safetensors.numpy import save_file

    states = get_peft_model_state_dict(model[0].model)
    halves = {f"base_model.model.{name}": value.cpu().numpy().astype(np.float16) for name, value in states.items()}
    out.mkdir(parents=True, exist_ok=True)
    save_file(dict(sorted(halves.items())), str(out / ADAPTER))
    config = {
        "base_model_name_or_path": BASE,
        "peft_type": "LORA",
        "r": plan.rank,
        "lora_alpha": plan.rank,
        "target_modules": MODULES,
    }
    (out / ADAPTER_CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


class _Trainer(SentenceTransformerTrainer):
    def add_model_card_callback(self, default_args_dict: dict[str, Any]) -> None:
        """Nothing: the vendor's card quotes examples of what was trained on, letters among them."""


class _Progress(TrainerCallback):
    def __init__(self, told: Told) -> None:
        self._told, self._start, self._first = told, 0.0, 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **rest: Any) -> None:  # noqa: ANN401 - as the vendor calls it
        self._start, self._first = time.monotonic(), state.global_step

    def on_step_end(self, args: Any, state: Any, control: Any, **rest: Any) -> None:  # noqa: ANN401 - as the vendor calls it
        done = state.global_step - self._first
        left = (time.monotonic() - self._start) / max(done, 1) * (state.max_steps - state.global_step)
        self._told(state.global_step, state.max_steps, left)
