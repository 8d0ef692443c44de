"""slack, slack manifest, slack check."""

import asyncio
import json
import logging
import signal
from contextlib import closing
from typing import Literal

import click

from assistant.settings import Settings, read_settings
from assistant.terminal import say


@click.group(invoke_without_command=True)
@click.pass_context
def slack(ctx: click.Context) -> None:
    """Run the Slack bot, print its manifest, or check its tokens.

    Without a command it runs over Socket Mode, without the page, until interrupted: it needs
    AEROCITE_SLACK_BOT_TOKEN and AEROCITE_SLACK_APP_TOKEN. With AEROCITE_SLACK_MODE=socket or http,
    'aerocite web' runs it beside the page.
    """
    if ctx.invoked_subcommand is None:
        run(read_settings())


@slack.command()
@click.option(
    "--mode", type=click.Choice(["socket", "http"]), help="How Slack delivers; as the settings say, if left out."
)
def manifest(mode: Literal["socket", "http"] | None) -> None:
    """Print the app manifest, to be pasted at api.slack.com/apps under "From a manifest"."""
    from assistant.slack.manifest import manifest as make_manifest

    values = read_settings()
    chosen: Literal["socket", "http"] = mode or ("http" if values.slack_mode == "http" else "socket")
    if chosen == "http" and not values.public_url:
        raise click.UsageError("Slack over HTTP needs an address: set AEROCITE_PUBLIC_URL to the one Slack reaches.")
    made = make_manifest(chosen, public_url=values.public_url, several=bool(values.slack_client_id))
    click.echo(json.dumps(made, indent=2))


@slack.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
def check(as_json: bool) -> int:
    """Ask Slack what is wrong with the bot's tokens and permissions."""
    from assistant.commands.findings import show_findings
    from assistant.slack.needs import need_extra

    need_extra()
    from assistant.slack.checkup import slack_checkup

    async def ask() -> int:
        return show_findings([finding async for finding in slack_checkup(read_settings())], as_json=as_json)

    return asyncio.run(ask())


def run(settings: Settings) -> None:
    """Run the bot until a signal ends it."""
    from assistant.errors import BadSetting
    from assistant.slack.needs import need_slack

    if settings.slack_mode == "http":
        raise BadSetting("With AEROCITE_SLACK_MODE=http the page serves the bot.", hint="Run 'aerocite web'.")
    need_slack(settings)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    from assistant.conversations import Answers
    from assistant.errors import AssistantError
    from assistant.factory import make_assistant, reading_library
    from assistant.slack.bot import running_bot
    from assistant.slack.lock import only_bot

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    with (
        only_bot(settings),
        reading_library(settings, say=say) as parts,
        closing(Answers(settings.answers_path)) as answers,
    ):
        async with running_bot(settings, parts, make_assistant(settings, parts), answers, by_socket=True) as bot:
            assert bot.socket is not None
            shown = ""
            while not ended.is_set():
                if bot.socket.state == "failed":
                    raise AssistantError(bot.socket.why)
                if bot.socket.state != shown:
                    shown = bot.socket.state
                    say({"starting": "Connecting to Slack …", "connected": "Connected to Slack. Ctrl-C ends."}[shown])
                try:
                    await asyncio.wait_for(ended.wait(), 0.2)
                except TimeoutError:
                    continue
            say("Ending; answers that are not finished follow after the next start.")
