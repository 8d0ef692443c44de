"""A chat model that judges whether a text supports a sentence, for the few that the rules leave in doubt."""

import re
from contextlib import aclosing

from assistant.errors import ChatModelFailed
from assistant.writers.messages import to_judge
from assistant.writers.models import chosen, line_to
from assistant.writers.stream import ChatStream

_VERDICT = re.compile(
    r"[\W_]*(?:(?:the )?(?:answer|verdict)(?: is)?[\W_]*)?(yes|no|unclear|نعم|لا)(?=\W|_)", re.IGNORECASE
)
_MEANT = {"yes": True, "نعم": True, "no": False, "لا": False}
_HEARD = 80
"""Characters of a reply without a verdict after which none will come."""
EVIDENCE = 6000
"""How much of the evidence is shown; the passages of one sentence are shorter."""
REMEMBERED = 1000
"""How many verdicts are kept: the same answer is shown more often than once."""


class ChatJudge:
    """Asks a chat model for its verdict. One judge may serve several questions at once."""

    def __init__(self, stream: ChatStream) -> None:
        self._stream = stream
        self._known: dict[tuple[str, str], bool | None] = {}

    async def supports(self, claim: str, evidence: str) -> bool | None:
        """Whether the evidence supports the claim; None where the model cannot tell, or fails."""
        asked = claim, evidence[:EVIDENCE]
        if asked not in self._known:
            try:
                verdict = await self._verdict(*asked)
            except ChatModelFailed:
                # The next time it may answer.
                return None
            if len(self._known) >= REMEMBERED:
                self._known.pop(next(iter(self._known)))
            self._known[asked] = verdict
        return self._known[asked]

    async def _verdict(self, claim: str, evidence: str) -> bool | None:
        said = ""
        async with aclosing(self._stream.ask(to_judge(claim, evidence))) as pieces:
            async for piece in pieces:
                said += piece if isinstance(piece, str) else ""
                if _VERDICT.match(said) or len(said) > _HEARD:
                    break
        found = _VERDICT.match(f"{said} ")
        return _MEANT.get(found[1].lower()) if found else None


def chat_judge(spec: str, *, api_key: str | None, base_url: str | None, timeout: float = 10.0) -> ChatJudge:
    """The judge for `provider:model`; it may take `timeout` seconds for a verdict."""
    setting = "AEROCITE_JUDGE_MODEL"
    found = chosen(spec, api_key=api_key, base_url=base_url, timeout=timeout, retries=1, setting=setting)
    line = line_to(found.model, found.name, setting)
    return ChatJudge(ChatStream(found.model, line, timeout=timeout, stall=timeout, options=dict(found.options)))
