"""The OpenAPI document of the JSON half, written from the list of its routes."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from app.web.access import Scope
from app.web.api.examples import example_of
from app.web.api.job_said import Accepted
from app.web.api.problems import MEDIA, TITLES, Problem
from app.web.api.route import ACCEPTED, ApiRoute
from app.web.api.routes import API_ROUTES
from app.web.api.values import Nothing
from app.web.numbers import NUMBER_MAX
from treasury.media import Media

_REFERENCE = "#/components/schemas/{model}"
_PLACE = re.compile(r"\{([a-z]+)\}")
_NUMBERS = {
    *("number", "position", "bank", "file", "match", "paper", "year"),
    *("campaign", "move", "place"),
}
_TEXT = {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "pattern": r"^[^/\x00-\x1f]+$",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "同一个键的同一请求只办一次",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
        "pattern": "^[!-~]{1,128}$",
    },
}
_FILES = (
    "application/json",
    "text/html",
    "text/csv",
    "text/x-python",
    "application/zip",
    *(media.value for media in Media),
)


def _example(schema: dict[str, Any]) -> Any:
    return example_of(schema, _schemas())


@cache
def document() -> dict[str, Any]:
    """The document, as `/api/v1/openapi.json` gives it."""
    paths: dict[str, dict[str, Any]] = {}
    for route in API_ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "帮扶 Bangfu",
            "version": "1",
            "description": "金额为元，写作两位小数的文字；日期为 ISO 8601。"
            "错误为 application/problem+json（RFC 9457），"
            "文字为中文；Accept-Language 为 en 的，为英文。",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


@cache
def _schemas() -> dict[str, Any]:
    models: dict[Any, None] = {(Problem, "serialization"): None}
    for route in API_ROUTES:
        if route.takes is not Nothing:
            models[route.takes, "validation"] = None
        if route.gives is not None:
            models[route.gives, "serialization"] = None
    _, found = models_json_schema(list(models), ref_template=_REFERENCE)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _operation(route: ApiRoute) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": _name(route),
        "summary": route.says,
        "description": _who(route),
        "parameters": list(_parameters(route)),
        "responses": _responses(route),
    }
    if route.takes is not Nothing:
        schema = {"$ref": _REFERENCE.format(model=route.takes.__name__)}
        content = {"application/json": {"schema": schema, "example": _example(schema)}}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _name(route: ApiRoute) -> str:
    return route.handler.replace(":", "_")


def _who(route: ApiRoute) -> str:
    if route.scope is Scope.PERSON:
        return "凭任何有效的令牌。"
    return f"须有权限：{'、'.join(right.label for right in route.rights)}。"


def _parameters(route: ApiRoute) -> Iterator[dict[str, Any]]:
    for name in _PLACE.findall(route.path):
        number = {"type": "integer", "minimum": 1, "maximum": NUMBER_MAX}
        schema = number if name in _NUMBERS else _TEXT
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    asked = route.asks.model_json_schema()
    for name, schema in asked.get("properties", {}).items():
        required = name in asked.get("required", ())
        yield {
            "name": name,
            "in": "query",
            "required": required,
            "schema": _inlined(schema, asked.get("$defs", {})),
        }
    if route.writes:
        yield _KEY


def _inlined(schema: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """A schema of a part of an address: it stands by itself and is never null."""
    if "$ref" in schema:
        return dict(named[schema["$ref"].rpartition("/")[2]])
    either = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if either:
        return _inlined(either[0], named)
    return {key: value for key, value in schema.items() if key != "title"}


def _responses(route: ApiRoute) -> dict[str, Any]:
    if route.gives is None:
        content: dict[str, Any] = {kind: {} for kind in _FILES}
    else:
        schema = {"$ref": _REFERENCE.format(model=route.gives.__name__)}
        content = {"application/json": {"schema": schema, "example": _example(schema)}}
    done = {str(route.status): {"description": "OK", "content": content}}
    if route.later:
        schema = {"$ref": _REFERENCE.format(model=Accepted.__name__)}
        job = {"application/json": {"schema": schema, "example": _example(schema)}}
        done[str(ACCEPTED)] = {"description": "后台作业", "content": job}
    problem = {
        "content": {MEDIA: {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}
    }
    statuses = {401, 403, 404, 422, 503} - ({403} if not route.rights else set())
    if route.writes:
        statuses |= {400, 413, 415}
    titles = dict(TITLES.values())
    return {
        **done,
        **{
            str(status): {"description": titles[status], **problem}
            for status in sorted(statuses)
        },
    }
