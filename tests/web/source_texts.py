"""Source as texts are followed through it: modules, names, parts of expressions."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("ledger", "budgets", "treasury", "aid", "audit", "reports", "app")
GATHER = {"append", "extend", "add", "appendleft"}
OF_TEXTS = {"format", "get", "items", "join", "lstrip", "removeprefix"}
OF_TEXTS |= {"removesuffix", "replace", "rstrip", "split", "strip", "values"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(eq=False)
class Module:
    """A module of the packages with what stands in it."""

    name: str
    tree: ast.Module
    _own: dict[Function | None, list[ast.AST]] = field(default_factory=dict)
    _set: dict[Function, dict[str, list[ast.expr]]] = field(default_factory=dict)

    @property
    def package(self) -> str:
        """The package that it is of."""
        return self.name.split(".")[0]

    @cached_property
    def is_script(self) -> bool:
        """Whether it can be run by itself."""
        tests = (one.test for one in self.tree.body if isinstance(one, ast.If))
        return any("__main__" in ast.unparse(test) for test in tests)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything that stands in it."""
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """Names that are imported: (module, name there), "" for the module itself."""
        found: dict[str, tuple[str, str]] = {}
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    found[one.asname or one.name] = (node.module, one.name)
            elif isinstance(node, ast.Import):
                for one in node.names:
                    found[one.asname or one.name] = (one.name, "")
        return found

    @cached_property
    def imported(self) -> set[str]:
        """The modules that it imports, or names out of."""
        pairs = self.imports.values()
        return {one for one, _ in pairs} | {f"{one}.{name}" for one, name in pairs}

    @cached_property
    def functions(self) -> list[Function]:
        """Every function, methods and inner ones too."""
        return [node for node in self.nodes if isinstance(node, Function)]

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Every class."""
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]

    @cached_property
    def constants(self) -> dict[str, list[ast.expr]]:
        """What names of the module and of its classes are set to."""
        bodies = [self.tree.body, *(one.body for one in self.classes)]
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for statement in (one for body in bodies for one in body):
            for name, value in settings(statement):
                found[name].append(value)
        return found

    def own_nodes(self, function: Function | None) -> list[ast.AST]:
        """The nodes of a function, or those outside all functions."""
        if function not in self._own:
            rest: list[ast.AST] = list((function or self.tree).body)
            found = self._own[function] = []
            while rest:
                node = rest.pop()
                found.append(node)
                if not isinstance(node, Function):
                    rest.extend(ast.iter_child_nodes(node))
        return self._own[function]

    def set_in(self, function: Function, name: str) -> list[ast.expr]:
        """What a name is set to in a function."""
        if function not in self._set:
            found = self._set[function] = defaultdict(list)
            for node in self.own_nodes(function):
                for known, value in settings(node):
                    found[known].append(value)
        return self._set[function].get(name, [])


def settings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a node sets, each with the expression that it is set to."""
    targets: list[ast.expr] = []
    value: ast.expr | None = None
    match node:
        case ast.Assign():
            targets, value = node.targets, node.value
        case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
            targets, value = [node.target], node.value
        case ast.For() | ast.comprehension():
            targets, value = [node.target], node.iter
        case ast.Call(func=ast.Attribute(value=ast.Name() as held, attr=how)):
            if how in GATHER and node.args:
                targets, value = [held], node.args[0]
    if value is not None:
        for name in (n for target in targets for n in ast.walk(target)):
            if isinstance(name, ast.Name):
                yield name.id, value


def gives_text(function: Function) -> bool:
    """Whether a function gives texts, by what it says of itself."""
    return "str" in ast.unparse(function.returns or ast.Constant(0))


def parameters(function: Function) -> list[str]:
    """The names of what a function is handed, in their order."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    every += [given.vararg] if given.vararg else []
    return [one.arg for one in every]


def last_name(node: ast.AST) -> str:
    """What a call or a base is called, without where it is from."""
    match node:
        case ast.Attribute():
            return node.attr
        case ast.Name():
            return node.id
        case ast.Call():
            return last_name(node.func)
    return ""


# -- expressions --------------------------------------------------------------------


def added(node: ast.AST) -> list[ast.AST]:
    """The parts of a sum."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*added(node.left), *added(node.right)]
    return [node]


def is_sum_of_texts(node: ast.AST) -> bool:
    """Whether an expression is a sum in which a text is written out."""
    parts = added(node)
    return len(parts) > 1 and any(
        isinstance(one, ast.JoinedStr)
        or (isinstance(one, ast.Constant) and isinstance(one.value, str))
        for one in parts
    )


def template(node: ast.AST) -> str:
    """A text with {1}, {2}… in place of what fills it."""
    parts: list[ast.AST] = []
    for one in added(node):
        parts += one.values if isinstance(one, ast.JoinedStr) else [one]
    said = "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
    )
    between = said.split("{}")
    places = (f"{{{number}}}{text}" for number, text in enumerate(between[1:], 1))
    return between[0] + "".join(places)


def inner(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression whose texts become part of it."""
    if is_sum_of_texts(node):
        for part in added(node):
            if not isinstance(part, ast.Constant):
                yield from inner(part) if isinstance(part, ast.JoinedStr) else [part]
    elif isinstance(node, ast.Call):
        yield from node.args
        yield from (one.value for one in node.keywords)
        if isinstance(node.func, ast.Attribute) and node.func.attr in OF_TEXTS:
            yield node.func.value
    else:
        yield from _parts(node)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare() | ast.Constant() | ast.Lambda() | ast.Attribute():
            return
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Subscript():
            if not isinstance(node.value, ast.Name | ast.Constant):
                yield node.value
        case ast.Dict():
            yield from node.values
        case ast.FormattedValue():
            yield node.value
        case ast.JoinedStr():
            parts = node.values
            yield from (one for one in parts if isinstance(one, ast.FormattedValue))
        case _:
            yield from ast.iter_child_nodes(node)


# -- modules ------------------------------------------------------------------------


def every_module() -> dict[str, Module]:
    """Every module of the packages, by its name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = Module(name, ast.parse(path.read_text("utf-8")))
    return found


@cache
def reached() -> Mapping[str, Module]:
    """The modules that the pages and the JSON half import, however far round."""
    every = every_module()
    found = {name for name in every if name.startswith("app.web")}
    rest = list(found)
    while rest:
        new = (every[rest.pop()].imported & every.keys()) - found
        found |= new
        rest += new
    return {name: module for name, module in every.items() if name in found}
