"""`bangfu serve`: the web application."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments import Database
from app.cli.output import say
from app.settings import read_settings
from ledger.errors import Refused

OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


def serve(  # noqa: PLR0913 - one parameter for each option
    host: Annotated[str, typer.Option(help="监听的地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="端口")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="进程数")] = 1,
    *,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="前面有 TLS 代理；信任它转来的地址")
    ] = False,
    demo: Annotated[
        Path | None,
        typer.Option("--demo", help="在这个文件夹的示范账簿的副本上，设好各岗位的登录"),
    ] = None,
    database: Database = "",
) -> None:
    """启动网页；先用 bangfu user add 登记管理员。"""
    from app.web import running  # noqa: PLC0415 - the web libraries load late

    settings = read_settings()
    running.demand_papers(settings)
    if demo is not None:
        from app.demo_desks import seated  # noqa: PLC0415 - only for the demonstration

        database = seated(demo, say)
    if host not in OWN_HOSTS and not behind_proxy:
        what = f"没有监听 {host}"
        raise Refused(
            what,
            why="口令会不加密地经过网络",
            do="由 TLS 代理转发并加 --behind-proxy，或监听 127.0.0.1",
        )
    asked = running.Asked(
        database=database or settings.database,
        host=host,
        port=port,
        workers=workers,
        behind_proxy=behind_proxy,
    )
    running.check(asked)
    say(f"网页已在 http://{host}:{port}/ ，按 Ctrl+C 结束")
    running.run(asked)
