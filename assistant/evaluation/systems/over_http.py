"""Our assistant behind its HTTP API, on this machine or another one."""

from typing import Any

from assistant.answer import Answer, answer_from_json, to_json
from assistant.evaluation.records import Held
from assistant.evaluation.systems import Asked, AskedInVain, Reply, shown
from assistant.evaluation.systems.ours import holds
from assistant.settings import shown_address
from knowledge.library import Library

LONGEST = 600.0
"""Seconds; a run has a shorter limit of its own."""
_BUSY = (408, 425, 429, 500, 502, 503, 504)


class OverHttp:
    """`POST /api/ask` of a server. With the same library at hand, what it cites is compared with that."""

    def __init__(self, address: str, *, key: str | None = None, library: Library | None = None) -> None:
        from httpx import AsyncClient

        self.name = f"aerocite at {shown_address(address)}"
        # A server may write with a model that costs money; it does not say before it has answered.
        self.model: str | None = None
        self.fingerprint = self.name
        self._library = library
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = AsyncClient(base_url=address.rstrip("/"), headers=headers, timeout=LONGEST, trust_env=False)

    async def ask(self, asked: Asked) -> Reply:
        """The answer that the server gives."""
        body = {
            "question": asked.question.text,
            "history": [{"question": turn.question, "answer": turn.answer} for turn in asked.history],
            **{name: value for name, value in to_json(asked.question.filters).items() if value},
        }
        found = await posted(self._client, "/api/ask", body)
        try:
            answer = answer_from_json(found)
        except ValueError as error:
            raise AskedInVain(
                "The server's answer is not one of ours.", hint="Give the address of 'aerocite web', without a path."
            ) from error
        self.model = answer.model
        return Reply(answer=answer, lanes=shown(answer), held=self._held(answer))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _held(self, answer: Answer) -> tuple[Held | None, ...]:
        """Only where the server's library is the one that is open here."""
        if self._library is None or not answer.library.startswith(self._library.identity):
            return ()
        return tuple(holds(self._library, citation, answer) for citation in answer.citations)


async def posted(client: Any, path: str, body: Any) -> Any:
    """The JSON that a server answers with, or why there is none and whether to ask again."""
    from httpx import HTTPError

    try:
        reply = await client.post(path, json=body)
    except HTTPError as error:
        raise AskedInVain(
            f"The server cannot be reached: {type(error).__name__}.",
            hint="Check that it runs at this address.",
            again=True,
        ) from error
    if reply.status_code in _BUSY:
        raise AskedInVain(
            f"The server is busy or failed ({reply.status_code}).", again=True, after=_seconds(reply.headers)
        )
    if reply.status_code in (401, 403):
        raise AskedInVain("The server wants a key, or another one.", hint="Set the key that it asks for.")
    try:
        value = reply.json()
    except ValueError:
        value = None
    if reply.status_code != 200 or not isinstance(value, dict):
        raise AskedInVain(f"The server answered with {reply.status_code} and nothing that can be read.")
    return value


def _seconds(headers: Any) -> float | None:
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None
