"""What Slack refuses: the limits of messages and views, from its documentation and from what others have measured."""

import json
from typing import Any

from fake_slack.world import parts

_TEXTS = {"section": 3000, "header": 150}
_KNOWN = {
    "section", "context", "actions", "header", "divider", "markdown", "rich_text", "input", "context_actions", "image",
}  # fmt: skip
_HOLDS = {"context": 10, "actions": 25, "context_actions": 5}


def refused(text: str, blocks: list[dict[str, Any]], *, view: bool = False) -> str | None:
    """The error that a message or view with these blocks gets, or None."""
    if len(text) > 40_000:
        return "msg_too_long"
    if not view and not text and not blocks:
        return "no_text"
    if len(blocks) + sum(_expands(block) for block in blocks) > (100 if view else 50):
        return "invalid_blocks"
    if any(_is_bad(block, view=view) for block in blocks):
        return "invalid_blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        return "invalid_blocks"
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        return "msg_too_long"
    if not view and len(json.dumps([_words(block) for block in blocks], ensure_ascii=False)) > 13_200:
        return "msg_blocks_too_long"
    return None


def refused_view(view: dict[str, Any]) -> str | None:
    """The error that a view gets, or None."""
    for name in ("title", "submit", "close"):
        if name in view and not 0 < len(view[name]["text"]) <= 24:
            return "invalid_arguments"
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        return "invalid_arguments"
    if view["type"] == "modal" and not view.get("title"):
        return "invalid_arguments"
    inputs = any(block["type"] == "input" for block in view["blocks"])
    if inputs and view["type"] == "modal" and "submit" not in view:
        return "invalid_arguments"
    return "invalid_arguments" if refused("", view["blocks"], view=True) else None


def _words(block: dict[str, Any]) -> list[str]:
    return [one["text"] for one in parts(block) if isinstance(one.get("text"), str)]


def _expands(block: dict[str, Any]) -> int:
    if block["type"] != "markdown":
        return 0
    lines = block["text"].split("\n")
    return sum(line.startswith(("#", "|", "---", "***")) for line in lines)


def _is_bad(block: dict[str, Any], *, view: bool) -> bool:
    kind = block.get("type")
    if kind not in _KNOWN or (view and kind in ("markdown", "context_actions")) or (not view and kind == "input"):
        return True
    if len(block.get("block_id", "")) > 255:
        return True
    elements = block.get("elements", [])
    if kind in _HOLDS and not 0 < len(elements) <= _HOLDS[kind]:
        return True
    if kind in _TEXTS and not 0 < len(block["text"]["text"]) <= _TEXTS[kind]:
        return True
    if kind == "markdown" and not 0 < len(block["text"]) <= 12_000:
        return True
    actions = [one["action_id"] for one in parts(block) if "action_id" in one]
    if len(actions) != len(set(actions)) or any(len(one) > 255 for one in actions):
        return True
    return any(_is_bad_part(one) for one in parts(block))


def _is_bad_part(one: dict[str, Any]) -> bool:
    return _bad_address(one) or _bad_button(one) or _bad_choice(one) or _bad_text(one)


def _bad_address(one: dict[str, Any]) -> bool:
    return "url" in one and (not str(one["url"]).startswith(("http://", "https://")) or len(one["url"]) > 3000)


def _bad_button(one: dict[str, Any]) -> bool:
    if len(str(one.get("value") or "")) > 2000:
        return True
    if one.get("type") not in ("button", "feedback_buttons"):
        return False
    labels = [one] if one["type"] == "button" else [one["positive_button"], one["negative_button"]]
    return any(not 0 < len(label["text"]["text"]) <= 75 for label in labels)


def _bad_choice(one: dict[str, Any]) -> bool:
    if "options" not in one:
        return False
    options = one["options"]
    initial = [*one.get("initial_options", []), *([one["initial_option"]] if "initial_option" in one else [])]
    if not 0 < len(options) <= 100 or any(chosen not in options for chosen in initial):
        return True
    return any(not 0 < len(o["text"]["text"]) <= 75 or len(o["value"]) > 150 for o in options)


def _bad_text(one: dict[str, Any]) -> bool:
    if one.get("type") in ("mrkdwn", "plain_text", "text") and not one.get("text"):
        return True
    return one.get("type") == "plain_text_input" and len(one.get("initial_value", "")) > one.get("max_length", 3000)
