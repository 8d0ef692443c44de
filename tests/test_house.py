"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "knowledge", "prompts")

pytestmark = pytest.mark.skipif(not (ROOT / "assistant").is_dir(), reason="looks at the checkout's own files")


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def importers(library: str) -> set[str]:
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == library for name in names):
                found.add(path.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("tantivy", {"knowledge/words.py"}),
        ("chromadb", {"knowledge/vectors.py"}),
        ("onnxruntime", {"knowledge/models/__init__.py"}),
        ("trafilatura", {"knowledge/reading/html.py"}),
        ("pypdf", {"knowledge/reading/pdf.py"}),
        (
            "sqlite3",
            {
                "knowledge/library.py",
                "knowledge/rows.py",
                "assistant/conversations.py",
                "assistant/evaluation/cache.py",
                "assistant/slack/store.py",
            },
        ),
    ],
)
def test_a_library_has_one_importer(library: str, home: set[str]) -> None:
    assert importers(library) <= home


def test_no_file_holds_an_address_of_a_registry_or_a_path_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    addresses = r"index-url[ =]\S*:|files\.pythonhosted|registry\.npmjs"
    forbidden = re.compile(rf"{addresses}|/(home|root)/[a-z]|(?<![\w.])/work/[a-z]")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file() or path.suffix in (".png", ".pdf"):
            continue
        assert not forbidden.search(path.read_text(encoding="utf-8", errors="ignore")), name


def test_help_answers_at_once() -> None:
    def seconds() -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "assistant", "--help"], check=True, capture_output=True)
        return time.perf_counter() - begun

    assert min(seconds() for _ in range(4)) < 0.5


@pytest.mark.parametrize("package", ["assistant.cli", "assistant.writers.chat", "knowledge.reading", "prompts"])
def test_importing_loads_nothing_heavy(package: str) -> None:
    heavy = "chromadb gradio openai langchain langchain_openai onnxruntime trafilatura pypdf tantivy fastapi uvicorn"
    code = f"import sys, {package}; print([name for name in '{heavy}'.split() if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
