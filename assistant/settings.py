"""Every setting, once. Read from the environment or a `.env` file; nothing else in the project reads either."""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadSetting


class Settings(BaseSettings):
    """What a person may choose. `aerocite settings` prints this list with the values in force."""

    model_config = SettingsConfigDict(
        env_prefix="AEROCITE_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    home: Path = Field(
        default_factory=lambda: user_data_path("aerocite", appauthor=False),
        description="The folder of the library, its indexes and the saved answers.",
    )
    chat_model: str | None = Field(
        default=None,
        description="provider:model that writes answers, such as openai:gpt-5-mini; unset, answers are quotes.",
    )
    embeddings: str = Field(default="embedded", description="Where vectors come from: embedded, e5, or openai:model.")
    chroma_url: str | None = Field(
        default=None, description="Address of a Chroma server for the vectors; unset, Chroma runs in process."
    )
    fallback: Literal["quotes", "off"] = Field(
        default="quotes", description="What answers when the chat model fails: quotes, or off for the error."
    )
    unsupported: Literal["mark", "drop"] = Field(
        default="mark", description="What happens to a model's sentence that no passage supports: mark it, or drop it."
    )
    judge_model: str | None = Field(
        default=None, description="provider:model that is asked where the check of a sentence is in doubt; unset, none."
    )
    access_key: SecretStr | None = Field(
        default=None, description="The key that page and API ask for; needed to listen beyond this machine."
    )
    public_url: str | None = Field(
        default=None,
        description="The address under which others reach the page, for links to stored answers.",
    )
    passages: int = Field(default=8, ge=1, le=50, description="How many passages an answer is written from.")
    prices: str | None = Field(
        default=None,
        description="What the chat model costs, dollars a million tokens read and written, such as 0.25/2; "
        "unset, evaluation says that costs are unknown.",
    )
    chat_timeout: float = Field(
        default=60.0, gt=0, description="Seconds to wait for a chat model before it counts as failed."
    )
    rate_limit: int = Field(
        default=30, ge=1, description="Questions a minute for each client when listening beyond this machine."
    )
    slack_mode: Literal["off", "socket", "http"] = Field(
        default="off", description="How 'aerocite web' serves Slack beside the page: off, socket, or http."
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="The bot's token (xoxb-…), for one workspace; several install through OAuth."
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="The app's token (xapp-…) with connections:write, for Socket Mode."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="The secret that Slack signs its requests with, for HTTP."
    )
    slack_client_id: str | None = Field(default=None, description="For several workspaces: the app's client id.")
    slack_client_secret: SecretStr | None = Field(
        default=None, description="For several workspaces: the app's client secret."
    )
    slack_admins: str | None = Field(
        default=None,
        description="Slack user ids, separated by commas, of those who may change the bot's settings there.",
    )
    slack_stream: Literal["direct", "always", "never"] = Field(
        default="direct", description="Where Slack answers stream: direct messages, always, or never."
    )
    slack_shared_channels: bool = Field(
        default=False, description="Whether the bot answers in channels that are shared with other organisations."
    )
    slack_user_limit: int = Field(default=10, ge=1, description="Questions a minute for each person in Slack.")
    slack_team_limit: int = Field(default=60, ge=1, description="Questions a minute for each workspace in Slack.")
    slack_api_url: str = Field(
        default="https://slack.com/api/", description="Address of Slack's API; GovSlack has another."
    )
    openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("OPENAI_API_KEY"),
        description="Key of OpenAI or of a server that speaks its API; alone it switches nothing on.",
    )
    openai_base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("OPENAI_BASE_URL"),
        description="Address of a server that speaks OpenAI's API: Ollama, vLLM, llama.cpp.",
    )

    @field_validator("home")
    @classmethod
    def _expanded(cls, home: Path) -> Path:
        try:
            return home.expanduser()
        except RuntimeError:
            raise ValueError("nobody on this machine has that home") from None

    @field_validator("prices")
    @classmethod
    def _two_amounts(cls, prices: str | None) -> str | None:
        if prices is not None and not re.fullmatch(r"\d+(\.\d+)?/\d+(\.\d+)?", prices.strip()):
            raise ValueError("it is not two amounts such as 0.25/2")
        return prices

    @field_validator("chroma_url", "public_url", "openai_base_url", "slack_api_url")
    @classmethod
    def _address(cls, url: str | None, field: ValidationInfo) -> str | None:
        if url is None:
            return None
        url = url.strip()
        bare = field.field_name == "chroma_url" and "//" not in url
        # What urlsplit says of a bad address may repeat a password in it.
        if not _is_web_address(f"http://{url}" if bare else url):
            raise ValueError("it is not an address such as http://localhost:8000")
        return url

    @cached_property
    def library_path(self) -> Path:
        """The library's database."""
        return self.home / "library.db"

    @cached_property
    def answers_path(self) -> Path:
        """The database of saved answers and feedback."""
        return self.home / "assistant.db"

    @cached_property
    def slack_path(self) -> Path:
        """The database of what the Slack bot must not forget."""
        return self.home / "slack.db"


def read_settings() -> Settings:
    """The settings in force; a value that makes no sense is an error that names it."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.startswith("OPENAI_") else f"AEROCITE_{name.upper()}"
        raise BadSetting(
            f"{variable} has a value that cannot be used: {first['msg'].removeprefix('Value error, ')}.",
            hint="Correct it in the environment or in .env; 'aerocite settings' lists every setting.",
        ) from error


def shown_address(url: str) -> str:
    """An address for people to read, without the name and password that may stand in it.

    >>> shown_address("http://me:p@ss@localhost:8000/v1"), shown_address("me:pass@localhost:8000")
    ('http://localhost:8000/v1', 'localhost:8000')
    """
    return re.sub(r"^([a-zA-Z][\w+.-]*://)?[^/?#]*@", r"\1", url.strip())


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and not re.search(r"[\s\\]", url)
        return whole and parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        return False
