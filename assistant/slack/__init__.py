"""The Slack bot: the same questions, answers and citations as everywhere, in mentions, messages and threads."""
