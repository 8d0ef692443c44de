"""What people had said in a thread before the bot was called into it."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from assistant.slack.asked import Asked
from assistant.slack.client import FAULTS, error_name
from assistant.slack.reading import plain_words

logger = logging.getLogger(__name__)
_LOOKED_AT = 15
"""Messages of one call; what Slack gives some apps at most."""
_HEARD = 8
"""Of these the last ones count."""
_LONGEST = 2000
"""Characters of each."""


async def said_earlier(client: AsyncWebClient, asked: Asked, bot_user: str) -> list[str]:
    """The messages of people before this question, oldest first; none where the bot may not read them."""
    thread = asked.thread
    try:
        found = await client.conversations_replies(
            channel=thread.channel, ts=thread.root, latest=asked.ts, inclusive=False, limit=_LOOKED_AT
        )
    except FAULTS as error:
        logger.info("The messages before a question could not be read: %s", error_name(error))
        return []
    people = (m for m in found["messages"] if not m.get("bot_id") and not m.get("subtype") and m["ts"] < asked.ts)
    said = (plain_words(str(m.get("text", "")), bot_user)[:_LONGEST] for m in people)
    return [text for text in said if text][-_HEARD:]
