"""The shell's wiring: all declared tables, and the database made from them.

1. A database is made or upgraded in one transaction: all of it stands, or nothing.
2. A database that is newer than the program, or holds other things, is left alone.
3. On PostgreSQL an owner upgrades; the application works under a role of its own that
   can read and append, and change nothing but kept totals.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, Table
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.schema import CreateIndex, CreateTable, SetColumnComment

from ledger import catalogue, guards, tables
from ledger.database import Connection, Engine, reading, writing
from ledger.errors import DatabaseUnfit, NotFound
from ledger.people import Act

if TYPE_CHECKING:
    from alembic.config import Config

POSTGRESQL_OLDEST = (15,)
UPGRADE_LOCK = 20050
"""The advisory lock under which one process at a time makes or upgrades a database."""


# -- what is declared ---------------------------------------------------------------


def declared() -> tuple[MetaData, tuple[Table, ...]]:
    """All declared tables of every package, and those among them that only grow."""
    # Imported here: a command that makes no database loads only its own tables.
    from aid import tables as aid  # noqa: PLC0415
    from app import tables as shell  # noqa: PLC0415 - as above
    from audit import tables as audit  # noqa: PLC0415 - as above
    from budgets import tables as budgets  # noqa: PLC0415 - as above
    from treasury import tables as treasury  # noqa: PLC0415 - as above

    appended = (
        *tables.APPENDED,
        *budgets.APPENDED,
        *treasury.APPENDED,
        *aid.APPENDED,
        *audit.APPENDED,
        *shell.APPENDED,
    )
    return tables.metadata, appended


def ordered() -> guards.Ordered:
    """The rules of every package that appended rows are judged by."""
    from aid import guard_rules as aid_rules  # noqa: PLC0415 - as above
    from audit import guard_rules as audit_rules  # noqa: PLC0415 - as above
    from budgets import guard_rules as budget_rules  # noqa: PLC0415 - as above
    from ledger import guard_rules  # noqa: PLC0415 - as above
    from treasury import guard_rules as treasury_rules  # noqa: PLC0415 - as above

    parts = (
        guard_rules.ORDERED,
        budget_rules.ORDERED,
        treasury_rules.ORDERED,
        aid_rules.ORDERED,
        audit_rules.ORDERED,
    )
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sum((part.get(name, ()) for part in parts), ()) for name in names}


def statements(dialect: str) -> tuple[str, ...]:
    """The declared schema as statements in the order to run them, guards included.

    They are run without parameters: percent signs stand as they are.
    """
    metadata, appended = declared()
    # By the style of its parameters the dialect knows not to double percent signs.
    kind: Any = make_url(f"{dialect}://").get_dialect()
    written: Dialect = kind(paramstyle="named")
    made = [
        statement
        for table in metadata.sorted_tables
        for statement in _table_statements(table, written)
    ]
    return (*made, *guards.statements(dialect, appended, ordered()))


def _table_statements(table: Table, dialect: Dialect) -> Iterator[str]:
    yield str(CreateTable(table).compile(dialect=dialect)).strip()
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield str(CreateIndex(index).compile(dialect=dialect)).strip()
    for column in table.columns:
        if column.comment and dialect.supports_comments:
            yield str(SetColumnComment(column).compile(dialect=dialect)).strip()


# -- making and upgrading -----------------------------------------------------------


def upgrade(engine: Engine, act: Act) -> None:
    """Make the database, or bring it up to this program, and found the books in it.

    Raises:
        DatabaseUnfit: newer than the program, not empty, or PostgreSQL before 15.
    """
    with writing(engine, "建立或升级账簿数据库") as connection:
        _prepare(connection)
        standing = catalogue.revision(connection)
        _refuse_unknown(connection, standing)
        if standing != head():
            _migrate(connection)
        # Only a new database is founded; every command comes through this module.
        from ledger import chart_registration  # noqa: PLC0415

        chart_registration.found_books(connection, act)


def demand_current(engine: Engine) -> None:
    """Go on only with a database that stands at this program's revision.

    Raises:
        DatabaseUnfit: not made yet, older, or newer than the program.
    """
    with reading(engine) as connection:
        standing = catalogue.revision(connection)
    if not standing:
        raise DatabaseUnfit("账簿数据库尚未建立", do="先运行 bangfu init")
    if standing > head():
        raise _newer(standing)
    if standing < head():
        raise DatabaseUnfit("账簿数据库的版本较旧", do="先备份，再运行 bangfu init")


def head() -> str:
    """The revision that this program works with."""
    return catalogue.revisions()[-1]


def fingerprint(connection: Connection) -> str:
    """The fingerprint of a live database's structure."""
    return catalogue.fingerprint(catalogue.lines(connection))


