"""A question that was asked with a button: said aloud in the conversation first, so that its answer has one."""

from slack_sdk.web.async_client import AsyncWebClient

from assistant.slack.answering import Answering
from assistant.slack.asked import Asked, Thread, is_direct
from assistant.slack.escaping import mrkdwn_words


async def ask_aloud(client: AsyncWebClient, answering: Answering, thread: Thread, *, user: str, question: str) -> None:
    """Post the question into its thread (with no `root`, as a thread of its own), and have it answered there."""
    words = f">{mrkdwn_words(question)}"
    posted = await client.chat_postMessage(
        channel=thread.channel,
        thread_ts=thread.root or None,
        text=words,
        blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}],
        unfurl_links=False,
        unfurl_media=False,
        # Whoever looks for an answer in the thread must not take this for one.
        metadata={"event_type": "aerocite_question", "event_payload": {}},
    )
    ts, channel = str(posted["ts"]), str(posted["channel"])
    asked_in = Thread(team=thread.team, channel=channel, root=thread.root or ts)
    await answering.take(Asked(thread=asked_in, ts=ts, user=user, text=question, direct=is_direct(channel)))
