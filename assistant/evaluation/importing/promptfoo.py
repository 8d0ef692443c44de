"""promptfoo configurations (YAML or JSON): tests with variables and assertions.

Nothing in them is run and no file that they name is read: providers, transforms, hooks, scripts and `file://` are
listed in the remarks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

from assistant.evaluation.importing.assertions import filled, read_assertions
from assistant.evaluation.importing.collected import Collected, Imported
from assistant.evaluation.importing.inspecting import tags_of
from assistant.evaluation.importing.lined import load_yaml
from assistant.evaluation.importing.reading import existing
from assistant.evaluation.importing.rows import Row, plain

_QUESTIONS = "question query user_input user_question user_query input message user_message prompt q text topic".split()
_VARIABLE = re.compile(r"\{\{\s*(\w+)")
_CODE = ("transform", "transformVars", "assertScoringFunction", "provider")
_MOST_COMBINATIONS = 1_000
_TEMPLATES = "#/assertionTemplates/"


def import_promptfoo(paths: Sequence[Path]) -> Imported:
    """The tests of configurations, or of files that are a list of tests."""
    found = Collected("promptfoo")
    for path in existing(paths, ".yaml", ".yml", ".json"):
        written = load_yaml(path)
        config = {"tests": written} if isinstance(written, list) else written
        top = Row(config if isinstance(config, dict) else {}, path, "top")
        if not isinstance(config, dict) or not (config.get("tests") or config.get("scenarios")):
            raise top.bad("it has no 'tests'")
        _say_what_is_left(found, config)
        for test in _tests(found, top):
            _add(found, top, test)
    return found.imported()


def _say_what_is_left(found: Collected, config: Mapping[str, Any]) -> None:
    for name in ("extensions", "nunjucksFilters", "env", "providers", "targets"):
        if config.get(name):
            found.remark(f"'{name}' is not read or run")
    if config.get("prompts"):
        found.remark("'prompts' only tell which variable is the question: the assistant has its own")


def _tests(found: Collected, top: Row) -> Iterator[Row]:
    """Every test with the defaults under it; those of a scenario once for each of its configurations."""
    default = _mapping(top.value.get("defaultTest"))
    for test in _objects(found, top, "tests"):
        yield Row(_merged(default, test.value), top.path, test.place)
    for scenario in _objects(found, top, "scenarios"):
        for config in _objects(found, scenario, "config"):
            for test in _objects(found, scenario, "tests"):
                yield Row(_merged(_merged(default, config.value), test.value), top.path, test.place)


def _objects(found: Collected, row: Row, name: str) -> Iterator[Row]:
    given = row.value.get(name)
    for item in given if isinstance(given, list) else [given] if given else []:
        if isinstance(item, dict) and "path" not in item:
            line = getattr(item, "line", 0)
            yield Row(item, row.path, f"line {line}" if line else row.place)
        else:
            found.remark(f"'{name}' that stand in another file or script are not read", row.place)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _merged(default: Mapping[str, Any], test: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**default, **test}
    for name in ("vars", "metadata", "options"):
        if isinstance(default.get(name), dict) and isinstance(test.get(name, {}), dict):
            merged[name] = {**default[name], **_mapping(test.get(name))}
    own = _mapping(merged.get("options")).get("disableDefaultAsserts")
    merged["assert"] = [*([] if own else _list(default.get("assert"))), *_list(test.get("assert"))]
    return merged


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _add(found: Collected, top: Row, test: Row) -> None:
    if not isinstance(test.value.get("vars"), dict):
        found.remark("tests without variables of their own are not read", test.place)
        return
    for name in _CODE:
        if test.value.get(name) or _mapping(test.value.get("options")).get(name):
            found.remark(f"'{name}' is not run", test.place)
    for variables in _combinations(found, test):
        question = _question(top.value, variables)
        if question is None:
            found.remark("no variable is a question that can be read", test.place)
        else:
            _add_one(found, top, test, variables, question)


def _add_one(found: Collected, top: Row, test: Row, variables: Mapping[str, Any], question: str) -> None:
    assertions = [_referred(top.value, one) for one in _list(test.value.get("assert"))]
    expected = read_assertions(
        assertions, test.value.get("threshold"), variables, lambda remark: found.remark(remark, test.place)
    )
    if expected.answerable is False and expected.facts:
        found.remark("what a refusal must say is not read", test.place)
    metadata = _mapping(test.value.get("metadata"))
    described = plain(test.value.get("description"))
    sample = found.add(
        test,
        id=plain(test.value.get("id")) or plain(metadata.get("id")),
        question=question,
        expect=expected.expect(),
        tags=tags_of({name: value for name, value in metadata.items() if name != "id"}),
        notes="\n".join(filter(None, (described, *expected.notes))),
    )
    if response := plain(test.value.get("providerOutput")):
        found.answered(sample, response)


def _referred(config: Mapping[str, Any], assertion: Any) -> Any:
    """An assertion that stands under `assertionTemplates`, where one is named."""
    name = assertion.get("$ref") if isinstance(assertion, dict) else None
    if isinstance(name, str) and name.startswith(_TEMPLATES):
        return _mapping(config.get("assertionTemplates")).get(name.removeprefix(_TEMPLATES), assertion)
    return assertion


def _combinations(found: Collected, test: Row) -> Iterator[dict[str, Any]]:
    """The variables of a test: one that is a list stands for a test of each of its values."""
    given = test.value["vars"]
    if _mapping(test.value.get("options")).get("disableVarExpansion"):
        yield dict(given)
        return
    values = [value if isinstance(value, list) and value else [value] for value in given.values()]
    combined = product(*values)
    for one in islice(combined, _MOST_COMBINATIONS):
        yield dict(zip(given, one, strict=True))
    if next(combined, None) is not None:
        found.remark(f"only the first {_MOST_COMBINATIONS} combinations of variables are read", test.place)


def _question(config: Mapping[str, Any], variables: Mapping[str, Any]) -> str | None:
    """The variable that is the question: by its name, else the only one that feeds a prompt, else the prompt."""
    named = next((name for name in _QUESTIONS if plain(variables.get(name))), None)
    prompts = [text for one in _list(config.get("prompts")) if (text := _prompt(one)) is not None]
    fed = [name for name in variables if any(name in _VARIABLE.findall(text) for text in prompts)]
    if named is None and len(fed) != 1 and prompts:
        return _readable(prompts[0], variables)
    only = fed[0] if len(fed) == 1 else next(iter(variables)) if len(variables) == 1 else None
    chosen = named or only
    return _readable(plain(variables[chosen]), variables) if chosen else None


def _prompt(given: Any) -> str | None:
    text = plain(given.get("raw") if isinstance(given, dict) else given)
    return None if text is None or text.startswith("file://") else text


def _readable(text: str | None, variables: Mapping[str, Any]) -> str | None:
    if not text or text.startswith("file://"):
        return None
    written = filled(text, variables)
    return written if written and written.strip() else None
