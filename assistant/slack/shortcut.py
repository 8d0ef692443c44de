"""The message shortcut "Ask about this message": its modal, and what was asked in it. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.slack.reading import plain_words
from assistant.slack.words import said
from knowledge.language import detect

CALLBACK = "ask_about_message"
_MOST_KEPT = 1500
"""Characters of the message that go along with the modal; Slack keeps 3,000 in all."""
_LONGEST = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was asked about a message; `ts` stands for the question, `about` is the message."""

    question: str
    about: str
    channel: str
    root: str
    ts: str
    in_thread: bool
    response_url: str


def question_view(shortcut: Mapping[str, Any], bot_user: str | None) -> dict[str, Any]:
    """The modal: the message as the question, to be changed or sent as it is, and who is to see the answer."""
    message, channel = shortcut["message"], str(shortcut["channel"]["id"])
    about = plain_words(str(message.get("text") or ""), bot_user)
    language = detect(about)
    places = [_option(said(name, language), name) for name in ("only_me", "in_thread")]
    kept = {
        "about": about[:_MOST_KEPT],
        "channel": channel,
        "root": str(message.get("thread_ts") or message["ts"]),
        "ts": str(shortcut["action_ts"]),
        "response_url": str(shortcut.get("response_url") or ""),
    }
    asked = {"type": "plain_text_input", "action_id": "question", "multiline": True, "max_length": _LONGEST}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(kept),
        "title": _plain("AeroCite"),
        "submit": _plain(said("ask", language)),
        "close": _plain(said("cancel", language)),
        "blocks": [
            {
                "type": "input",
                "block_id": "question",
                "label": _plain(said("your_question", language)),
                "hint": _plain(said("your_question_hint", language)),
                "element": {**asked, **({"initial_value": about[:_LONGEST]} if about else {})},
            },
            {
                "type": "input",
                "block_id": "place",
                "label": _plain(said("who_sees", language)),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "place",
                    "options": places,
                    "initial_option": places[0],
                },
            },
        ],
    }


def asked_in(view: Mapping[str, Any]) -> Given:
    """What a submitted modal asks."""
    kept, values = json.loads(view["private_metadata"]), view["state"]["values"]
    return Given(
        question=plain_words(str(values["question"]["question"].get("value") or "")),
        about=kept["about"],
        channel=kept["channel"],
        root=kept["root"],
        ts=kept["ts"],
        in_thread=values["place"]["place"]["selected_option"]["value"] == "in_thread",
        response_url=kept["response_url"],
    )


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _option(text: str, value: str) -> dict[str, Any]:
    return {"text": _plain(text), "value": value}
