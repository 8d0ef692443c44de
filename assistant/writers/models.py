"""`provider:model` → a LangChain chat model that is ready to be asked, and the line to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import BadSetting
from assistant.writers.line import CHAT_MODEL, Line

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chat model, its name as `provider:model`, and the options that go along with every request."""

    model: "BaseChatModel"
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


def chosen(
    spec: str,
    *,
    api_key: str | None,
    base_url: str | None,
    timeout: float,
    retries: int,
    setting: str = CHAT_MODEL,
) -> Chosen:
    """The model that `setting` names. Key and address are OpenAI's; other providers read their own settings."""
    provider, colon, name = (part.strip() for part in spec.partition(":"))
    provider = provider.lower().replace("-", "_")
    if not (provider and colon and name):
        raise BadSetting(
            f"{setting} must name provider and model, but is '{spec}'.",
            hint="Write it as provider:model, such as openai:gpt-5-mini.",
        )
    if provider == "openai":
        model = _model(provider, name, _openai(setting, api_key, base_url, timeout, retries))
        # The same question shall get the same answer; models that insist on their own value say so.
        return Chosen(model, f"openai:{name}", {"temperature": 0})
    return Chosen(_model(provider, name, {}), f"{provider}:{name}")


def line_to(model: "BaseChatModel", name: str, setting: str = CHAT_MODEL) -> Line:
    """Where a model is, and what must not be repeated of the conversation with it."""
    return Line(name=name, setting=setting, address=_address(model), secrets=_secrets(model))


def _openai(setting: str, api_key: str | None, base_url: str | None, timeout: float, retries: int) -> dict[str, Any]:
    from pydantic import SecretStr

    if not api_key and not base_url:
        raise BadSetting(
            f"{setting} names a model of OpenAI, which needs a key.",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own that needs none.",
        )
    address = urlsplit(base_url or OPENAI)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise BadSetting(
            "OPENAI_BASE_URL is not an address.",
            hint="Write it like http://localhost:11434/v1, with http:// and /v1.",
        )
    return {
        # Servers of one's own mostly ask for no key, the client insists on one.
        "api_key": SecretStr(api_key or "none"),
        # Always given, because LangChain would otherwise look for an address of its own in the environment.
        "base_url": base_url or OPENAI,
        "timeout": timeout,
        "max_retries": retries,
        "stream_usage": True,
        "stream_chunk_timeout": None,
        # Some models of OpenAI are only behind its newer API, which other servers seldom have.
        "use_responses_api": False if base_url else None,
        # A connection kept open belongs to one event loop, and breaks a question asked from another.
        "default_headers": {"Connection": "close"},
    }


def _model(provider: str, name: str, options: Mapping[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
        return model
    except ImportError as error:
        package = str(error).partition("pip install ")[2].strip(" `.") or f"langchain-{provider}"
        raise BadSetting(
            f"The chat model provider '{provider}' is not installed.",
            hint=f"Install it with 'pip install {package}', or reach its OpenAI-compatible API: "
            "openai:model with OPENAI_BASE_URL.",
        ) from error
    except (ValueError, TypeError, OSError) as error:
        known = "Unsupported provider" not in str(error)
        raise BadSetting(
            f"The chat model '{provider}:{name}' cannot be set up."
            if known
            else f"There is no chat model provider '{provider}'.",
            hint=f"Check the settings that {provider} needs, such as its key."
            if known
            else "Use one that LangChain knows: openai, anthropic, google_genai, mistralai, ollama and others.",
        ) from error


def _address(model: "BaseChatModel") -> str | None:
    found = getattr(model, "openai_api_base", None) or getattr(model, "base_url", None)
    return found if isinstance(found, str) else None


def _secrets(model: "BaseChatModel") -> tuple[str, ...]:
    from pydantic import SecretStr

    return tuple(value.get_secret_value() for value in vars(model).values() if isinstance(value, SecretStr))
