"""A suite from its file: included files, templates, defaults, and every problem of all of them at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.evaluation.loading.checking import checked, wrong_at
from assistant.evaluation.loading.node import BadSuite, Node, Problem, did_you_mean
from assistant.evaluation.loading.params import expanded
from assistant.evaluation.loading.reading import Place, read_file, suffix
from assistant.evaluation.suite import Defaults, Gate, Sample, Suite

_FIELDS = ("as_of", "language", "timeout_s", "repeats")
_MOST_FILES = 100


@dataclass(slots=True)
class _Loading:
    """What is being loaded: the files that are open within each other, and what was found so far."""

    problems: list[Problem] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    where: dict[str, tuple[str, int]] = field(default_factory=dict)
    files: int = 0


def load_suite(path: Place, *, only: Sequence[str] = ()) -> Suite:
    """The suite in a file. `only` keeps the questions with one of these ids or tags (`tag=smoke`, `language=ar`).

    What is wrong with it is one `BadSuite` with the line of each problem.
    """
    loading = _Loading()
    suite = _load(path, loading)
    if loading.problems:
        raise BadSuite(loading.problems)
    if not only:
        return suite
    chosen = [sample for sample in suite.questions if any(_is_meant(sample, name) for name in only)]
    for name in only:
        if not any(_is_meant(sample, name) for sample in chosen):
            raise BadSuite([Problem(path.name, 1, f"no question has the id or tag '{name}'{_near(name, suite)}")])
    return suite.model_copy(update={"questions": tuple(chosen)})


def _is_meant(sample: Sample, name: str) -> bool:
    kind, parted, value = name.partition("=")
    if parted and kind in ("id", "tag", "language", "category", "outlet"):
        return value in {
            "id": (sample.id,),
            "tag": sample.tags,
            "language": (sample.language,),
            "category": (sample.filters.category,),
            "outlet": (sample.filters.outlet,),
        }.get(kind, ())
    return name == sample.id or name in sample.tags


def _near(name: str, suite: Suite) -> str:
    return did_you_mean(name, [known for sample in suite.questions for known in (sample.id, *sample.tags)])


def _load(path: Place, loading: _Loading) -> Suite:
    loading.files += 1
    problems = loading.problems
    written = read_file(path, problems)
    head = {key: node for key, node in written.head.value.items() if key not in ("include", "questions")}
    if "questions" in written.head.value:
        problems.append(written.head.value["questions"].problem("the questions stand on the lines below"))
    own = checked(Suite, {key: node.plain() for key, node in head.items()}, written.head, problems) or Suite()
    loading.within.append(_name(path))
    included = list(_included(path, written.head, loading))
    loading.within.pop()
    questions = [sample for part in included for sample in part.questions]
    questions += _questions(written.questions, own.defaults, loading)
    gates: dict[str, Gate] = {}
    limits = [part.max_invalid for part in (*included, own) if part.max_invalid is not None]
    for part in (*included, own):
        gates |= part.gates
    kept = Defaults(top_k=own.defaults.top_k)
    return own.model_copy(
        update={
            "gates": gates,
            "max_invalid": limits[-1] if limits else None,
            "questions": tuple(questions),
            "defaults": kept,
        }
    )


def _questions(nodes: Sequence[Node], defaults: Defaults, loading: _Loading) -> Iterator[Sample]:
    for node in nodes:
        for value in expanded(node, loading.problems):
            sample = checked(Sample, value, node, loading.problems)
            if sample is None:
                continue
            place = node.file, node.line_at(("id",))
            if sample.id in loading.where:
                file, line = loading.where[sample.id]
                loading.problems.append(wrong_at(node, ("id",), f"the id '{sample.id}' stands at {file}:{line} too"))
            loading.where.setdefault(sample.id, place)
            yield with_defaults(sample, defaults)


def with_defaults(sample: Sample, defaults: Defaults) -> Sample:
    """A question with what it does not say itself; `as_of: null` says that there is none.

    >>> with_defaults(Sample(id="a", question="Why?", tags=("x",)), Defaults(repeats=3, tags=("y",))).repeats
    3
    """
    given = sample.model_fields_set
    changed: dict[str, Any] = {
        name: value for name in _FIELDS if name not in given and (value := getattr(defaults, name)) is not None
    }
    if defaults.filters is not None:
        own = {name: getattr(sample.filters, name) for name in sample.filters.model_fields_set}
        changed["filters"] = defaults.filters.model_copy(update=own)
    if defaults.tags:
        changed["tags"] = tuple(dict.fromkeys((*sample.tags, *defaults.tags)))
    return sample.model_copy(update=changed) if changed else sample


# -- other files ---------------------------------------------------------------------------------------------------


def _included(path: Place, head: Node, loading: _Loading) -> Iterator[Suite]:
    include = head.value.get("include")
    if include is None:
        return
    for node in include.value if isinstance(include.value, list) else [include]:
        wanted = _wanted(node, loading.problems)
        if wanted is None:
            continue
        file, ids, tags = wanted
        other = _beside(path, file, node, loading)
        if other is None:
            continue
        try:
            part = _load(other, loading)
        except BadSuite as error:
            loading.problems.append(node.problem(f"'{file}' cannot be included: {error.problems[0].message}"))
            continue
        yield part.model_copy(update={"questions": tuple(_chosen(part, node, ids, tags, loading))})


def _wanted(node: Node, problems: list[Problem]) -> tuple[str, list[str], list[str]] | None:
    """The file, the ids and the tags that an item of `include` names."""
    value = node.plain()
    value = {"file": value} if isinstance(value, str) else value
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        problems.append(node.problem("'include' takes files: other.yaml, or {file: other.yaml, tags: [smoke]}"))
        return None
    for key in value:
        if key not in ("file", "ids", "tags"):
            problems.append(wrong_at(node, (key,), f"'{key}' is not known; 'include' takes file, ids and tags"))
            return None
    lists = [[one] if isinstance(one := value.get(name, []), str) else one for name in ("ids", "tags")]
    if not all(isinstance(some, list) and all(isinstance(one, str) for one in some) for some in lists):
        problems.append(node.problem("the ids and tags of 'include' are lists of texts"))
        return None
    return value["file"], *lists


def _beside(path: Place, file: str, node: Node, loading: _Loading) -> Place | None:
    folder = getattr(path, "parent", None)
    wrong = ""
    if not suffix(file):
        wrong = f"'{file}' is no suite by its name"
    elif file.startswith(("/", "\\")) or ":" in file:
        wrong = f"'{file}' is not beside this file; name it relative to this one"
    elif folder is None:
        wrong = "a file in an archive includes no other"
    elif loading.files >= _MOST_FILES:
        wrong = f"more than {_MOST_FILES} files are included"
    elif _name(folder / file) in loading.within:
        wrong = f"'{file}' includes itself, directly or through others"
    if wrong or folder is None:
        loading.problems.append(node.problem(wrong))
        return None
    other: Place = folder / file
    return other


def _chosen(part: Suite, node: Node, ids: list[str], tags: list[str], loading: _Loading) -> Iterator[Sample]:
    known = [sample.id for sample in part.questions]
    for name in ids:
        if name not in known:
            loading.problems.append(node.problem(f"no question there has the id '{name}'{did_you_mean(name, known)}"))
    held = {tag for sample in part.questions for tag in sample.tags}
    for tag in tags:
        if tag not in held:
            loading.problems.append(node.problem(f"no question there has the tag '{tag}'{did_you_mean(tag, held)}"))
    for sample in part.questions:
        if (not ids or sample.id in ids) and (not tags or set(tags) & set(sample.tags)):
            yield sample
        elif loading.where.get(sample.id):
            del loading.where[sample.id]


def _name(path: Place) -> str:
    return str(path.resolve()) if isinstance(path, Path) else str(path)
