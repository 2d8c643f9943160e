"""`bangfu`: the commands, by group.

Exit codes: 0 done, 1 faults found or refused (the sentence stands on stderr), 2 wrong
usage.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
import typer.main

from app.cli.usage import in_chinese, sentence
from ledger.errors import Refused

GROUPS = {
    "books": "账簿：导入、余额、明细、凭证、草稿、结账、登记、人员",
    "body": "管理机构：成员、会议、表决与决议、办公室、资金管理办法、检查",
    "budget": "预算：基数、增长、年度预算、预留、执行",
    "money": "收支：收款、付款申请、捐赠、物品、银行、附件、单位之间的划拨",
    "aid": "帮扶：标准、档案、申请、发放批次、发放单、统计",
    "report": "报表：列出，或生成为 HTML、PDF、DOCX、XLSX、CSV、JSON",
    "audit": "审计：校验完整性、运行检查、审计项目、取证、底稿、发现与整改、导出证据包",
    "export": "导出：beancount 账簿",
    "archive": "档案：写出一个年度的会计档案，核对档案",
    "keys": "密钥：加密密钥和签名密钥的列出、增加，公钥的写出",
    "user": "用户：能登录网页的人、岗位、动态口令、登录、接口令牌",
    "office": "安装与管理：初始化、示例、操作日志",
}
DIRECT = {
    "init": "office",
    "demo": "office",
    "log": "office",
    "serve": "serve",
    "backup": "backup",
    "restore": "backup",
}
"""Commands that stand on top although their group holds them."""


def build(arguments: Sequence[str], *, whole: bool = False) -> Any:
    """The command `bangfu`, with the group that is asked for loaded and the rest named.

    `whole` loads every group, for the page of all commands.
    """
    app = typer.Typer(
        help="帮扶：工会困难职工帮扶资金的账簿与审计",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    asked = next((word for word in arguments if not word.startswith("-")), "")
    for name, help_ in GROUPS.items():
        if name == "office":
            continue
        app.add_typer(_group(name, help_, loaded=whole or name == asked), name=name)
    _add_direct(app, loaded=whole or asked in DIRECT)
    return in_chinese(typer.main.get_command(app))


def _group(name: str, help_: str, *, loaded: bool) -> typer.Typer:
    if loaded:
        group: typer.Typer = import_module(f"app.cli.{name}").app
        group.info.help = help_
        return group
    group = typer.Typer(help=help_)
    group.callback()(lambda: None)
    return group


def _add_direct(app: typer.Typer, *, loaded: bool) -> None:
    for name, module in DIRECT.items():
        if loaded:
            app.command(name)(getattr(import_module(f"app.cli.{module}"), name))
        else:
            app.command(name, help=_HELP[name])(lambda: None)


_HELP = {
    "init": "建立或升级账簿数据库",
    "demo": "生成示范账簿与报表",
    "log": "查询操作日志",
    "serve": "启动网页",
    "backup": "备份账簿和附件",
    "restore": "从备份恢复",
}


def main() -> None:
    """Run the command that was typed."""
    arguments = sys.argv[1:]
    try:
        # What loading makes stays to the end: it is not searched for garbage.
        gc.disable()
        command = build(arguments)
        gc.freeze()
        gc.enable()
        sys.exit(command.main(arguments, prog_name="bangfu", standalone_mode=False))
    except typer.TyperException as wrong:
        sys.stderr.write(f"{sentence(wrong)}\n")
        sys.exit(wrong.exit_code)
    except typer.Abort:
        sys.stderr.write("已中止\n")
        sys.exit(1)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader has seen enough (`bangfu … | head`).
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        from app.cli.output import reason  # noqa: PLC0415 - seldom needed

        name = f"：{error.filename}" if error.filename else ""
        sys.stderr.write(f"无法读写文件{name}。原因：{reason(error)}\n")
        sys.exit(1)
