"""Vendor errors of the databases told in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from core.errors import Conflict, InputError, PetitionGraphError, Unavailable

_SURROGATE = "文字里有不成对的代理字符（U+D800–U+DFFF），不能保存"
_AGAIN = "稍候再试；如果别的导入、备份或命令正在运行，请等它结束"


@contextmanager
def told_in_our_words(wait: float) -> Iterator[None]:
    """Runs the body; raises ours for what the database says: Unavailable, Conflict or InputError."""
    try:
        yield
    except exc.TimeoutError as error:
        raise Unavailable(f"数据库忙，等了 {wait:g} 秒仍轮不到", _AGAIN) from error
    except exc.StatementError as error:
        raise _ours(error, wait) from error
    except UnicodeEncodeError as error:
        raise InputError(_SURROGATE, "请先清理文字，例如另存为 UTF-8 后再导入") from error
    except OverflowError as error:
        raise InputError("数字太大，不能保存", "请检查数字是否在合理范围内") from error


def _ours(error: exc.StatementError, wait: float) -> PetitionGraphError:
    cause = error.orig
    if isinstance(cause, PetitionGraphError):
        return cause
    if isinstance(cause, UnicodeEncodeError):
        return InputError(_SURROGATE, "请先清理文字后再保存")
    text = str(cause).lower()
    state = str(getattr(cause, "sqlstate", "") or "")
    if "nul" in text and ("0x00" in text or "character" in text):
        return InputError("文字里有空字符（NUL），不能保存", "请先清理文字后再保存")
    if _is_busy(text, state):
        return Unavailable(f"数据库正被别的程序占用，等了 {wait:g} 秒仍未释放", _AGAIN)
    if "disk is full" in text or "disk i/o error" in text or state == "53100":
        return Unavailable(
            "磁盘已满或写不进去，这一步没有保存任何内容", "请腾出磁盘空间后再做一次；已保存的内容没有受影响"
        )
    if isinstance(error, exc.IntegrityError):
        return Conflict("这条记录与已有的记录冲突，没有保存", "请刷新后再试")
    return _broken(error, text, state)


def _is_busy(text: str, state: str) -> bool:
    busy = ("database is locked", "database table is locked", "database schema is locked")
    return any(words in text for words in busy) or state in {"55P03", "40P01", "40001"}


def _broken(error: exc.StatementError, text: str, state: str) -> PetitionGraphError:
    if "readonly" in text or "read-only" in text or state == "25006":
        return Unavailable("数据库现在只能读，不能写", "请检查数据库文件和所在文件夹的写权限")
    if "not a database" in text or "malformed" in text:
        return Unavailable("数据库文件已损坏，或者不是数据库文件", "请用最近的备份恢复：cli.py restore")
    if "unable to open" in text:
        return Unavailable("打不开数据库文件", "请检查文件夹是否存在、是否有读写权限")
    if isinstance(error, exc.DataError):
        return InputError("数字太大或值不合要求，不能保存", "请检查数字和日期是否在合理范围内")
    if isinstance(error, exc.OperationalError) and (not state or state[:2] in {"08", "28", "3D", "57"}):
        return Unavailable(f"连不上数据库：{error.orig}", "请检查数据库服务是否在运行、地址和密码是否正确")
    return Unavailable(f"数据库出错：{error.orig}", "请把这条信息和日志交给维护人员")
