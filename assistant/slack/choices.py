"""What a workspace or a channel has chosen: languages, categories, outlets, when to answer, who may add articles."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from knowledge.article import Filters

Adders = Literal["nobody", "admins", "everyone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """None and empty mean "not chosen": what a channel leaves open its workspace decides, else the defaults.

    `language` is that of the bot's own words where the question does not tell (`en`, `ar`), `articles_in` that of the
    articles to answer from. `only_mentioned`: also in a thread that it has answered in, the bot waits for its mention.
    """

    language: str | None = None
    articles_in: str | None = None
    categories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    only_mentioned: bool | None = None
    adders: Adders | None = None

    def over(self, general: "Choices") -> "Choices":
        """These choices, with those of the workspace where nothing is chosen here."""
        return replace(
            self,
            language=self.language or general.language,
            articles_in=self.articles_in or general.articles_in,
            categories=self.categories or general.categories,
            outlets=self.outlets or general.outlets,
            only_mentioned=general.only_mentioned if self.only_mentioned is None else self.only_mentioned,
            adders=self.adders or general.adders,
        )

    @property
    def filters(self) -> Filters:
        """Which articles may answer."""
        return Filters(language=self.articles_in, categories=self.categories, outlets=self.outlets)


def to_json(chosen: Choices) -> dict[str, Any]:
    """Choices as plain JSON types."""
    return asdict(chosen)


def choices_from_json(value: Any) -> Choices:
    """The choices that `to_json` wrote; what is not understood counts as not chosen.

    >>> choices_from_json(to_json(Choices(outlets=("AIN",), only_mentioned=True))).outlets
    ('AIN',)
    >>> choices_from_json({"outlets": 7, "adders": "all", "colour": "blue"}) == Choices()
    True
    """
    given = value if isinstance(value, dict) else {}

    def text(name: str) -> str | None:
        return given[name] if isinstance(given.get(name), str) and given[name] else None

    def texts(name: str) -> tuple[str, ...]:
        listed = given.get(name)
        return tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list | tuple) else ()

    adders = given.get("adders")
    mentioned = given.get("only_mentioned")
    return Choices(
        language=text("language"),
        articles_in=text("articles_in"),
        categories=texts("categories"),
        outlets=texts("outlets"),
        only_mentioned=mentioned if isinstance(mentioned, bool) else None,
        adders=adders if adders in get_args(Adders) else None,
    )
