"""A low-rank adapter (低秩适配器): what training changed of the base model, small enough to ship, merged at set-up.

Each trained Linear weight W became W + scale · B·A. The ONNX file holds the transpose of W under the node that
multiplies with it, so the merged model needs numpy and onnx alone; torch is for training.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from core.errors import Unavailable
from search.model import ADAPTER, ADAPTER_CONFIG

_BEFORE = "base_model.model."


@dataclass(frozen=True, slots=True)
class Change:
    """One weight's change: shapes (rank, in) and (out, rank), with the scale they are multiplied by."""

    down: NDArray[np.float32]
    up: NDArray[np.float32]
    scale: float

    @property
    def transposed(self) -> NDArray[np.float32]:
        """What is added to the transposed weight, shape (in, out)."""
        change: NDArray[np.float32] = self.scale * (self.up @ self.down).T
        return change


def read_adapter(folder: Path) -> dict[str, Change]:
    """Weight name (`encoder.layer.0.attention.self.query`) → its change, of a folder that peft wrote.

    Raises Unavailable when the folder cannot be read.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        config: dict[str, Any] = json.loads((folder / ADAPTER_CONFIG).read_text(encoding="utf-8"))
        arrays = load_file(folder / ADAPTER)
        scale = float(config["lora_alpha"]) / float(config["r"])
        names = sorted({name.rpartition(".lora_")[0] for name in arrays})
        return {name.removeprefix(_BEFORE): _change(arrays, name, scale) for name in names}
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise Unavailable(f"模型的适配器读不出来：{folder}", "请重新取得程序文件，或运行：make model") from error


def _change(arrays: dict[str, Any], name: str, scale: float) -> Change:
    down, up = (np.asarray(arrays[f"{name}.lora_{part}.weight"], dtype=np.float32) for part in "AB")
    return Change(down, up, scale)


def merged(full: Path, adapter: Path) -> onnx.ModelProto:
    """The full model in the ONNX file `full` with the adapter's changes added to its weights.

    Raises Unavailable when the adapter changes a weight that the model does not have.
    """
    model, changes = onnx.load(str(full)), read_adapter(adapter)
    weights = {one.name: one for one in model.graph.initializer}
    for node in model.graph.node:
        name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
        if node.op_type == "MatMul" and name in changes:
            held = weights[node.input[1]]
            new = onnx.numpy_helper.to_array(held) + changes.pop(name).transposed
            held.CopyFrom(onnx.numpy_helper.from_array(new.astype(np.float32), held.name))
    if changes:
        raise Unavailable(f"适配器与基础模型不符：{sorted(changes)[0]}", "请使用为该基础模型训练的适配器")
    return model
