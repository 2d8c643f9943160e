"""XML read as a stream: of a document only what is looked for is kept, and not long.

1. A document type, and with it every entity, is refused before it is looked at:
   nothing is expanded, no file and no address is ever opened.
2. Elements that nobody looks for are passed over with all that they hold.
3. A text has a bound.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from treasury.statements.parts import Told

TEXT_MAX = 10_000
"""Characters of the text of one element."""

_CHUNK = 1 << 16
_DECLARED = re.compile(
    rb"<\?xml[^>]*encoding\s*=\s*[\"'](gb[a-z0-9-]+)[\"']", re.IGNORECASE
)

Fields = dict[str, str]
"""What a record says, by key; `line` is where it began."""


@dataclass(slots=True)
class Node:
    """An element that is looked for: what of it is kept, and what is inside."""

    key: str = ""
    """Under which its text is kept."""
    record: str = ""
    """The kind of record that it begins."""
    inside: dict[str, "Node"] = field(default_factory=dict)


Plan = Callable[[str, str, int], Node]
"""What is looked for, by namespace and name of the root and its line."""

End = Callable[[str, list[Fields]], None]
"""Is told of a record that is whole: its kind, and the records around it and itself."""


def tree(records: Mapping[str, Mapping[str, str]], space: str) -> Node:
    """What is looked for below the root: of each record its path and its fields.

    A record is called by the last element of its path.
    """
    root = Node()
    for path, fields in records.items():
        _reach(root, path, space).record = path.rpartition("/")[2]
        for inner, key in fields.items():
            _reach(root, f"{path}/{inner}", space).key = key
    return root


def _reach(node: Node, path: str, space: str) -> Node:
    for name in path.split("/"):
        node = node.inside.setdefault(f"{space}}}{name}", Node())
    return node


def walk(
    content: bytes,
    told: Told,
    plan: Plan,
    end: End,
) -> None:
    """Go through a document.

    Args:
        content: the document.
        told: where faults go.
        plan: tells what is looked for.
        end: is told of each record.

    Raises:
        StatementFaulty: it is not well-formed, or holds what is refused outright.
    """
    found = _DECLARED.match(content[:200].lstrip())
    parser = expat.ParserCreate("utf-8" if found else None, "}")
    parser.buffer_text = True
    _refuse_types(parser, told)
    _handle(parser, told, plan, end)
    try:
        for chunk in _chunks(content, declared=found is not None):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - expat names it by place
    except expat.ExpatError as error:
        told.refuse(error.lineno, "", "XML 的格式不对或不完整", do="重新导出")
    except (LookupError, ValueError):
        # The parser looks an encoding up that it does not know itself.
        told.refuse(0, "", "文件的编码与声明不符，或不能读取", do="重新导出")


def _chunks(content: bytes, *, declared: bool) -> Iterable[bytes]:
    pieces = (content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK))
    if not declared:
        return pieces
    # The parser knows no encoding of several bytes but Unicode's.
    return (text.encode() for text in codecs.iterdecode(pieces, "gb18030"))


def _refuse_types(parser: expat.XMLParserType, told: Told) -> None:
    def refuse(*_: object) -> int:
        what = "文件带有文档类型声明（DOCTYPE、ENTITY），不予读取"
        do = "银行的对账单没有这种声明；请直接从网银重新导出"
        return told.refuse(parser.CurrentLineNumber, "", what, do=do)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse


def _handle(  # noqa: C901 - three handlers that share what they hold
    parser: expat.XMLParserType, told: Told, plan: Plan, end: End
) -> None:
    """Set the handlers; they run for every element, so they hold what they need."""
    node = Node()
    above: list[Node] = []
    records: list[Fields] = []
    text: list[str] = []
    skipped = 0

    def on_start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal node, skipped
        if skipped:
            skipped += 1
            return
        found = node.inside.get(name)
        if found is None:
            if above:
                skipped = 1
                return
            space, _, local = name.rpartition("}")
            found = plan(space, local, parser.CurrentLineNumber)
        above.append(node)
        node = found
        if found.key:
            text.clear()
            if attributes and "Ccy" in attributes:
                records[-1][found.key + "_currency"] = attributes["Ccy"]
        elif found.record:
            records.append({"line": str(parser.CurrentLineNumber)})

    def on_text(piece: str) -> None:
        if node.key and not skipped:
            text.append(piece)
            if len(piece) > TEXT_MAX or (
                len(text) > 1 and sum(map(len, text)) > TEXT_MAX
            ):
                line = parser.CurrentLineNumber
                told.refuse(line, "", f"一段文字超过 {TEXT_MAX:,} 个字符")

    def on_end(_: str) -> None:
        nonlocal node, skipped
        if skipped:
            skipped -= 1
            return
        ended = node
        node = above.pop()
        if ended.key:
            if text:
                _keep(records[-1], ended.key, "".join(text).strip())
                text.clear()
        elif ended.record:
            end(ended.record, records)
            records.pop()

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = on_text


def _keep(record: Fields, key: str, said: str) -> None:
    """What is said twice stands one after the other."""
    if said:
        before = record.get(key)
        record[key] = f"{before} {said}" if before else said
