"""What chat models are told, as Markdown files that are filled strictly: a prompt is read in a diff like code."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

NOT_FOUND = "NOT IN THE ARTICLES"
"""What a model writes, and nothing else, when the passages do not answer the question."""


def prompt(name: str, **values: str) -> str:
    """The prompt `prompts/<name>.md` with each `$name` in it replaced; a value too few or too many is an error.

    >>> "Follow-up: And its $fuel?" in prompt("rewrite", history="", question="And its $fuel?")
    True
    >>> prompt("rewrite", history="")
    Traceback (most recent call last):
    KeyError: "The prompt 'rewrite' needs a value for: question"
    """
    template = _template(name)
    names = set(template.get_identifiers())
    if missing := names - values.keys():
        raise KeyError(f"The prompt '{name}' needs a value for: {', '.join(sorted(missing))}")
    if unknown := values.keys() - names:
        raise KeyError(f"The prompt '{name}' has no place for: {', '.join(sorted(unknown))}")
    return template.substitute(values)


def digest(name: str) -> str:
    """Twelve digits that change whenever the prompt's file does, for fingerprints of answers and reports."""
    return sha256(_template(name).template.encode()).hexdigest()[:12]


@cache
def _template(name: str) -> Template:
    template = Template((files("prompts") / f"{name}.md").read_text(encoding="utf-8").strip())
    if not template.is_valid():
        raise ValueError(f"The prompt '{name}' holds a lone $; write $$ for a dollar sign.")
    return template
