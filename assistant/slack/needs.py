"""What the bot cannot be started without. Says it before anything is opened; nothing of Slack's is imported here."""

from importlib.util import find_spec

from assistant.errors import BadSetting
from assistant.settings import Settings


def need_slack(settings: Settings) -> None:
    """Raise `BadSetting` with what to do next where a setting or the extra is missing."""
    need_extra()
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        raise BadSetting(
            "The Slack bot has no token.",
            hint="Set AEROCITE_SLACK_BOT_TOKEN (xoxb-…, from OAuth & Permissions in the app's settings).",
        )
    if settings.slack_client_id and not (settings.slack_client_secret and settings.public_url):
        raise BadSetting(
            "Installing the bot in several workspaces needs a secret and an address.",
            hint="Set AEROCITE_SLACK_CLIENT_SECRET and AEROCITE_PUBLIC_URL.",
        )
    if settings.slack_mode == "http":
        _need_http(settings)
    elif settings.slack_app_token is None:
        raise BadSetting(
            "Socket Mode needs the app's token.",
            hint="Set AEROCITE_SLACK_APP_TOKEN (xapp-…, with connections:write, from Basic Information).",
        )


def need_extra() -> None:
    """Raise `BadSetting` where Slack's libraries are not installed."""
    for module in ("aiohttp", "slack_bolt", "slack_sdk"):
        if find_spec(module) is None:
            raise BadSetting("The Slack bot is not installed.", hint="Install it: pip install 'aerocite[slack]'")


def _need_http(settings: Settings) -> None:
    if settings.slack_signing_secret is None:
        raise BadSetting(
            "Slack over HTTP needs the secret that Slack signs with.",
            hint="Set AEROCITE_SLACK_SIGNING_SECRET (from Basic Information).",
        )
    if settings.access_key is None or not settings.public_url:
        raise BadSetting(
            "Slack over HTTP makes this server reachable from outside, so the page must ask for a key.",
            hint="Set AEROCITE_ACCESS_KEY to a long random text and AEROCITE_PUBLIC_URL to the address Slack reaches.",
        )
