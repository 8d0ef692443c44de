"""YAML with the line of each mapping, by the safe loader: no tag makes an object, and aliases cannot multiply."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from assistant.evaluation.importing.reading import opened
from assistant.evaluation.importing.rows import BadImport

LARGEST = 5_000_000
_MOST_ALIASES = 1_000
_MOST_KEYS = 10_000


class Lined(dict[str, Any]):
    """A mapping that knows the line on which it begins."""

    line: int = 0


class _Loader(yaml.SafeLoader):
    """The safe loader, with limits: merged mappings may double at each alias."""

    aliases = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > _MOST_ALIASES:
                raise yaml.YAMLError(f"it has more than {_MOST_ALIASES} aliases")
        return super().compose_node(parent, index)

    def flatten_mapping(self, node: Any) -> None:
        super().flatten_mapping(node)
        if len(node.value) > _MOST_KEYS:
            raise yaml.YAMLError(f"a mapping has more than {_MOST_KEYS} keys")


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Lined]:
    found = Lined()
    found.line = node.start_mark.line + 1
    yield found
    for key, value in loader.construct_mapping(node).items():
        found[str(key)] = value


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load_yaml(path: Path) -> Any:
    """What a YAML (or JSON) file holds, its mappings as `Lined`."""
    with opened(path, largest=LARGEST) as file:
        try:
            return yaml.load(file, _Loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise BadImport(f"{path}, line {line}: not valid YAML ({error.problem}).", hint="Mend it there.") from None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise BadImport(f"{path}: not valid YAML ({reason}).", hint="Check that it is a YAML file.") from None
