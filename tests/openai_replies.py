"""What the fake server of openai_server.py says: completions, events, vectors and faults in OpenAI's format."""

import base64
import re
import struct
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

Body = dict[str, Any]
Reply = str | list[str] | Callable[[Body], str | list[str]]
"""Text, its exact chunks, or a function of the request's JSON that gives either."""

STATUS_FAULTS: dict[str, tuple[int, str, str]] = {
    "unauthorized": (401, "invalid_api_key", "Incorrect API key provided: {key}."),
    "forbidden": (403, "model_not_allowed", "This project may not use the model."),
    "no_model": (404, "model_not_found", "The model does not exist."),
    "busy": (429, "rate_limit_exceeded", "Rate limit reached."),
    "error": (500, "server_error", "The server had an error, key {key}."),
    "too_long": (400, "context_length_exceeded", "This model's maximum context length is 4096 tokens."),
    "bad_request": (400, "invalid_request", "Something is wrong with the request."),
}
FAULTS = (
    *STATUS_FAULTS,
    "slow",  # nothing is sent for `delay` seconds
    "stall",  # half of the chunks, then nothing for `delay` seconds
    "cut",  # the connection drops amid the stream, without the last HTTP chunk
    "dropped",  # the connection drops before any answer
    "ends_early",  # proper HTTP, but neither finish_reason nor usage nor [DONE]
    "no_finish_reason",  # the whole text, usage and [DONE], but no finish_reason
    "malformed",  # an event that is not JSON; without streaming, a body that is not
    "wrong_shape",  # JSON that is no completion
    "error_event",  # an error reported amid the stream
    "html",  # a web page instead of an API
    "whole",  # ignores stream=true and sends one JSON object
    "whole_malformed",  # the same, broken off
    "no_temperature",  # 400 where temperature is sent
    "no_stream_options",  # 400 where stream_options is sent
    "no_system",  # 400 where a message has the system role
)


def cite_first(body: Body, *, passages: int = 1) -> str:
    """Quotes and cites the first sentences of the first passages; a rewrite repeats the question, a plan is empty."""
    text = "\n".join(str(message["content"]) for message in body["messages"])
    if follow_up := re.search(r"^Follow-up: (.+)$", text, re.MULTILINE):
        return follow_up[1]
    if "one JSON object" in text:
        return "{}"
    found = re.findall(r"^<passage>\n\[(\d+)\] .*\n(.+)", text, re.MULTILINE)[:passages]
    return " ".join(f"{first_sentence(line)} [{number}]." for number, line in found) or "NOT IN THE ARTICLES"


def first_sentence(line: str) -> str:
    """The first sentence of a line without its full stop."""
    return re.split(r"(?<=[.!?؟])\s", line.strip())[0].rstrip(".!?؟ ")


def refused_option(fault: str | None, body: Body) -> str:
    """What a server says that does not know something in the request; nothing where it knows it all."""
    if fault == "no_temperature" and "temperature" in body:
        return "Unsupported value: 'temperature' does not support 0 with this model."
    if fault == "no_stream_options" and "stream_options" in body:
        return "Unknown field: stream_options"
    if fault == "no_system" and any(message["role"] == "system" for message in body["messages"]):
        return "System role not supported"
    return ""


def completion(body: Body, chunks: list[str], *, finish: str, reasoning: str) -> Body:
    """The JSON object that answers a request without streaming."""
    message: Body = {"role": "assistant", "content": "".join(chunks)}
    if reasoning:
        message["reasoning_content"] = reasoning
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return _envelope(body, "chat.completion", [choice]) | {"usage": _usage(body, chunks)}


def events(
    body: Body, chunks: list[str], *, finish: str, reasoning: str, fault: str | None
) -> Iterator[Body | list[int] | str]:
    """The events that answer a request with streaming; "stall" and "cut" are for the server to act on."""

    def event(delta: Body, end: str | None = None) -> Body:
        return _envelope(body, "chat.completion.chunk", [{"index": 0, "delta": delta, "finish_reason": end}])

    yield event({"role": "assistant", "content": ""})
    for word in reasoning.split():
        yield event({"reasoning_content": word + " "})
    for number, chunk in enumerate(chunks):
        if number == (len(chunks) + 1) // 2:
            yield from _amid(fault)
            if fault == "ends_early":
                return
        yield event({"content": chunk})
    yield event({}, None if fault == "no_finish_reason" else finish)
    if (body.get("stream_options") or {}).get("include_usage"):
        yield _envelope(body, "chat.completion.chunk", []) | {"usage": _usage(body, chunks)}
    yield "[DONE]"


def _amid(fault: str | None) -> Iterator[Body | list[int] | str]:
    if fault in ("stall", "cut"):
        yield fault
    elif fault == "malformed":
        yield '{"choices": [{"delta": '
    elif fault == "wrong_shape":
        yield [1, 2]
    elif fault == "error_event":
        yield {"error": {"message": "The engine died.", "code": None}}


def embeddings(body: Body, dimension: int) -> Body | None:
    """The JSON object that answers a request for vectors; None where the input is not text."""
    texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
    if not all(isinstance(text, str) for text in texts):
        return None
    rows: list[Any] = [embed(text, dimension) for text in texts]
    if body.get("encoding_format") == "base64":
        rows = [base64.b64encode(struct.pack(f"<{dimension}f", *row)).decode() for row in rows]
    items = [{"object": "embedding", "index": i, "embedding": row} for i, row in enumerate(rows)]
    used = sum(len(text.split()) for text in texts)
    usage = {"prompt_tokens": used, "total_tokens": used}
    return {"object": "list", "data": items, "model": body["model"], "usage": usage}


def embed(text: str, dimension: int = 256) -> list[float]:
    """A vector of length 1 made of the text's words, so that texts which share words are close."""
    vector = [0.0] * dimension
    for word in re.findall(r"\w+", text.casefold()):
        seed = sha256(word.encode()).digest()
        vector[int.from_bytes(seed[:4], "big") % dimension] += 1.0 if seed[4] % 2 else -1.0
    length = sum(value * value for value in vector) ** 0.5
    return [value / length for value in vector] if length else [1.0] + [0.0] * (dimension - 1)


def _envelope(body: Body, kind: str, choices: list[Any]) -> Body:
    return {"id": "chat-1", "object": kind, "created": 0, "model": body["model"], "choices": choices}


def _usage(body: Body, chunks: list[str]) -> dict[str, int]:
    asked = sum(len(str(message["content"]).split()) for message in body["messages"])
    return {"prompt_tokens": asked, "completion_tokens": len(chunks), "total_tokens": asked + len(chunks)}
