"""A folder of plans holds no plan of a stack that is gone, and loses nothing that is somebody else's."""

from pathlib import Path

from civic.engine.plan_folder import remove_stale
from tests.civic.commands.test_front_door import civic
from tests.civic.records.estates import example
from tests.planning import ESTATE


def written(folder: Path, *stacks: str) -> None:
    folder.mkdir(exist_ok=True)
    for stack in stacks:
        (folder / f"{stack}.json").write_text("{}", encoding="utf-8")
    remove_stale(folder, kept=(), written=stacks)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_stack_that_is_gone_leaves_no_plan(tmp_path: Path) -> None:
    written(tmp_path / "out", "a", "b", "c")
    (tmp_path / "out" / "c.json").write_text("{}", encoding="utf-8")
    assert remove_stale(tmp_path / "out", kept={"b"}, written={"c"}) == ["a"]
    assert names(tmp_path / "out") == {"b.json", "c.json"}
    assert remove_stale(tmp_path / "out", kept=(), written=()) == ["b", "c"]
    assert names(tmp_path / "out") == set()


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("northshire-aws-tenancy.json", "notes.json", "elsewhere.txt"):
        (folder / name).write_text("mine", encoding="utf-8")
    assert remove_stale(folder, kept=(), written={"a"}) == []
    (folder / ".civic-plans").write_text("../outside\na\n", encoding="utf-8")
    (tmp_path / "outside.json").write_text("mine", encoding="utf-8")
    assert remove_stale(folder, kept=(), written=()) == ["a"]
    assert names(folder) == {"northshire-aws-tenancy.json", "notes.json", "elsewhere.txt"}
    assert (tmp_path / "outside.json").is_file()


def test_a_body_that_has_left_is_in_no_folder_of_plans(tmp_path: Path) -> None:
    estate, out = example(tmp_path), tmp_path / "plans"
    assert civic("plan", "westholm", "--estate", estate, "--out", out).returncode == 0
    assert "westholm-aws-tenancy.json" in names(out)
    (estate / "organisations" / "westholm.yaml").unlink()
    ran = civic("plan", "platform-aws-bootstrap", "--estate", estate, "--out", out)
    assert ran.returncode in (0, 1), ran.stderr
    assert names(out) == {"platform-aws-bootstrap.json", "records"}
    assert (ESTATE / "organisations" / "westholm.yaml").is_file()
