"""The command line speaks Chinese: titles of the help pages, and what is said to a command written wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any, NoReturn

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

WRONG_INPUT = 2
_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
_SAYINGS = (
    (r"No such command '(.*)'\.(?: Did you mean (.*)\?)?", "没有命令“{0}”"),
    (r"No such option: (\S+)(?: \(Possible options: (.*)\))?.*", "没有选项 {0}"),
    (r"Missing command\.", "没有写命令"),
    (r"Missing (?:option|argument|parameter) (.*?)\.", "缺少 {0}"),
    (r"Option '(.*)' requires .*", "选项 {0} 后面要写一个值"),
    (r"Option '(.*)' does not take a value\.", "选项 {0} 后面不写值"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "多出的参数：{0}"),
    (r"Invalid value for (.*?): (.*)", "{0} 的值不对：{1}"),
    (r"Input should be greater than or equal to (.*)", "不能小于 {0}"),
    (r"Input should be less than or equal to (.*)", "不能大于 {0}"),
    (r"Input should be a valid integer.*", "应是整数，例如 10"),
)


class _Spoken:
    """What commands and groups have in common: the usage line and the help option in Chinese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the library's own nouns
        """Writes the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the library's own nouns
        """The option that shows the help page."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这页说明"
        return option


class ChineseCommand(_Spoken, TyperCommand):
    """One command."""


class ChineseGroup(_Spoken, TyperGroup):
    """A group of commands; the outermost one says in Chinese what was written wrong, and leaves with 2."""

    def main(self, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - what the library takes
        """Runs the command that was asked for and leaves with its exit code."""
        if not more.pop("standalone_mode", True):
            return super().main(*args, **{**more, "standalone_mode": False})
        for name, title in _TITLES.items():
            setattr(rich_utils, name, title)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # a terminal of another encoding, or a lone surrogate in a letter
                stream.reconfigure(errors="backslashreplace")
        try:
            code = super().main(*args, **{**more, "standalone_mode": False})
        except TyperException as error:
            _wrong(error)
        except Abort:
            sys.stderr.write("已中止\n")
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


class Commands(typer.Typer):
    """A group of commands in Chinese."""

    def __init__(self, **how: Any) -> None:  # noqa: ANN401 - what the library takes
        super().__init__(cls=ChineseGroup, **how)

    def command(self, name: str | None = None, **how: Any) -> Callable[[Any], Any]:  # noqa: ANN401
        """Decorates a function as a command of this group."""
        return super().command(name, cls=ChineseCommand, **how)


def _wrong(error: TyperException) -> NoReturn:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # the help page stands on the screen already
        sys.exit(WRONG_INPUT)
    path = ctx.command_path if ctx is not None else "cli.py"
    sys.stderr.write(f"出错：{_said(error.format_message())}\n建议：写法见 {path} --help\n")
    sys.exit(WRONG_INPUT)


def _said(message: str) -> str:
    for pattern, saying in _SAYINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return saying.format(*(_said(part or "").strip("'") for part in found.groups()))
    return message
