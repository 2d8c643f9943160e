"""What the packages can refuse in words of their own, read from their source.

A text can be told to who works on the pages, or by the JSON half, when it comes into

1. an error that is raised, or a thing told that says what to do (`Problem`, `Obstacle`:
   a class with a field `do`), be it through a name, a function's parameter, what a
   function gives back, or a list that it was put into;
2. the label of an enumeration, which fills places of such texts.

Modules that nothing of `app/web` imports, however far round, serve the command line
or a script alone, and are left out. Reports have words of their own (`reports/locale`).
Names are followed by name alone, so that a text too many may be asked for, not one too
few; what passes through a record's field is told by its class (1).
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path

from reports.dictionary import HAN

ROOT = Path(__file__).parents[2]
PACKAGES = ("ledger", "budgets", "treasury", "aid", "audit", "reports", "app")
_GATHER = {"append", "extend", "add", "appendleft"}
_OF_TEXTS = {"format", "get", "items", "join", "lstrip", "removeprefix"}
_OF_TEXTS |= {"removesuffix", "replace", "rstrip", "split", "strip", "values"}
_PLACE = re.compile(r"\{\}")
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(eq=False)
class Module:
    """A module of the packages with what stands in it."""

    path: Path
    name: str
    tree: ast.Module

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """Names that are imported: (module, name there), "" for the module itself."""
        found: dict[str, tuple[str, str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    found[one.asname or one.name] = (node.module, one.name)
            elif isinstance(node, ast.Import):
                for one in node.names:
                    found[one.asname or one.name] = (one.name, "")
        return found

    @cached_property
    def functions(self) -> list[_FUNCTION]:
        """Every function, methods and inner ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, _FUNCTION)]

    @cached_property
    def constants(self) -> dict[str, list[ast.expr]]:
        """What names of the module and of its classes are set to."""
        bodies = [self.tree.body]
        bodies += [n.body for n in ast.walk(self.tree) if isinstance(n, ast.ClassDef)]
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for statement in (one for body in bodies for one in body):
            for name, value in _set(statement):
                found[name].append(value)
        return found


