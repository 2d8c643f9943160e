"""The catalogue (结构目录) of a live database: what stands in it, as lines of text.

1. One line for each table, column, constraint, index, trigger and function, and for
   whatever else could act on the books (views, rules): `kind name: definition`.
2. Columns go by name, not by place; white space is one space; lines are sorted.
3. What each revision looks like is committed beside the migrations, per database, and
   its fingerprint in `fingerprints.toml`; a live database is held against it.
4. Left out: the table of revisions, comments, statistics, what an extension brought.

Fingerprints are told per database kind and not per version: what PostgreSQL 15 and
later print of names, checks and triggers is asked for with an empty search path and
put together here, so that it does not depend on version or session.
"""
# ruff: noqa: S608 - every statement is put together from constants of this module

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from ledger.database import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS_TABLE = "alembic_version"

_KINDS = {
    "table": "表",
    "column": "列",
    "constraint": "约束",
    "index": "索引",
    "trigger": "触发器",
    "function": "函数",
    "view": "视图",
    "rule": "规则",
    "policy": "行策略",
    "relation": "对象",
}


# -- a live database against what was migrated --------------------------------------


def verify(connection: Connection) -> list[str]:
    """What differs between a live database and its revision as migrated.

    Empty when tables, constraints, triggers and functions all stand as they were made.
    """
    standing = revision(connection)
    dialect = connection.dialect.name
    if standing not in revisions():
        return [f"数据库版本“{standing}”不是本程序所知的版本"]
    found = lines(connection)
    if fingerprint(found) == committed(standing, dialect):
        return []
    told = differences(expected(standing, dialect), found)
    return told or ["随程序发布的结构目录与其指纹不符"]


def differences(expected: Iterable[str], found: Iterable[str]) -> list[str]:
    """What is missing, unexpected or different, each named by kind and name."""
    wanted, standing = _by_name(expected), _by_name(found)
    told = []
    for name in sorted(wanted.keys() | standing.keys()):
        if name not in standing:
            told.append(f"缺少{_label(name)}")
        elif name not in wanted:
            told.append(f"多出{_label(name)}")
        elif wanted[name] != standing[name]:
            told.append(f"{_label(name)}与迁移时不同")
    return told


def fingerprint(lines: Iterable[str]) -> str:
    """The SHA-256 of a catalogue, in hex."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _by_name(lines: Iterable[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for line in lines:
        name, _, text = line.partition(": ")
        # Two that have no name of their own share one.
        named[name] = f"{named[name]}\n{text}" if name in named else text
    return named


def _label(name: str) -> str:
    kind, _, rest = name.partition(" ")
    return f"{_KINDS[kind]} {rest}"


# -- what is committed --------------------------------------------------------------


@cache
def fingerprints() -> dict[str, dict[str, str]]:
    """The committed fingerprints: revision, then kind of database."""
    import tomllib  # noqa: PLC0415 - few commands ask

    return tomllib.loads((MIGRATIONS / "fingerprints.toml").read_text("utf-8"))


def revisions() -> tuple[str, ...]:
    """All revisions this program knows, the first one first."""
    return tuple(sorted(fingerprints()))


def committed(revision: str, dialect: str) -> str:
    """The fingerprint that a revision had when it was released."""
    return fingerprints()[revision][dialect]


def expected(revision: str, dialect: str) -> tuple[str, ...]:
    """The catalogue of a revision as released."""
    return tuple(catalogue_file(revision, dialect).read_text("utf-8").splitlines())


def catalogue_file(revision: str, dialect: str) -> Path:
    """Where the catalogue of a revision is kept."""
    return MIGRATIONS / "catalogue" / f"{revision}.{dialect}.txt"


def revision(connection: Connection) -> str:
    """The revision a live database stands at; empty where none was ever made."""
    if connection.dialect.name == "sqlite":
        known = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
    else:
        known = "SELECT to_regclass('public.alembic_version')"
    if connection.exec_driver_sql(known).scalar() is None:
        return ""
    asked = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    return str(asked.scalar() or "")


def lines(connection: Connection) -> tuple[str, ...]:
    """The catalogue of a live database."""
    read = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    return tuple(
        sorted(
            f"{kind} {name}: {spaced(text)}" for kind, name, text in read(connection)
        )
    )


# -- SQLite -------------------------------------------------------------------------

_PIECE = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\s+|[(),]|[^\s'\"(),]+|['\"]")


def spaced(sql: str) -> str:
    """A definition on one line, white space outside of quotes made one space."""
    return "".join(" " if p.isspace() else p for p in _PIECE.findall(sql)).strip()


def _sqlite(connection: Connection) -> Iterator[tuple[str, str, str]]:
    strict = {
        row[0]: f"strict {row[1]}, without rowid {row[2]}"
        for row in connection.exec_driver_sql(
            "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main'"
        )
    }
    for kind, name, sql in connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        f" AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> '{VERSIONS_TABLE}'"
        " ORDER BY name"
    ).all():
        if kind != "table":
            yield kind, name, sql
            continue
        yield "table", name, strict[name]
        for part in _parts(sql):
            yield _part_name(name, part)


def _parts(sql: str) -> list[str]:
    """What stands between the outer brackets of CREATE TABLE, cut at its commas."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(sql):
        depth += (piece == "(") - (piece == ")")
        if depth == 1 and piece == ",":
            parts.append("")
        elif depth > 1 or (depth == 1 and (piece != "(" or parts[-1].strip())):
            parts[-1] += piece
    return [spaced(part) for part in parts]


