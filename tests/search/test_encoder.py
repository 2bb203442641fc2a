"""Vectors have length one, depend on their text alone, and tell meaning apart."""

import hashlib
import json
import shutil

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from core.errors import Unavailable
from search.encoder import OnnxEncoder, open_encoder
from search.model import PASSAGES, TOKENIZER, model_files, prepare_model

TEXTS = ["小区停水三天没人管", "住宅区断水多日无人处理", "拖欠农民工工资", "", "一", "长" * 3000]


def test_vectors_are_unit_rows(encoder):
    rows = encoder.encode_passages(TEXTS)
    assert rows.shape == (len(TEXTS), 512) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_a_vector_does_not_depend_on_neighbours_or_threads(encoder, model_cache):
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    other = OnnxEncoder(prepare_model(model_cache), threads=1)
    assert np.array_equal(alone, encoder.encode_passages(TEXTS))
    assert np.array_equal(alone, other.encode_passages(list(TEXTS)))


def test_meaning_is_told_apart(encoder):
    water, same, wages = encoder.encode_queries(TEXTS[:3])
    assert water @ same > 0.6 > water @ wages


def test_what_lies_beyond_512_tokens_does_not_count(encoder):
    start = "字" * 600
    first, second = encoder.encode_passages([start + "停水", start + "工资"])
    assert np.array_equal(first, second)


def test_name_changes_with_the_files(encoder):
    assert encoder.name.startswith("bge-small-zh-v1.5-int8-") and encoder.dimension == 512


def test_a_model_of_another_dimension_is_refused(tmp_path, model_cache):
    """A real ONNX model that answers with 384 numbers, in a folder made as ours are."""
    number = helper.make_tensor("value", TensorProto.FLOAT, [1, 1, 384], np.ones(384, dtype=np.float32))
    graph = helper.make_graph(
        [helper.make_node("Constant", [], ["states"], value=number)],
        "small",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "n"])],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, 1, 384])],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), tmp_path / PASSAGES)
    shutil.copyfile(model_files(model_cache).tokenizer, tmp_path / TOKENIZER)
    hashes = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in (PASSAGES, TOKENIZER)}
    (tmp_path / "model.json").write_text(json.dumps({"sha256": hashes}), encoding="utf-8")
    with pytest.raises(Unavailable, match="384 维，检索库要 512 维"):
        open_encoder(model_cache, str(tmp_path))
    with pytest.raises(Unavailable, match="384 维"):
        open_encoder(model_cache, letters=tmp_path)
