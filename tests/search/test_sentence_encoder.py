"""The same model through sentence-transformers gives the same vectors; it is opened when settings name its folder."""

import numpy as np
import pytest

from search.encoder import open_encoder
from search.model import fetch_full_model
from tests.search.test_encoder import TEXTS


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_torch_folder_agrees_with_the_full_onnx_model(tmp_path, model_cache, encoder):
    pytest.importorskip("sentence_transformers")
    from search.torch_folder import write_torch_folder

    full, tokenizer = fetch_full_model(tmp_path)
    write_torch_folder(full, tokenizer, tmp_path / "torch")
    second = open_encoder(model_cache, str(tmp_path / "torch"))
    assert second.name.startswith("st-torch-") and second.dimension == 512
    rows = second.encode_passages(TEXTS)
    assert np.allclose(rows, _through_onnx(full, tokenizer), atol=1e-5)
    alike = (rows * encoder.encode_passages(TEXTS)).sum(axis=1)
    assert alike[:3].min() > 0.98  # int8 differs a little
    assert np.array_equal(rows[:1], second.encode_passages(TEXTS[:1]))


def _through_onnx(full, tokenizer):
    import onnxruntime
    from tokenizers import Tokenizer

    cut = Tokenizer.from_file(str(tokenizer))
    cut.no_padding()
    cut.enable_truncation(512)
    session = onnxruntime.InferenceSession(str(full), providers=["CPUExecutionProvider"])
    rows = []
    for text in TEXTS:
        ids = np.asarray([cut.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        first = session.run(None, feed)[0][0, 0]
        rows.append(first / np.linalg.norm(first))
    return np.stack(rows)
