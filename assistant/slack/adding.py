"""The message shortcut "Add to the library": its modal, and the article that comes of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from assistant.factory import changing_library
from assistant.settings import Settings
from assistant.slack.asked import Block
from assistant.slack.choices import Choices
from assistant.slack.escaping import shortened
from assistant.slack.reading import plain_words
from assistant.slack.words import said
from knowledge.article import Article, clean_text
from knowledge.ingest import Ingest, Report
from knowledge.language import detect
from knowledge.reading import Reading

_LONGEST_TEXT = 3000
_LONGEST_TITLE = 150


def may_add(user: str, chosen: Choices, admins: frozenset[str]) -> bool:
    """Whether a person may add articles where this is chosen; without a choice nobody may.

    >>> may_add("U1", Choices(), frozenset({"U1"})), may_add("U1", Choices(adders="admins"), frozenset({"U1"}))
    (False, True)
    """
    return chosen.adders == "everyone" or (chosen.adders == "admins" and user in admins)


def adding_view(shortcut: Mapping[str, Any], team: str, categories: Sequence[str], language: str) -> dict[str, Any]:
    """The modal: the message as an article, to be completed; it says who will read it."""
    message, channel = shortcut["message"], shortcut["channel"]
    text = plain_words(str(message.get("text") or ""))
    day = datetime.fromtimestamp(float(message["ts"]), UTC).date()
    kept = {
        "team": team,
        "channel": channel["id"],
        "ts": message["ts"],
        "response_url": str(shortcut.get("response_url") or ""),
    }
    blocks: list[Block] = [
        {"type": "section", "text": {"type": "plain_text", "text": said("everybody_reads", language)}},
        _input("title", said("title", language), _text(_LONGEST_TITLE, shortened(text, 80))),
        _input("text", said("text", language), _text(_LONGEST_TEXT, text, lines=True)),
        _input("outlet", said("outlet", language), _text(_LONGEST_TITLE, f"Slack #{channel.get('name') or 'channel'}")),
        _input("published", said("published", language), {"type": "datepicker", "initial_date": day.isoformat()}),
    ]
    if categories:
        options = [{"text": _plain(shortened(one, 75)), "value": one} for one in categories if len(one) <= 150][:100]
        choice = {"type": "static_select", "options": options}
        blocks.append({**_input("category", said("categories", language), choice), "optional": True})
    return {
        "type": "modal",
        "callback_id": "add_to_library",
        "private_metadata": json.dumps(kept),
        "title": _plain(said("add_title", language)),
        "submit": _plain(said("add", language)),
        "close": _plain(said("cancel", language)),
        "blocks": blocks,
    }


def to_article(view: Mapping[str, Any]) -> Article:
    """The article that a submitted modal describes. The same message makes the same article, in a new version."""
    kept, values = json.loads(view["private_metadata"]), view["state"]["values"]

    def given(name: str) -> str:
        return clean_text(str(values[name][name].get("value") or "")).strip()

    day = values["published"]["published"].get("selected_date")
    category = (values.get("category", {}).get("category", {}).get("selected_option") or {}).get("value")
    text = given("text")
    return Article(
        id=f"slack/{kept['team']}/{kept['channel']}/{kept['ts']}",
        title=given("title"),
        text=text,
        outlet=given("outlet") or None,
        published=date.fromisoformat(day) if day else None,
        categories=(category,) if category else (),
        language=detect(text),
    )


def add(settings: Settings, article: Article) -> Report:
    """Store an article and bring the index up to date; blocks. A library that others write to is an error."""
    with changing_library(settings) as parts:
        return Ingest(parts.library, parts.index, parts.spaces).run([Reading(article, root="slack", name=article.id)])


def _input(name: str, label: str, element: dict[str, Any]) -> Block:
    return {"type": "input", "block_id": name, "label": _plain(label), "element": {**element, "action_id": name}}


def _text(most: int, text: str, *, lines: bool = False) -> dict[str, Any]:
    return {"type": "plain_text_input", "max_length": most, "multiline": lines, "initial_value": text[:most]}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
