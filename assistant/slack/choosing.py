"""The modal in which a workspace's or a channel's settings are chosen. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from assistant.catalogue import Catalogue
from assistant.render import LANGUAGES, harmless
from assistant.slack.asked import Block
from assistant.slack.choices import Adders, Choices
from assistant.slack.escaping import shortened
from assistant.slack.words import Word, said

CALLBACK = "choices"
_MOST = 100
_OPEN = "-"
"""The value of "not chosen"."""
_LONGEST_VALUE = 150


def choices_view(
    chosen: Choices, catalogue: Catalogue, *, team: str, channel: str = "", language: str = "en"
) -> dict[str, Any]:
    """The modal, filled with what is chosen; with a channel what it leaves open is as its workspace has it."""
    unset = said("as_workspace" if channel else "default", language)
    listed = ("en", "ar", *(one for one in catalogue.languages if one not in ("en", "ar", "und")))
    languages = [(one, LANGUAGES.get(one, one)) for one in listed]
    yes_no = [("no", said("goes_on", language)), ("yes", said("only_mentioned", language))]
    adding: list[tuple[str, Word]] = [
        ("nobody", "nobody_adds"),
        ("admins", "admins_add"),
        ("everyone", "everyone_adds"),
    ]
    mentioned = None if chosen.only_mentioned is None else "yes" if chosen.only_mentioned else "no"
    blocks: list[Block] = [
        {
            "type": "section",
            "text": {"type": "plain_text", "text": said("for_channel" if channel else "for_all", language)},
        },
        _one("language", said("bots_language", language), languages[:2], chosen.language, unset),
        _one("articles_in", said("articles_in", language), languages, chosen.articles_in, unset),
        *_many("categories", said("categories", language), catalogue.categories, chosen.categories),
        *_many("outlets", said("outlets", language), catalogue.outlets, chosen.outlets),
        _one("only_mentioned", said("in_threads", language), yes_no, mentioned, unset),
        _one("adders", said("who_adds", language), [(v, said(w, language)) for v, w in adding], chosen.adders, unset),
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"team": team, "channel": channel}),
        "title": _plain(said("settings", language)),
        "submit": _plain(said("save", language)),
        "close": _plain(said("cancel", language)),
        "blocks": blocks,
    }


def chosen_in(view: Mapping[str, Any]) -> tuple[str, str, Choices]:
    """Workspace, channel ("" for all of it) and what was chosen in a submitted modal."""
    kept, values = json.loads(view["private_metadata"]), view["state"]["values"]

    def one(name: str) -> str | None:
        option = values[name][name].get("selected_option") or {}
        return None if option.get("value", _OPEN) == _OPEN else str(option["value"])

    def many(name: str) -> tuple[str, ...]:
        return tuple(o["value"] for o in values.get(name, {}).get(name, {}).get("selected_options") or ())

    mentioned = one("only_mentioned")
    return (
        kept["team"],
        kept["channel"],
        Choices(
            language=one("language"),
            articles_in=one("articles_in"),
            categories=many("categories"),
            outlets=many("outlets"),
            only_mentioned=None if mentioned is None else mentioned == "yes",
            adders=cast(Adders | None, one("adders")),
        ),
    )


def _one(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str | None, unset: str) -> Block:
    choices = [_option(_OPEN, unset), *(_option(value, text) for value, text in options)][:_MOST]
    initial = next((option for option in choices if option["value"] == chosen), choices[0])
    element = {"type": "static_select", "action_id": name, "options": choices, "initial_option": initial}
    return {"type": "input", "block_id": name, "optional": True, "label": _plain(label), "element": element}


def _many(name: str, label: str, values: Sequence[str], chosen: Sequence[str]) -> list[Block]:
    """A choice of several; what was chosen and has left the library stays to be seen."""
    known = [value for value in dict.fromkeys((*chosen, *values)) if 0 < len(value) <= _LONGEST_VALUE][:_MOST]
    if not known:
        return []
    options = {value: _option(value, value) for value in known}
    initial = [options[value] for value in chosen if value in options]
    element: Block = {"type": "multi_static_select", "action_id": name, "options": list(options.values())}
    if initial:
        element["initial_options"] = initial
    return [{"type": "input", "block_id": name, "optional": True, "label": _plain(label), "element": element}]


def _option(value: str, text: str) -> dict[str, Any]:
    return {"text": _plain(shortened(harmless(text), 75) or "–"), "value": value}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