def _prepare(connection: Connection) -> None:
    """Let one process at a time upgrade, into the schema that the guards name."""
    if connection.dialect.name != "postgresql":
        return
    if (connection.dialect.server_version_info or ()) < POSTGRESQL_OLDEST:
        raise DatabaseUnfit("PostgreSQL 版本过低", do="使用 15 或更新的版本")
    connection.exec_driver_sql("SET LOCAL search_path TO public")
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (UPGRADE_LOCK,))


def _refuse_unknown(connection: Connection, standing: str) -> None:
    if standing and standing not in catalogue.revisions():
        raise _newer(standing)
    if not standing and catalogue.lines(connection):
        raise DatabaseUnfit(
            "数据库里已有别的内容", do="换一个空的数据库，账簿不与其他程序同住"
        )


def _newer(standing: str) -> DatabaseUnfit:
    return DatabaseUnfit(
        "账簿数据库比本程序新", why=f"数据库版本 {standing}", do="升级本程序"
    )


def make_empty(connection: Connection) -> None:
    """Make the database without founding books in it, for those of a backup.

    Raises:
        DatabaseUnfit: something stands in it.
    """
    _prepare(connection)
    if catalogue.revision(connection) or catalogue.lines(connection):
        raise DatabaseUnfit("数据库里已有内容", do="恢复到一个空的数据库")
    _migrate(connection)


def _migrate(connection: Connection) -> None:
    # Alembic is imported where it is used: it costs more than most commands.
    from alembic import command  # noqa: PLC0415

    config = migrations()
    config.attributes["connection"] = connection
    config.attributes["metadata"] = declared()[0]
    command.upgrade(config, head())


def migrations() -> "Config":
    """The migrations as Alembic finds them."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    # A percent sign in a path would be read as the name of another option.
    folder = str(catalogue.MIGRATIONS).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


# -- privileges ---------------------------------------------------------------------


def grant(connection: Connection, role: str) -> None:
    """Let a PostgreSQL role keep the books: read, append, keep totals; nothing else.

    What the role had been given before is taken away first.

    Raises:
        NotFound: the server has no such role.
        DatabaseUnfit: not PostgreSQL, or the role could not be held by privileges.
    """
    if connection.dialect.name != "postgresql":
        raise DatabaseUnfit("只有 PostgreSQL 有角色", do="SQLite 由文件权限保护")
    _refuse_strong(connection, role)
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    found = str(connection.exec_driver_sql("SELECT current_database()").scalar())
    base = connection.dialect.identifier_preparer.quote_identifier(found)
    _, appended = declared()
    grown = ", ".join(f"public.{table.name}" for table in appended)
    kept = ", ".join(f"public.{table.name}" for table in tables.KEPT)
    for statement in (
        f"REVOKE CREATE, TEMPORARY ON DATABASE {base} FROM PUBLIC, {name}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT ON public.{catalogue.VERSIONS_TABLE} TO {name}",
        f"GRANT SELECT, INSERT ON {grown} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE ON {kept} TO {name}",
    ):
        connection.exec_driver_sql(statement)
    _refuse_more(connection, role)


def _refuse_more(connection: Connection, role: str) -> None:
    """What a role has by a group, by PUBLIC or as an owner is not taken by revoking."""
    more = connection.exec_driver_sql(
        "SELECT has_database_privilege(%(r)s, current_database(), 'CREATE')"
        " OR has_database_privilege(%(r)s, current_database(), 'TEMPORARY')"
        " OR EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname !~ '^pg_'"
        " AND has_schema_privilege(%(r)s, n.oid, 'CREATE'))"
        " OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relkind = 'r'"
        " AND c.relnamespace = 'public'::regnamespace"
        " AND (has_table_privilege(%(r)s, c.oid,"
        " 'DELETE, TRUNCATE, TRIGGER, REFERENCES')"
        " OR c.relname <> 'totals' AND has_table_privilege(%(r)s, c.oid, 'UPDATE')))",
        {"r": role},
    ).scalar()
    if more:
        raise DatabaseUnfit(
            "这个角色还有记账不需要的权限",
            why="它能建立对象、临时表，或经由组、数据库所有者身份改动账簿表",
            do="为程序另建一个不属于任何组的普通角色",
        )


def _refuse_strong(connection: Connection, role: str) -> None:
    """A superuser, and whoever owns the tables, is not held by privileges."""
    strong = connection.exec_driver_sql(
        "SELECT r.rolsuper OR pg_has_role(r.oid, c.relowner, 'MEMBER') FROM pg_roles r,"
        " pg_class c WHERE r.rolname = %s AND c.oid = 'public.vouchers'::regclass",
        (role,),
    ).scalar()
    if strong is None:
        raise NotFound("数据库角色", role, "先由数据库管理员建立")
    if strong:
        raise DatabaseUnfit(
            "这个角色不受权限约束",
            why="它是超级用户或账簿表的所有者",
            do="为程序另建一个普通角色",
        )
