"""The `aerocite` command. Each command imports what it needs when it runs, so that `--help` answers at once."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from assistant.errors import AssistantError, BadQuestion, BadSetting
from knowledge.errors import KnowledgeError

PARTLY_DONE = 3
INTERRUPTED = 130
DEBUG = "--debug"

COMMANDS = {
    "ask": ("questions", "Answer a question from the library, with citations."),
    "check": ("checks", "Check whether a text supports a sentence, or each line of a file."),
    "doctor": ("upkeep", "Check that everything works, and say how to mend what does not."),
    "evaluate": ("evaluate", "Answer scripted questions and say how good the answers are, and why one failed."),
    "ingest": (
        "library",
        "Load articles from files, folders and archives (JSONL, Markdown, HTML, text, PDF, zip, tar).",
    ),
    "list": ("library", "List the articles of the library, newest first."),
    "reindex": ("upkeep", "Make the index again from the library."),
    "remove": ("library", "Remove articles, with all their versions, from the library."),
    "search": ("questions", "Find the passages that match a query best."),
    "settings": ("upkeep", "Show every setting, its value and what it is for."),
    "show": ("library", "Show an article with its text."),
    "slack": ("slack", "Run the Slack bot, print its manifest, or check its tokens."),
    "web": ("upkeep", "Serve the page and the HTTP API."),
}


class Listed(click.Group):
    """Commands by name, each with its file and what it is for; a file is loaded when a command of it is asked for."""

    def __init__(self, *args: Any, listed: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by a name, or None."""
        if cmd_name not in self.listed:
            return None
        found = vars(import_module(f"assistant.commands.{self.listed[cmd_name][0]}")).values()
        return next(one for one in found if isinstance(one, click.Command) and one.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, made without loading a command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self.listed.items()])


class Aerocite(Listed):
    """The command itself: whatever goes wrong in it ends in a sentence and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command. What a person can act on is one sentence and what to do next, never a traceback."""
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except click.exceptions.Exit as stop:
            code = stop.exit_code
        except click.ClickException as wrong:
            wrong.show()
            code = wrong.exit_code
        except (click.Abort, KeyboardInterrupt):
            click.echo("Interrupted. What was stored stays; run the same command to go on.", err=True)
            code = INTERRUPTED
        except (AssistantError, KnowledgeError) as error:
            click.echo(f"{error}\n{error.hint}".strip(), err=True)
            code = 2 if isinstance(error, BadQuestion | BadSetting) else 1
        except BrokenPipeError:
            # Whoever read our output has stopped; there is nobody left to tell.
            sys.stderr.close()
            code = 1
        except Exception as error:
            if DEBUG in sys.argv:
                raise
            click.echo(
                f"Something went wrong that should not: {type(error).__name__}: {error}\n"
                f"Run the command again as 'aerocite {DEBUG} …' to see where, and please report it.",
                err=True,
            )
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=Aerocite, listed=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aerocite", message="aerocite %(version)s")
@click.option(DEBUG, is_flag=True, expose_value=False, help="Show where an unexpected failure happened.")
def cli() -> None:
    """Ask anything about aviation; every sentence of the answer rests on a passage that you can open.

    Exit codes: 0 done, 1 failed, 2 wrong use, 3 partly done, 130 interrupted.
    """


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which `search`, `ask` and `list` choose articles."""
    day = click.DateTime(["%Y-%m-%d"])
    for option in reversed(
        [
            click.option("--as-of", type=day, metavar="DATE", help="Only what was published by that day."),
            click.option("--since", type=day, metavar="DATE", help="Only from that day on."),
            click.option("--until", type=day, metavar="DATE", help="Only up to that day."),
            click.option("--outlet", help="Only from this outlet."),
            click.option("--category", help="Only in this category."),
            click.option("--language", help="Only in this language, such as en or ar."),
        ]
    ):
        command = option(command)
    return command