def _part_name(table: str, part: str) -> tuple[str, str, str]:
    word, _, rest = part.partition(" ")
    if word.upper() != "CONSTRAINT":
        return "column", f"{table}.{word.strip(chr(34))}", rest
    name, _, rest = rest.partition(" ")
    return "constraint", f"{table}.{name.strip(chr(34))}", rest


# -- PostgreSQL ---------------------------------------------------------------------

_OURS = (
    "n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend d"
    " WHERE d.objid = {oid} AND d.deptype = 'e')"
)
_TABLES = (
    "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND"
    f" c.relname <> '{VERSIONS_TABLE}' AND " + _OURS.format(oid="c.oid")
)

_RELATIONS = f"""
SELECT CASE WHEN c.relkind = 'r' THEN 'table' WHEN c.relkind IN ('v', 'm') THEN 'view'
       ELSE 'relation' END, c.relname,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid)
       ELSE 'kind ' || c.relkind::text || ', persistence ' || c.relpersistence::text
         || ', row security ' || c.relrowsecurity::text END
FROM {_TABLES} WHERE c.relkind NOT IN ('i', 'I')
"""
_COLUMNS = f"""
SELECT 'column', c.relname || '.' || a.attname,
  format_type(a.atttypid, a.atttypmod)
  || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
  || COALESCE(' DEFAULT ' || pg_get_expr(e.adbin, e.adrelid), '')
  || COALESCE(' identity ' || NULLIF(a.attidentity::text, ''), '')
  || COALESCE(' generated ' || NULLIF(a.attgenerated::text, ''), '')
FROM {_TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  AND NOT a.attisdropped
LEFT JOIN pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'f')
"""
# NOT NULL stands with the column; PostgreSQL 18 lists it as a constraint as well. A
# key whose own triggers are switched off holds nothing.
_CONSTRAINTS = f"""
SELECT 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
  || CASE WHEN k.convalidated THEN '' ELSE ' unvalidated' END
  || CASE WHEN EXISTS (SELECT 1 FROM pg_trigger t
       WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O')
     THEN ' switched off' ELSE '' END
FROM {_TABLES} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype <> 'n'
"""
_INDEXES = f"""
SELECT 'index', x.relname, pg_get_indexdef(i.indexrelid)
  || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
FROM {_TABLES} JOIN pg_index i ON i.indrelid = c.oid
JOIN pg_class x ON x.oid = i.indexrelid
"""
_TRIGGERS = f"""
SELECT 'trigger', c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) || ' '
  || CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'O' THEN 'ENABLE'
     WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'DISABLE' END
FROM {_TABLES} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
"""
_FUNCTIONS = f"""
SELECT 'function', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
  COALESCE(pg_get_function_result(p.oid), '') || ' ' || l.lanname
  || ' ' || p.prokind::text || p.provolatile::text
  || CASE WHEN p.prosecdef THEN ' SECURITY DEFINER' ELSE '' END
  || COALESCE(' SET ' || array_to_string(p.proconfig, ' '), '')
  || ' AS ' || COALESCE(pg_get_function_sqlbody(p.oid), p.prosrc)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang WHERE {_OURS.format(oid="p.oid")}
"""
_RULES = f"""
SELECT 'rule', c.relname || '.' || r.rulename, pg_get_ruledef(r.oid)
FROM {_TABLES} JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN'
"""
_POLICIES = f"""
SELECT 'policy', c.relname || '.' || o.polname, o.polcmd::text || ' '
  || COALESCE(pg_get_expr(o.polqual, o.polrelid), '') || ' '
  || COALESCE(pg_get_expr(o.polwithcheck, o.polrelid), '')
FROM {_TABLES} JOIN pg_policy o ON o.polrelid = c.oid
"""
_ASKED: Sequence[str] = (
    _RELATIONS,
    _COLUMNS,
    _CONSTRAINTS,
    _INDEXES,
    _TRIGGERS,
    _FUNCTIONS,
    _RULES,
    _POLICIES,
)


def _postgresql(connection: Connection) -> Iterator[tuple[str, str, str]]:
    # With an empty path every name is printed with its schema, in every session.
    path = connection.exec_driver_sql("SELECT current_setting('search_path')").scalar()
    empty = "SELECT set_config('search_path', 'pg_catalog', true)"
    connection.exec_driver_sql(empty)
    for asked in _ASKED:
        for row in connection.exec_driver_sql(asked):
            yield row[0], row[1], row[2]
    back = "SELECT set_config('search_path', %s, true)"
    connection.exec_driver_sql(back, (path,))
