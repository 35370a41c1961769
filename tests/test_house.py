"""The house keeps its order: imports go down only, rooms have their furniture, modules stay small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "beihu.states", "beihu.scope", "beihu.sheets", "beihu.audit", "beihu.notifications", "beihu.accounts", "beihu.embedded",
    "buildings.places", "buildings.posts", "buildings.households", "buildings.picture",
    "buildings.party", "buildings.joint", "buildings.care", "buildings.volunteers",
    "tripartite.parties", "tripartite.issues", "tripartite.meetings", "tripartite.commitments",
    "tripartite.decisions", "tripartite.fees", "tripartite.selfmanagement",
    "forums.talks", "forums.ideas", "forums.questionnaires", "forums.evaluations", "forums.bulletins",
    "beihu.office",
]  # fmt: skip
TOOL_ROOMS = {"beihu.embedded", "beihu.sheets", "beihu.office"}
FURNITURE = {
    "__init__", "models", "actions", "forms", "views", "urls", "queries", "tasks", "exports", "imports", "admin",
}  # fmt: skip
JUNK = {"services", "selectors", "managers", "utils", "helpers", "constants", "signals", "common", "core"}
FRAME = {"settings", "urls", "celery", "wsgi"}
WORDS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
MODULES = sorted(
    path
    for wing in ("beihu", "buildings", "tripartite", "forums")
    for path in (ROOT / wing).rglob("*.py")
    if "migrations" not in path.parts
)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str | None:
    return next((r for r in ORDER if module == r or module.startswith(f"{r}.")), None)


def imports(path: Path) -> set[str]:
    """Absolute names of all modules this one imports, at the top or inside functions."""
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{stem}.{alias.name}" for alias in node.names} | {stem}
    return found


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_go_down_only(path: Path) -> None:
    here = room(dotted(path))
    if here is None:
        return
    wrong = {
        name for name in imports(path) if (other := room(name)) and ORDER.index(other) > ORDER.index(here)
    }
    assert wrong == set()


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_nothing_imports_the_frame(path: Path) -> None:
    frame = {f"beihu.{name}" for name in FRAME}
    if dotted(path) in {"beihu", *frame}:
        return
    assert {name for name in imports(path) if name in frame} == set()


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_modules_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_no_words_hide_in_f_strings(path: Path) -> None:
    """The extractor of translations does not look into them, so that English would reach Chinese pages."""
    hidden = [
        ast.unparse(call)
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WORDS
    ]
    assert hidden == []


def test_no_junk_drawers() -> None:
    assert [dotted(path) for path in MODULES if path.stem in JUNK or path.parent.name in JUNK] == []


def test_every_room_says_what_it_is() -> None:
    silent = [
        name
        for name in ORDER
        if (init := ROOT / name.replace(".", "/") / "__init__.py").exists()
        and not ast.get_docstring(ast.parse(init.read_text()))
    ]
    assert silent == []


@pytest.mark.parametrize("wing", ["beihu", "buildings", "tripartite", "forums"])
def test_first_migrations_make_each_table_whole(wing: str) -> None:
    """An index or a column added to a table just made, or a table made on its own, renders all models anew: a first start took 14 s longer."""
    tree = ast.parse((ROOT / wing / "migrations" / "0001_initial.py").read_text(encoding="utf-8"))
    made = {
        call.func.attr
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "migrations"
    } - {"swappable_dependency"}
    assert made == {"CreateModel"}
    assert [ast.unparse(one.func) for one in _operations(tree)] == ["Together"]


def _operations(tree: ast.Module) -> list[ast.Call]:
    values = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "operations"
    ]
    return list(values[0].elts)  # type: ignore[attr-defined]
