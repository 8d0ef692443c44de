"""What is wrong with the bot's tokens and permissions, found out by asking Slack."""

from collections.abc import AsyncIterator

from pydantic import SecretStr

from assistant.checkup import Finding
from assistant.errors import BadSetting
from assistant.settings import Settings
from assistant.slack.client import FAULTS, error_name, make_client
from assistant.slack.manifest import EVENTS, SCOPES
from assistant.slack.needs import need_slack

_APP = "https://api.slack.com/apps"


async def slack_checkup(settings: Settings) -> AsyncIterator[Finding]:
    """Each thing that the bot needs, and how to mend it."""
    try:
        need_slack(settings)
    except BadSetting as error:
        yield Finding("settings", ok=False, found=str(error), hint=error.hint)
        return
    yield Finding("settings", ok=True, found=f"mode {settings.slack_mode}")
    yield _kind("bot token", settings.slack_bot_token, "xoxb-")
    if settings.slack_mode != "http":
        yield _kind("app token", settings.slack_app_token, "xapp-")
    if settings.slack_bot_token is not None:
        async for finding in _asked(settings, settings.slack_bot_token.get_secret_value()):
            yield finding
    if settings.slack_mode != "http" and settings.slack_app_token is not None:
        yield await _socket(settings, settings.slack_app_token.get_secret_value())
    yield Finding(
        "events",
        ok=True,
        found=f"Slack does not tell which events reach the app; it needs {', '.join(EVENTS)}",
        hint=f"Compare the app's manifest at {_APP} with 'aerocite slack manifest'.",
    )


def _kind(what: str, token: SecretStr | None, head: str) -> Finding:
    if token is None:
        return Finding(what, ok=True, found="none; workspaces install the bot")
    if token.get_secret_value().startswith(head):
        return Finding(what, ok=True, found=f"begins with {head}")
    return Finding(what, ok=False, found=f"does not begin with {head}", hint=f"Copy the one that does from {_APP}.")


async def _asked(settings: Settings, token: str) -> AsyncIterator[Finding]:
    try:
        said = await make_client(settings.slack_api_url, token).auth_test()
    except FAULTS as error:
        yield Finding("workspace", ok=False, found=error_name(error), hint=_hint(error_name(error)))
        return
    yield Finding("workspace", ok=True, found=f"{said['team']} ({said['team_id']}), bot {said['user_id']}")
    granted = {one.strip() for one in str(said.headers.get("x-oauth-scopes") or "").split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    yield Finding(
        "scopes",
        ok=not missing,
        found=f"missing: {', '.join(missing)}" if missing else "all granted",
        hint="Add them under OAuth & Permissions, then install the app again." if missing else "",
    )


async def _socket(settings: Settings, token: str) -> Finding:
    try:
        await make_client(settings.slack_api_url).apps_connections_open(app_token=token)
    except FAULTS as error:
        return Finding("socket", ok=False, found=error_name(error), hint=_hint(error_name(error)))
    return Finding("socket", ok=True, found="a connection can be opened")


def _hint(name: str) -> str:
    if name in ("invalid_auth", "not_authed", "token_revoked", "account_inactive", "not_allowed_token_type"):
        return f"The token is not accepted: copy it again from {_APP}."
    if name == "missing_scope":
        return "The app token needs connections:write: make one with it under Basic Information."
    return "Slack cannot be reached: check the network and AEROCITE_SLACK_API_URL."
