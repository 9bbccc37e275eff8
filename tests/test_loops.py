"""No test asserts only inside a loop that may run over nothing: such a test passes when what it looks at is gone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.looping import each

TESTS = Path(__file__).resolve().parent
TRANSPARENT = {"enumerate", "zip", "sorted", "reversed", "list", "set", "tuple"}
"""Calls that are empty exactly when what they are given is."""


def silent_loops(source: str) -> list[tuple[str, int]]:
    """(test, line) of every test whose assertions all stand in loops over something computed that was not counted by ``each``."""
    module = ast.parse(source)
    literals = {
        target.id: node.value for node in module.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)
    }
    literals |= {n.target.id: n.value for n in module.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name) and n.value}
    found: list[tuple[str, int]] = []
    for test in ast.walk(module):
        if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef) and test.name.startswith("test_"):
            asserted = list(_assertions(test.body, ()))
            if asserted and all(any(not _counted(looped, literals) for looped in loops) for loops in asserted):
                found.append((test.name, asserted[0][0].lineno))
    return found


def _assertions(body: list[ast.stmt], loops: tuple[ast.expr, ...]) -> Iterator[tuple[ast.expr, ...]]:
    """For each assertion, what the loops around it run over."""
    for node in body:
        if isinstance(node, ast.Assert):
            yield (*loops, *_inside(node.test))
        elif _is_raises(node) or _calls_assertion(node):
            yield loops
        elif isinstance(node, ast.For):
            yield from _assertions(node.body, (*loops, node.iter))
        elif not isinstance(node, ast.FunctionDef | ast.ClassDef):
            for part in ("body", "orelse", "handlers", "finalbody"):
                for inner in getattr(node, part, ()):
                    yield from _assertions(inner.body if isinstance(inner, ast.ExceptHandler) else [inner], loops)


def _inside(test: ast.expr) -> list[ast.expr]:
    """What ``all(...)`` runs over: of nothing at all, everything holds."""
    if isinstance(test, ast.Call) and ast.unparse(test.func) == "all" and isinstance(test.args[0], ast.GeneratorExp):
        return [generator.iter for generator in test.args[0].generators]
    return []


def _is_raises(node: ast.stmt) -> bool:
    return isinstance(node, ast.With) and any("raises" in ast.unparse(item.context_expr) for item in node.items)


def _calls_assertion(node: ast.stmt) -> bool:
    # A helper that asserts is called for nothing else: its result is thrown away.
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func).rsplit(".", 1)[-1].startswith("assert_")


def _counted(looped: ast.expr, literals: dict[str, ast.expr]) -> bool:
    """Whether a loop over this cannot pass by in silence: a literal with something in it, or counted by ``each``."""
    if isinstance(looped, ast.Tuple | ast.List | ast.Set):
        return bool(looped.elts)
    if isinstance(looped, ast.Dict):
        return bool(looped.keys)
    if isinstance(looped, ast.Name):
        return looped.id in literals and _counted(literals[looped.id], {})
    if not isinstance(looped, ast.Call):
        return False
    name = ast.unparse(looped.func)
    if name == "each":
        return True
    if name == "range":
        return all(isinstance(part, ast.Constant) for part in looped.args)
    if name in TRANSPARENT:
        return bool(looped.args) and all(_counted(part, literals) for part in looped.args if not isinstance(part, ast.Starred))
    if isinstance(looped.func, ast.Attribute) and looped.func.attr in ("items", "values", "keys"):
        return _counted(looped.func.value, literals)
    return False


def test_no_test_loops_in_silence_over_what_may_be_nothing():
    paths = each(TESTS.rglob("test_*.py"), at_least=40)
    silent = [f"{path.relative_to(TESTS)}:{line} {name}" for path in paths for name, line in silent_loops(path.read_text(encoding="utf-8"))]
    assert not silent, "assert what there must be, or loop over each(...) of tests/looping.py:\n" + "\n".join(sorted(silent))


@pytest.mark.parametrize(
    ("body", "silent"),
    [
        ("for one in computed():\n        assert one", True),
        ("for one in each(computed()):\n        assert one", False),
        ("for one in ('a', 'b'):\n        assert one", False),
        ("for one in ():\n        assert one", True),
        ("for one in KNOWN:\n        assert one", False),
        ("for one in EMPTY:\n        assert one", True),
        ("for place, one in enumerate(computed()):\n        assert one", True),
        ("for one in ('a', 'b'):\n        for two in computed(one):\n            assert two", True),
        ("for one in computed():\n        assert one\n    assert other", False),
        ("for one in computed():\n        with pytest.raises(ValueError):\n            one()", True),
        ("assert all(one for one in computed())", True),
        ("assert all(one for one in each(computed()))", False),
        ("assert all(one for one in computed()) and len(computed()) == 2", False),
        ("if True:\n        for one in computed():\n            assert one", True),
    ],
)
def test_the_search_tells_silent_loops_from_others(body: str, silent: bool):
    source = f"KNOWN = ('a',)\nEMPTY = ()\n\ndef test_it():\n    {body}\n"
    assert bool(silent_loops(source)) == silent


def test_each_refuses_nothing_and_says_how_many(capsys: pytest.CaptureFixture[str]):
    assert each([1, 2]) == [1, 2]
    assert capsys.readouterr().out == "looped over 2\n"
    with pytest.raises(AssertionError, match="looped over 0, expected at least 1"):
        each([])
