"""What the packages can refuse in words of their own, read from their source.

A text can be told to who works on the pages, or by the JSON half, when it comes into

1. an error, or a thing told (a class with a field `what`, such as `Problem`), be it
   through a name, a function's parameter or what a function gives back;
2. a list or a row of texts, as faults are gathered, but for modules that are scripts:
   these write documents;
3. the label of an enumeration, which fills places of such texts.

Modules that nothing of `app/web` imports, however far round, serve the command line
or a script alone, and are left out. Reports have words of their own (`reports/locale`).
Functions and methods are followed by name, so that a text too many may be asked for;
what passes through a field of a record is told by its class (1).
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from reports.dictionary import HAN
from tests.web.source_texts import (
    GATHER,
    OF_TEXTS,
    PACKAGES,
    Function,
    Module,
    gives_text,
    inner,
    is_sum_of_texts,
    last_name,
    parameters,
    reached,
    template,
)

Scope = Function | None
_SQL = re.compile(r"\bSELECT\b|\bNEW\.")
_TELLING = {"tell", "refuse", "fault", "init__"}
Text = tuple[ast.AST, Module, Scope]


@dataclass(eq=False)
class Reading:
    """The packages as they are read: what is told, and in which package it stands."""

    modules: Mapping[str, Module]
    told: dict[str, str] = field(default_factory=dict)
    _met: set[tuple[ast.AST, Scope]] = field(default_factory=set)
    _rest: list[Text] = field(default_factory=list)

    def texts(self) -> dict[str, str]:
        """Every text with places, and the package that it stands in."""
        for module in self.modules.values():
            self._labels(module)
            for function in (None, *module.functions):
                for node in module.own_nodes(function):
                    self._begin(node, module, function)
        while self._rest:
            self._follow(*self._rest.pop())
        return self.told

    def _labels(self, module: Module) -> None:
        enumerations = (one for one in module.classes if one.name in self.enumerations)
        for statement in (line for one in enumerations for line in one.body):
            if isinstance(statement, ast.Assign):
                self._tell(statement.value, module, None)

    def _begin(self, node: ast.AST, module: Module, function: Scope) -> None:
        """Tell what a node hands to an error, or gives one by one (1, 2)."""
        match node:
            case ast.Call() if self._tells(node, module):
                for given in (*node.args, *(one.value for one in node.keywords)):
                    self._tell(given, module, function)
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "refusal":
                        self._tell(value, module, function)
            case ast.Return() if function and function.name == "__str__":
                self._tell(node, module, function)
            case ast.Yield() if function and gives_text(function):
                if not module.is_script:
                    self._tell(node, module, function)

    def _tells(self, call: ast.Call, module: Module) -> bool:
        name = last_name(call)
        if isinstance(call.func, ast.Attribute) and name in GATHER:
            return not module.is_script
        # What an error of ours hands to the one it derives from.
        return name in self.tellers or name.lstrip("_") in _TELLING

    @cached_property
    def tellers(self) -> set[str]:
        """Classes of errors, and of things told: they have a field `what`."""
        told = {
            one.name
            for module in self.modules.values()
            for one in module.classes
            for line in one.body
            if isinstance(line, ast.AnnAssign) and last_name(line.target) == "what"
        }
        return self._derived({"Exception", "ValueError", "Refused"} | told)

    @cached_property
    def enumerations(self) -> set[str]:
        """Classes of enumerations."""
        return self._derived({"Enum", "StrEnum", "IntEnum"})

    def _derived(self, found: set[str]) -> set[str]:
        """Classes, and all that derive from them."""
        bases: dict[str, set[str]] = defaultdict(set)
        for one in (cls for module in self.modules.values() for cls in module.classes):
            bases[one.name] |= {last_name(base) for base in one.bases}
        while more := {name for name, of in bases.items() if of & found} - found:
            found = found | more
        return found

    @cached_property
    def functions(self) -> dict[str, list[tuple[Module, Function]]]:
        """Every function by its name."""
        found = defaultdict(list)
        for module in self.modules.values():
            for function in module.functions:
                found[function.name].append((module, function))
        return found

    @cached_property
    def calls(self) -> dict[str, list[tuple[ast.Call, Module, Scope]]]:
        """Every call by the name of what is called."""
        found = defaultdict(list)
        for module in self.modules.values():
            for function in (None, *module.functions):
                for node in module.own_nodes(function):
                    if isinstance(node, ast.Call):
                        found[last_name(node)].append((node, module, function))
        return found

    # -- following ------------------------------------------------------------------

    def _tell(self, node: ast.AST, module: Module, function: Scope) -> None:
        """Note that an expression is told; each is followed once."""
        if (node, function) not in self._met:
            self._met.add((node, function))
            self._rest.append((node, module, function))

    def _follow(self, node: ast.AST, module: Module, function: Scope) -> None:
        """Take the texts of an expression, and follow the names in it."""
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                self._take(node, module)
            case ast.BinOp() if is_sum_of_texts(node):
                self._take(node, module)
            case ast.Name():
                self._name(node.id, module, function)
            case ast.Subscript(value=ast.Name() as held):
                self._name(held.id, module, function, of_many=True)
            case ast.Call() | ast.Attribute():
                self._called(last_name(node), module)
        if not (isinstance(node, ast.Call) and self._is_ours(node)):
            for part in inner(node):
                self._tell(part, module, function)

    def _is_ours(self, call: ast.Call) -> bool:
        """Whether what a call is handed is followed through its function."""
        name = last_name(call)
        if isinstance(call.func, ast.Attribute) and name in OF_TEXTS:
            return False
        return name in self.functions or name[:1].isupper() or name == "compile"

    def _take(self, node: ast.AST, module: Module) -> None:
        text = template(node)
        if HAN.search(text) and not _SQL.search(text):
            both = module.package, self.told.get(text, module.package)
            self.told[text] = min(both, key=PACKAGES.index)

    def _name(
        self, name: str, module: Module, function: Scope, *, of_many: bool = False
    ) -> None:
        """Follow a name to what it is set to; `of_many`: a part of that is told."""
        found = module.set_in(function, name) if function else []
        for value in found:
            self._tell(value, module, function)
        if function and name in parameters(function):
            self._handed(name, module, function)
        elif not found:
            home, there = module.imports.get(name, (module.name, name))
            of = self.modules.get(home)
            for value in of.constants.get(there, ()) if of else ():
                if not (of_many and isinstance(value, ast.Constant)):
                    self._tell(value, of, None)

    def _handed(self, name: str, module: Module, function: Function) -> None:
        """Follow a parameter to what every call hands to it."""
        places = parameters(function)
        own = places[1:] if places[0] in {"self", "cls"} else places
        star = function.args.vararg
        for call, home, caller in self.calls.get(function.name, ()):
            if not _reaches(call, home, module):
                continue
            if star and name == star.arg:
                given = list(call.args[len(function.args.args) :])
            else:
                given = call.args[own.index(name) :][:1] if name in own else []
            given += [one.value for one in call.keywords if one.arg == name]
            for one in given:
                self._tell(one, home, caller)

    def _called(self, name: str, module: Module) -> None:
        """Follow a function, or a property, to the texts that it gives."""
        for home, function in self.functions.get(name, ()):
            if not gives_text(function):
                continue
            if (
                home is module
                or "self" in parameters(function)
                or ({home.name, f"{home.name}.{name}"} & module.imported)
            ):
                for node in home.own_nodes(function):
                    gives = isinstance(node, ast.Return | ast.Yield | ast.YieldFrom)
                    if gives and node.value is not None:
                        self._tell(node.value, home, function)


def _reaches(call: ast.Call, home: Module, module: Module) -> bool:
    """Whether a call that stands in a module may be of a function in another."""
    match call.func:
        case ast.Name(id=name):
            return home is module or home.imports.get(name, ("",))[0] == module.name
        case ast.Attribute(value=ast.Name(id=name)) if name in home.imports:
            of, there = home.imports[name]
            return module.name in {of, f"{of}.{there}"}
    return home.package == module.package


def all_texts() -> dict[str, str]:
    """Every text that can be told, and the package that it stands in."""
    return Reading(reached()).texts()


def fillings(text: str) -> Iterator[str]:
    """A text with a number, or with a word of ours, in each of its places."""
    parts = re.split(r"\{\d+\}", text)
    for chosen in product(("7", "草稿"), repeat=len(parts) - 1):
        filled = (by + part for by, part in zip(chosen, parts[1:], strict=True))
        yield parts[0] + "".join(filled)
