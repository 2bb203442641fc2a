"""Questions and answers as files and on standard input: whole batches, each answer file there whole or not at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from commands.doorway import plain, writable
from core.errors import InputError, Unavailable

_EXAMPLE = '每行一问，例如：{"id":"1","text":"房产证办不下来"}'


def typed(text: str) -> str:
    """`text`, or for `-` what stands on standard input. Raises InputError for bytes that are no UTF-8."""
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("标准输入的文字不是 UTF-8 编码", "请先转成 UTF-8，或把文字存成文件后用 --queries") from error


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The questions of a JSONL file. Raises InputError naming file and line for anything that is no JSON object."""
    found = []
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if line.strip():
            found.append(_question(file, number, line))
    if not found:
        raise InputError("没有一个问题", _EXAMPLE, file=str(file))
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("找不到问题文件", "请核对路径", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise InputError("问题文件不是 UTF-8 编码", "请另存为 UTF-8", file=str(file)) from error
    except OSError as error:
        raise InputError("问题文件打不开：是文件夹，或没有读取权限", "请核对路径和权限", file=str(file)) from error


def _question(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("不是 JSON", _EXAMPLE, file=str(file), row=number) from error
    if not isinstance(row, dict) or "id" not in row:
        raise InputError("缺少 id", _EXAMPLE, file=str(file), row=number)
    return row


def write_answers(file: Path, answers: Iterable[Mapping[str, Any]]) -> int:
    """How many answers were written, one JSON object a line; the file appears whole or not at all."""
    count = 0
    with whole_file(file) as stream:
        for answer in answers:
            stream.write(writable(json.dumps(plain(answer), ensure_ascii=False) + "\n").encode())
            count += 1
    return count


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """A file to write to that appears under its name when the body ends well. Raises Unavailable when it cannot."""
    unfinished = file.with_name(file.name + ".part")
    try:
        if file.is_dir():
            raise IsADirectoryError(f"{file} 是文件夹")
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(file)
    except OSError as error:
        raise Unavailable(
            f"结果文件写不进去：{file}（{error.strerror or error}）", "请检查文件夹是否存在、磁盘空间和权限"
        ) from error
    finally:
        if unfinished.exists():
            unfinished.unlink()
