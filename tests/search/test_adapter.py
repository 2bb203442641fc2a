"""An adapter is merged into the ONNX weights as peft would; a folder that is not one is told in Chinese."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.errors import Unavailable
from search.adapter import merged, read_adapter
from search.model import ADAPTER, ADAPTER_CONFIG, LAY_QUESTIONS, adapter_hash, fetch_full_model
from search.torch_folder import bert_weights

NAME = "encoder.layer.1.attention.self.query"


def adapter(folder: Path, name: str = NAME) -> Path:
    folder.mkdir()
    rows = np.random.default_rng(0)
    halves = {
        f"base_model.model.{name}.lora_A.weight": rows.normal(size=(4, 512)).astype(np.float16),
        f"base_model.model.{name}.lora_B.weight": rows.normal(size=(512, 4)).astype(np.float16),
    }
    save_file(halves, str(folder / ADAPTER))
    (folder / ADAPTER_CONFIG).write_text(json.dumps({"r": 4, "lora_alpha": 8}), "utf-8")
    return folder


def test_only_the_named_weight_changes_by_scale_b_a(tmp_path: Path, model_cache: Path) -> None:
    full, _ = fetch_full_model(tmp_path)
    change = read_adapter(adapter(tmp_path / "adapter"))[NAME]
    made = tmp_path / "made.onnx"
    made.write_bytes(merged(full, tmp_path / "adapter").SerializeToString())
    before, after = bert_weights(full), bert_weights(made)
    assert np.allclose(after[f"{NAME}.weight"] - before[f"{NAME}.weight"], 2.0 * change.up @ change.down, atol=1e-4)
    assert all(np.array_equal(before[name], after[name]) for name in before if name != f"{NAME}.weight")


def test_an_adapter_for_another_model_is_refused(tmp_path: Path, model_cache: Path) -> None:
    full, _ = fetch_full_model(tmp_path)
    with pytest.raises(Unavailable, match="与基础模型不符"):
        merged(full, adapter(tmp_path / "adapter", "encoder.layer.9.attention.self.query"))


@pytest.mark.parametrize("broken", [ADAPTER, ADAPTER_CONFIG])
def test_a_damaged_folder_is_told(tmp_path: Path, broken: str) -> None:
    folder = adapter(tmp_path / "adapter")
    (folder / broken).write_bytes(b"nothing")
    with pytest.raises(Unavailable, match="适配器读不出来"):
        read_adapter(folder)


def test_the_shipped_adapter_is_small_and_its_card_says_where_it_comes_from() -> None:
    assert (LAY_QUESTIONS / ADAPTER).stat().st_size < 8_000_000
    card = json.loads((LAY_QUESTIONS / "card.json").read_text("utf-8"))
    assert card["parent_sha256"] and card["plan"]["seed"] == 0 and len(card["data"]) >= 1
    for name, after in card["held_out"]["after"].items():
        assert after["recall_at_10"] > card["held_out"]["before"][name]["recall_at_10"]
    assert len(adapter_hash()) == 64
