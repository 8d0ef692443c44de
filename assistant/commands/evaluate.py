"""evaluate: run a suite of questions, score what was answered, compare runs, hold them against gates."""

from importlib import import_module
from importlib.util import find_spec

import click

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


class Evaluate(click.Group):
    """The subcommands by name, each loaded from its file when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every subcommand's name."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand by a name, or None."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"assistant.commands.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, made without loading what it names."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in _COMMANDS.items()])


@click.group(cls=Evaluate)
def evaluate() -> None:
    """Answer scripted questions and say how good the answers are, and why one failed.

    Exit codes: 0 all gates passed, 1 a gate failed, 2 wrong use or suite, 3 incomplete (go on with --resume),
    4 a judge was required and there is none, 130 interrupted.
    """
    missing = [name for name in ("ir_measures", "jinja2", "junitparser", "rapidfuzz") if find_spec(name) is None]
    if missing:
        raise BadSetting(
            f"Evaluation needs packages that are not installed: {', '.join(missing)}.",
            hint="Install them with: pip install 'aerocite[eval]'",
        )
