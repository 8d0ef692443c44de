"""From what a person writes behind `--system` to the system that is asked."""

from pathlib import Path

from assistant.errors import BadSetting
from assistant.evaluation.systems import System
from assistant.factory import Parts
from assistant.settings import Settings

OURS = "ours"


def choose(spec: str, settings: Settings, parts: Parts | None, *, alter: bool = False) -> System:
    """`ours`, the address of a running AeroCite, `openai:MODEL` (with OPENAI_BASE_URL), or a file of answers."""
    if alter and spec != OURS:
        raise BadSetting("Only our own assistant can be asked without what it cites.", hint="Leave out --alter.")
    if spec == OURS:
        from assistant.evaluation.systems.ours import Ours

        if parts is None:
            raise BadSetting("There is no library to ask.", hint="Load articles first, or begin with --starter.")
        return Ours(settings, parts, alter=alter)
    if spec.startswith(("http://", "https://")):
        from assistant.evaluation.systems.over_http import OverHttp

        key = settings.access_key.get_secret_value() if settings.access_key else None
        return OverHttp(spec, key=key, library=parts.library if parts else None)
    kind, colon, model = spec.partition(":")
    if kind == "openai" and colon and model:
        from assistant.evaluation.systems.endpoint import Endpoint
        from assistant.writers.models import OPENAI

        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        if key is None and settings.openai_base_url is None:
            raise BadSetting(f"{spec} needs a key or a server.", hint="Set OPENAI_API_KEY or OPENAI_BASE_URL.")
        return Endpoint(model, settings.openai_base_url or OPENAI, key=key)
    if Path(spec).is_file():
        from assistant.evaluation.systems.recorded import Recorded

        return Recorded(Path(spec))
    raise BadSetting(
        f"{spec!r} is no system that can be asked.",
        hint="Give ours, an address such as http://localhost:7860, openai:MODEL, or a JSONL file of answers.",
    )
