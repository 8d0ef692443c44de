"""The manifest from which Slack makes the app: what it is, may and hears."""

from typing import Any, Literal

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "mpim:history",
)
"""What the bot may do: read where it is called, write, and be an assistant. Nothing of people or files."""
EVENTS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
COMMAND = "/aerocite"
ASK_ABOUT, ADD = "ask_about_message", "add_to_library"
EVENTS_PATH = "/slack/events"


def manifest(
    mode: Literal["socket", "http"] = "socket", *, public_url: str | None = None, several: bool = False
) -> dict[str, Any]:
    """The manifest as Slack's "create an app from a manifest" takes it.

    Over HTTP `public_url` is where Slack reaches this server; with `several`, workspaces install the app by OAuth.
    """
    site = (public_url or "").rstrip("/")
    request_url = {"request_url": site + EVENTS_PATH} if mode == "http" else {}
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": "An answer with sources that only you can see",
        "usage_hint": "[your question, or settings]",
        "should_escape": True,
    }
    if mode == "http":
        command["url"] = site + EVENTS_PATH
    oauth: dict[str, Any] = {"scopes": {"bot": list(SCOPES)}}
    if several:
        oauth["redirect_urls"] = [f"{site}/slack/oauth_redirect"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "AeroCite",
            "description": "Answers questions about aviation; every sentence rests on a source",
            "background_color": "#0b3d91",
        },
        "features": {
            "agent_view": {
                "agent_description": "Ask about aircraft, airlines, airports and operations. Every sentence of an "
                "answer rests on a passage that you can open.",
                "suggested_prompts": [
                    {"title": "What ETOPS means", "message": "What does ETOPS mean?"},
                    {"title": "Minimum equipment list", "message": "What is a minimum equipment list?"},
                ],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "AeroCite", "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask about this message",
                    "type": "message",
                    "callback_id": ASK_ABOUT,
                    "description": "Ask AeroCite about a message",
                },
                {
                    "name": "Add to the library",
                    "type": "message",
                    "callback_id": ADD,
                    "description": "Keep a message as an article of the library",
                },
            ],
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **request_url},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }
