"""Examples in the OpenAPI document: what must be said, filled in with what fits.

An example is drawn from its schema, so that it never falls behind: a model that asks
for more than its required fields says its own.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_WORDS = {
    "period": "2026-03",
    "fund": "F1",
    "account": "102",
    "ref": "2026-0001",
    "reason": "经会议核定",
    "digest": "0" * 64,
    "event": "interest",
}
"""What stands for a text, by the name of its field."""
_DEPTH = 6


def example_of(schema: Schema, named: Mapping[str, Schema], field: str = "") -> Any:
    """An example of a schema; `named` are the schemas that it refers to."""
    return _drawn(schema, named, field, _DEPTH)


def _drawn(schema: Schema, named: Mapping[str, Schema], field: str, depth: int) -> Any:
    said = _said(schema)
    if said:
        return said[0]
    if "$ref" in schema:
        whole = named[schema["$ref"].rpartition("/")[2]]
        return _drawn(whole, named, field, depth - 1)
    if "anyOf" in schema:
        either = next(one for one in schema["anyOf"] if one.get("type") != "null")
        return _drawn(either, named, field, depth)
    if schema.get("type") == "object":
        return _object(schema, named, depth)
    if schema.get("type") == "array":
        some = schema.get("minItems") or depth > _DEPTH - 2
        return [_drawn(schema["items"], named, field, depth - 1)] if some else []
    return _plain(schema, field)


def _said(schema: Schema) -> list[Any]:
    """Examples that a schema says itself."""
    own = [schema[key] for key in ("example", "const", "default") if key in schema]
    return [*own, *schema.get("examples", ()), *schema.get("enum", ())]


def _object(schema: Schema, named: Mapping[str, Schema], depth: int) -> dict[str, Any]:
    wanted = schema.get("required", ())
    return {
        name: _drawn(one, named, name, depth - 1)
        for name, one in schema.get("properties", {}).items()
        if name in wanted
    }


def _plain(schema: Schema, field: str) -> Any:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    if schema.get("format") == "date":
        return "2026-03-31"
    if "[0-9a-f]{64}" in schema.get("pattern", ""):
        return "0" * 64
    return _WORDS.get(field, "示例")
