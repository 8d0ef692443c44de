"""Any server that speaks OpenAI's chat API, asked as it is: what people have, to be compared with."""

from assistant.answer import Usage
from assistant.evaluation.systems import Asked, AskedInVain, Reply
from assistant.evaluation.systems.over_http import LONGEST, posted
from assistant.evaluation.systems.texts import answer_of
from assistant.settings import shown_address


class Endpoint:
    """A chat model, or an assistant that is behind the same API.

    Its text becomes an answer whose sentences are claims. Addresses that it lists beside the text (`citations`, as
    some search assistants do) are what `[1]`, `[2]` … in the text point at.
    """

    def __init__(self, model: str, address: str, *, key: str | None = None) -> None:
        from httpx import AsyncClient

        self.model: str | None = model
        self.name = f"{model} at {shown_address(address)}"
        self.fingerprint = self.name
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = AsyncClient(base_url=address.rstrip("/"), headers=headers, timeout=LONGEST, trust_env=False)

    async def ask(self, asked: Asked) -> Reply:
        """What it says, with the earlier turns as messages."""
        messages = [
            message
            for turn in asked.history
            for message in (
                {"role": "user", "content": turn.question},
                {"role": "assistant", "content": turn.answer},
            )
        ]
        messages.append({"role": "user", "content": asked.question.text})
        body = await posted(self._client, "/chat/completions", {"model": self.model, "messages": messages})
        try:
            text = str(body["choices"][0]["message"]["content"] or "")
        except (KeyError, IndexError, TypeError) as error:
            raise AskedInVain("The server's answer holds no message.", hint="Does it speak OpenAI's API?") from error
        return Reply(answer=answer_of(asked.question.text, text, _listed(body), model=self.model, usage=_usage(body)))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _listed(body: dict[str, object]) -> list[dict[str, str]]:
    listed = body.get("citations") or body.get("search_results") or []
    if not isinstance(listed, list):
        return []
    return [
        {key: str(one[key]) for key in ("url", "title", "date") if one.get(key)}
        if isinstance(one, dict)
        else {"url": str(one)}
        for one in listed
    ]


def _usage(body: dict[str, object]) -> Usage | None:
    counted = body.get("usage")
    if not isinstance(counted, dict):
        return None
    read, written = counted.get("prompt_tokens"), counted.get("completion_tokens")
    if not isinstance(read, int) or not isinstance(written, int):
        return None
    return Usage(input_tokens=read, output_tokens=written)
