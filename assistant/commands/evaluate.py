"""evaluate: run a suite of questions, score what was answered, compare runs, hold them against gates."""

from importlib.util import find_spec
from typing import Any

import click

from assistant.cli import COMMANDS, Listed
from assistant.errors import BadSetting

_COMMANDS = {
    "compare": ("scored", "Set two runs of the same questions side by side: what changed, and which answers flipped."),
    "export": ("scored", "Write a run in formats of other tools: TREC runs and judgements, Ragnarök, ragas."),
    "feedback": ("suites", "Make suite questions of what people thought of answers."),
    "import": ("suites", "Make a suite of another tool's file. Code in it is listed, never run."),
    "label": ("scored", "Label answers by hand, to calibrate a judge with."),
    "metrics": ("suites", "Say what each metric is and where its definition comes from."),
    "new": ("suites", "Write a suite from the articles of the library."),
    "report": ("scored", "Write reports of a run into its folder."),
    "rescore": ("scored", "Score the stored answers of a run again."),
    "run": ("asking", "Ask every question of a suite and score the answers."),
    "schema": ("suites", "Print the JSON Schema of suites, for editors."),
    "validate": ("suites", "Check a suite: its form, and whether the library holds what it expects."),
}


_EXIT_CODES = """
Exit codes: 0 all gates passed, 1 a gate failed, 2 wrong use or suite, 3 incomplete (go on with --resume),
4 a judge was required and there is none, 130 interrupted.
"""


class Evaluate(Listed):
    """The subcommands. What the file system refuses them is a sentence, as people name many files here."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.filename is None:
                raise
            file, reason = str(error.filename).removesuffix(".new"), (error.strerror or "it fails").lower()
            raise BadSetting(
                f"{file} cannot be read or written: {reason}.", hint="Choose another place, or mend the rights there."
            ) from error


@click.group(cls=Evaluate, listed=_COMMANDS, help=f"{COMMANDS['evaluate'][1]}\n{_EXIT_CODES}")
def evaluate() -> None:
    """Run a subcommand, if what evaluation needs is installed."""
    missing = [name for name in ("ir_measures", "jinja2", "junitparser", "rapidfuzz") if find_spec(name) is None]
    if missing:
        raise BadSetting(
            f"Evaluation needs packages that are not installed: {', '.join(missing)}.",
            hint="Install them with: pip install 'aerocite[eval]'",
        )
