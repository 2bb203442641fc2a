"""The same model as a sentence-transformers folder, for training and as a second encoder.

The ONNX file names its biases and norms as BERT does; a MatMul weight is the transposed Linear weight of the node
that uses it. Nothing is left over and nothing is missing, so the vectors agree to a millionth.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import Unavailable
from search.model import fetch_full_model

FOLDER = "bge-small-zh-v1.5-torch"
FULL, FULL_TOKENIZER = "full.onnx", "full-tokenizer.json"
"""The unquantised model as it was fetched, kept beside: trained adapters are merged into it without a network."""
HIDDEN = 512
_CONFIG: dict[str, Any] = {
    "vocab_size": 21128,
    "hidden_size": HIDDEN,
    "num_hidden_layers": 4,
    "num_attention_heads": 8,
    "intermediate_size": 2048,
    "max_position_embeddings": 512,
}
_SPECIAL = {
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}


def prepare_torch_folder(cache: Path) -> Path:
    """The sentence-transformers folder in `cache`, made first when it is not there.

    Raises Unavailable when the artifact or the packages torch and sentence-transformers cannot be had.
    """
    target = cache / FOLDER
    if _complete(target):
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / f"{FOLDER}.lock"):
        if not _complete(target):  # whoever had the lock before may have made it
            _prepare(cache, target)
    return target


def _complete(target: Path) -> bool:
    return (target / "modules.json").exists() and (target / FULL).exists()


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Waits until no other process makes the folder; the lock goes with the process however that ends."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _prepare(cache: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache, prefix=".torch-") as work:
        full, tokenizer = fetch_full_model(Path(work))
        write_torch_folder(full, tokenizer, Path(work) / "ready")
        full.replace(Path(work) / "ready" / FULL)
        tokenizer.replace(Path(work) / "ready" / FULL_TOKENIZER)
        shutil.rmtree(target, ignore_errors=True)
        (Path(work) / "ready").replace(target)


def write_torch_folder(full: Path, tokenizer: Path, target: Path) -> None:
    """Writes the model in `full` (ONNX) with its tokenizer as a folder that sentence-transformers opens."""
    try:
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.models import Normalize, Pooling, Transformer
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
    except ImportError as error:
        raise Unavailable(
            "没有安装 sentence-transformers", "请运行：.venv/bin/pip install -r requirements.txt（约 5.8 GB）"
        ) from error
    plain = target.with_name(f"{target.name}-plain")
    model = BertModel(BertConfig(**_CONFIG), add_pooling_layer=False)
    _load(model, bert_weights(full))
    model.save_pretrained(str(plain))
    fast: Any = PreTrainedTokenizerFast  # its constructor has no types
    fast(tokenizer_file=str(tokenizer), model_max_length=512, model_input_names=_INPUTS, **_SPECIAL).save_pretrained(
        str(plain)
    )
    transformer = Transformer(str(plain))
    pooling = Pooling(HIDDEN, pooling_mode="cls")
    SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu").save(str(target))
    shutil.rmtree(plain)


_INPUTS = ["input_ids", "token_type_ids", "attention_mask"]


def bert_weights(full: Path) -> dict[str, Any]:
    """The weights of the ONNX file as arrays under the names of a BERT model."""
    import onnx

    graph = onnx.load(str(full)).graph
    arrays = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: array for name, array in arrays.items() if name.startswith(("embeddings.", "encoder."))}
    for node in graph.node:
        weight = node.input[1] if node.op_type == "MatMul" else ""
        if weight in arrays:
            found[node.name.strip("/").removesuffix("/MatMul").replace("/", ".") + ".weight"] = arrays[weight].T
    return found


def _load(model: Any, weights: dict[str, Any]) -> None:  # noqa: ANN401 - torch is only there when it is installed
    import torch

    states = {name: torch.from_numpy(array.copy()) for name, array in weights.items()}
    missing, unexpected = model.load_state_dict(states, strict=False)
    missing = [name for name in missing if not name.endswith(("position_ids", "token_type_ids"))]
    if missing or unexpected:
        raise Unavailable(f"模型文件与预期的结构不符：{[*missing, *unexpected][:3]}", "请删除缓存后重新下载模型")