def _set(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
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
        case ast.Call(
            func=ast.Attribute(value=ast.Name() as held, attr=how), args=args
        ):
            if how in _GATHER and args:
                targets, value = [held], args[0]
    for target in targets if value is not None else ():
        names = [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]
        for name in names:
            yield name, value


@dataclass(eq=False)
class Reading:
    """The packages as they are read: what is told, and in which module it stands."""

    modules: dict[str, Module]
    told: dict[str, str] = field(default_factory=dict)
    _met: set[tuple[ast.AST, object]] = field(default_factory=set)
    _rest: list[tuple[ast.AST, Module, "_FUNCTION | None"]] = field(
        default_factory=list
    )

    def texts(self) -> dict[str, str]:
        """Every text with places, and the package that it stands in."""
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef) and _is_enum(node):
                    for statement in node.body:
                        if isinstance(statement, ast.Assign):
                            self._tell(statement.value, module, None)
            for function in (None, *module.functions):
                for node in self._own(module, function):
                    if isinstance(node, ast.Call) and self._tells(node):
                        for given in (*node.args, *(k.value for k in node.keywords)):
                            self._tell(given, module, function)
                    elif isinstance(node, ast.Return) and function.name == "__str__":
                        self._tell(node.value, module, function)
        while self._rest:
            self._follow(*self._rest.pop())
        return self.told

    @cached_property
    def tellers(self) -> set[str]:
        """Classes of errors, and of things told that say what to do."""
        bases: dict[str, set[str]] = defaultdict(set)
        found = {"Exception", "ValueError", "Refused"}
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    bases[node.name] |= {_last(base) for base in node.bases}
                    fields = {name for one in node.body for name, _ in _fields(one)}
                    if {"do"} <= fields and fields & {"what"}:
                        found.add(node.name)
        while more := {n for n, of in bases.items() if of & found} - found:
            found |= more
        return found

    def _tells(self, call: ast.Call) -> bool:
        name = _last(call.func)
        # What an error of ours hands to the one it derives from.
        return name in self.tellers or name == "__init__"

    @cached_property
    def functions(self) -> dict[str, list[tuple[Module, _FUNCTION]]]:
        found: dict[str, list[tuple[Module, _FUNCTION]]] = defaultdict(list)
        for module in self.modules.values():
            for function in module.functions:
                found[function.name].append((module, function))
        return found

    @cached_property
    def calls(self) -> dict[str, list[tuple[Module, _FUNCTION | None, ast.Call]]]:
        found = defaultdict(list)
        for module in self.modules.values():
            for function in (None, *module.functions):
                for node in self._own(module, function):
                    if isinstance(node, ast.Call):
                        found[_last(node.func)].append((module, function, node))
        return found

    def _own(self, module: Module, function: _FUNCTION | None) -> Iterator[ast.AST]:
        """The nodes of a function, or of a module outside its functions."""
        start: list[ast.AST] = list((function or module.tree).body)
        while start:
            node = start.pop()
            yield node
            if not isinstance(node, _FUNCTION):
                start.extend(ast.iter_child_nodes(node))

    # -- following ------------------------------------------------------------------

    def _tell(self, node: ast.AST, module: Module, function: _FUNCTION | None) -> None:
        """Note that an expression is told; each is followed once."""
        if (node, function) not in self._met:
            self._met.add((node, function))
            self._rest.append((node, module, function))

    def _follow(
        self, node: ast.AST, module: Module, function: _FUNCTION | None
    ) -> None:
        """Take the texts of an expression, and follow the names in it."""
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                self._take(node, module)
            case ast.BinOp(op=ast.Add()) if _is_text(node):
                self._take(node, module)
            case ast.Name():
                self._name(node.id, module, function)
            case ast.Subscript(value=ast.Name() as held):
                self._name(held.id, module, function, of_many=True)
            case ast.Call():
                self._called(_last(node.func), module)
            case ast.Attribute():
                self._called(node.attr, module)
        if not (isinstance(node, ast.Call) and self._is_ours(node)):
            for child in _inner(node):
                self._tell(child, module, function)

    def _is_ours(self, call: ast.Call) -> bool:
        """Whether what a call is handed is followed through its function."""
        name = _last(call.func)
        method = isinstance(call.func, ast.Attribute)
        if method and isinstance(call.func.value, ast.Constant | ast.JoinedStr):
            return False
        return name in self.functions or name[:1].isupper() or name == "compile"

    def _take(self, node: ast.AST, module: Module) -> None:
        text = template(node)
        if HAN.search(text):
            package = module.name.split(".")[0]
            self.told[text] = min(
                package, self.told.get(text, package), key=PACKAGES.index
            )

    def _name(
        self,
        name: str,
        module: Module,
        function: _FUNCTION | None,
        *,
        of_many: bool = False,
    ) -> None:
        """Follow a name to what it is set to; `of_many`: a part of that is told."""
        found = False
        for node in self._own(module, function) if function else ():
            for set_name, value in _set(node):
                if set_name == name:
                    found = True
                    self._tell(value, module, function)
        if function and name in _parameters(function):
            self._handed(name, module, function)
        elif not found:
            home, there = module.imports.get(name, (module.name, name))
            of = self.modules.get(home)
            for value in of.constants.get(there, ()) if of else ():
                if not (of_many and isinstance(value, ast.Constant)):
                    self._tell(value, of, None)

    def _handed(self, name: str, module: Module, function: _FUNCTION) -> None:
        """Follow a parameter to what every call hands to it."""
        places = _parameters(function)
        for home, caller, call in self.calls.get(function.name, ()):
            if not self._reaches(home, call, module):
                continue
            given = list(call.args)
            own = places[1:] if places[0] in {"self", "cls"} else places
            at = own.index(name) if name in own else -1
            star = function.args.vararg
            if star and name == star.arg:
                given = given[len(function.args.args) :]
            else:
                given = given[at : at + 1] if at >= 0 else []
            given += [one.value for one in call.keywords if one.arg == name]
            for one in given:
                self._tell(one, home, caller)

    def _reaches(self, home: Module, call: ast.Call, module: Module) -> bool:
        """Whether a call may be of a function in a module."""
        if isinstance(call.func, ast.Name):
            return home is module or (
                home.imports.get(call.func.id, ("", ""))[0] == module.name
            )
        if isinstance(call.func, ast.Attribute) and isinstance(
            call.func.value, ast.Name
        ):
            of = home.imports.get(call.func.value.id)
            if of is not None:
                return module.name in {of[0], f"{of[0]}.{of[1]}"}
        return home.name.split(".")[0] == module.name.split(".")[0]

    def _called(self, name: str, module: Module) -> None:
        """Follow a function, or a property, to the texts that it gives."""
        for home, function in self.functions.get(name, ()):
            near = home is module or module.imports.get(name, ("", ""))[0] == home.name
            if "str" not in ast.unparse(function.returns or ast.Constant(0)):
                continue
            method = bool(function.args.args) and function.args.args[0].arg == "self"
            if (
                near
                or method
                or home.name
                in {m for m, _ in module.imports.values()}
                | {f"{m}.{n}" for m, n in module.imports.values()}
            ):
                for node in self._own(home, function):
                    if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom):
                        if node.value is not None:
                            self._tell(node.value, home, function)


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression whose texts become part of it."""
    match node:
        case ast.Compare() | ast.Constant() | ast.Lambda():
            return
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Attribute():
            return
        case ast.Subscript():
            if not isinstance(node.value, ast.Name | ast.Constant):
                yield node.value
        case ast.Dict():
            yield from node.values
        case ast.JoinedStr():
            yield from (
                v.value for v in node.values if isinstance(v, ast.FormattedValue)
            )
        case ast.BinOp(op=ast.Add()) if _is_text(node):
            for part in _added(node):
                if not isinstance(part, ast.Constant):
                    yield from (
                        _inner(part) if isinstance(part, ast.JoinedStr) else [part]
                    )
        case ast.Call():
            yield from node.args
            yield from (one.value for one in node.keywords)
            if isinstance(node.func, ast.Attribute) and node.func.attr in _OF_TEXTS:
                yield node.func.value
        case ast.comprehension():
            yield node.iter
        case _:
            yield from ast.iter_child_nodes(node)


def _added(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_added(node.left), *_added(node.right)]
    return [node]


def _is_text(node: ast.AST) -> bool:
    parts = _added(node)
    return any(
        isinstance(one, ast.JoinedStr)
        or (isinstance(one, ast.Constant) and isinstance(one.value, str))
        for one in parts
    )


def template(node: ast.AST) -> str:
    """A text with {1}, {2}… in place of what fills it."""
    parts: list[ast.AST] = []
    for one in _added(node):
        parts += one.values if isinstance(one, ast.JoinedStr) else [one]
    text, places = "", 0
    for part in parts:
        said = str(part.value) if isinstance(part, ast.Constant) else "{}"
        for between in _PLACE.split(said)[:-1]:
            places += 1
            text += f"{between}{{{places}}}"
        text += _PLACE.split(said)[-1]
    return text


def _parameters(function: _FUNCTION) -> list[str]:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    every += [given.vararg] if given.vararg else []
    return [one.arg for one in every]


def _fields(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, node.annotation


def _is_enum(node: ast.ClassDef) -> bool:
    return any(_last(base).endswith("Enum") for base in node.bases)


def _last(node: ast.AST) -> str:
    match node:
        case ast.Attribute():
            return node.attr
        case ast.Name():
            return node.id
        case ast.Call():
            return _last(node.func)
    return ""


# -- modules ------------------------------------------------------------------------


def _every() -> dict[str, Module]:
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = Module(path, name, ast.parse(path.read_text("utf-8")))
    return found


def reached() -> dict[str, Module]:
    """The modules that the pages and the JSON half import, however far round."""
    every = _every()
    found = {name for name in every if name.startswith("app.web")}
    rest = list(found)
    while rest:
        module = every[rest.pop()]
        names = {m for m, _ in module.imports.values()}
        names |= {f"{m}.{n}" for m, n in module.imports.values()}
        new = {one for one in names if one in every} - found
        found |= new
        rest += new
    return {name: module for name, module in every.items() if name in found}


def all_texts() -> dict[str, str]:
    """Every text that can be told, and the package that it stands in."""
    return Reading(reached()).texts()


def fillings(text: str) -> Iterator[str]:
    """A text with a number, or with a word of ours, in each of its places."""
    parts = re.split(r"\{\d+\}", text)
    for chosen in product(("7", "草稿"), repeat=len(parts) - 1):
        yield parts[0] + "".join(by + part for by, part in zip(chosen, parts[1:]))
