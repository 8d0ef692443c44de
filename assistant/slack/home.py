"""What the bot shows before anybody has asked: its home tab and suggested prompts. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.catalogue import Catalogue
from assistant.render import LANGUAGES
from assistant.slack.asked import Block
from assistant.slack.choices import Choices
from assistant.slack.escaping import link, mrkdwn_words, shortened
from assistant.slack.words import said
from knowledge.article import Article
from knowledge.language import detect

_PROMPTS = 4
_TITLE = 60
_NAMES = 12
_NEWEST = 5


def prompts(catalogue: Catalogue, language: str | None = None) -> list[dict[str, str]]:
    """Questions that the library answers, those in the chosen language first; Slack shows four at most."""
    ordered = sorted(catalogue.starters, key=lambda question: detect(question) != (language or "en"))
    return [{"title": shortened(question, _TITLE), "message": question} for question in ordered[:_PROMPTS]]


def newest(articles: Iterable[Article], most: int = _NEWEST) -> list[Article]:
    """The articles that were published last."""
    dated = [one for one in articles if one.published]
    return sorted(dated, key=lambda one: (one.published or "", one.id), reverse=True)[:most]


def home_view(catalogue: Catalogue, recent: Sequence[Article], chosen: Choices, *, may_choose: bool) -> dict[str, Any]:
    """The home tab: what to ask and how, what the library holds, what is chosen."""
    language = chosen.language or "en"
    blocks = [_header("AeroCite"), _section(said("help", language))]
    if not catalogue.articles:
        blocks.append(_section(said("empty_library", language)))
        return {"type": "home", "blocks": blocks}
    asking = [
        _button(shortened(p["message"], 75), f"try_{n}", p["message"])
        for n, p in enumerate(prompts(catalogue, language))
    ]
    blocks += [{"type": "actions", "elements": asking}] if asking else []
    blocks += [{"type": "divider"}, _header(said("library", language)), _section(_held(catalogue, language))]
    if recent:
        lines = [_line(article) for article in recent]
        blocks.append(_section(f"*{said('newest', language)}*\n" + "\n".join(lines)))
    blocks += [{"type": "divider"}, _section(f"*{said('settings', language)}*\n{_chosen(chosen, language)}")]
    if may_choose:
        blocks.append({"type": "actions", "elements": [_button(said("change_settings", language), "settings", "home")]})
    return {"type": "home", "blocks": blocks}


def _held(catalogue: Catalogue, language: str) -> str:
    day = catalogue.newest.isoformat() if catalogue.newest else "–"
    lines = [said("holds", language, articles=catalogue.articles, day=day)]
    named = [LANGUAGES.get(one, one) for one in catalogue.languages if one != "und"]
    for name, values in (("outlets", catalogue.outlets), ("categories", catalogue.categories), ("languages", named)):
        if values:
            lines.append(f"{said(name, language)}: {_names(values)}")  # type: ignore[arg-type]
    return "\n".join(lines)


def _chosen(chosen: Choices, language: str) -> str:
    lines = []
    if chosen.articles_in:
        lines.append(
            f"{said('articles_in', language)}: {LANGUAGES.get(chosen.articles_in, mrkdwn_words(chosen.articles_in))}"
        )
    if chosen.outlets:
        lines.append(f"{said('outlets', language)}: {_names(chosen.outlets)}")
    if chosen.categories:
        lines.append(f"{said('categories', language)}: {_names(chosen.categories)}")
    lines.append(said("only_mentioned" if chosen.only_mentioned else "goes_on", language))
    adding = {"everyone": "everyone_adds", "admins": "admins_add"}.get(chosen.adders or "", "nobody_adds")
    lines.append(said(adding, language))  # type: ignore[arg-type]
    return "\n".join(lines)


def _names(values: Sequence[str]) -> str:
    shown = ", ".join(mrkdwn_words(shortened(value, 40), one_line=True) for value in values[:_NAMES])
    return shown + (" …" if len(values) > _NAMES else "")


def _line(article: Article) -> str:
    facts = [mrkdwn_words(shortened(str(fact)), one_line=True) for fact in (article.outlet, article.published) if fact]
    return "• " + " · ".join([link(article.title, article.url), *facts])


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:2990], "verbatim": True}}


def _button(text: str, action: str, value: str) -> dict[str, Any]:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": text, "emoji": False},
        "action_id": action,
        "value": value[:2000],
    }
