"""A Slack of our own on loopback, for the real bot: Web API with state and limits, signed events, Socket Mode.

    async with FakeSlack() as slack:                       # team T1: UBOT, users U1 U2, channels C1 C2, direct D1 (U1)
        slack.deliver_to("http://127.0.0.1:1/slack/events", secret)      # HTTP; else to whoever has a socket open
        root = await slack.says("U1", "<@UBOT> What is ETOPS?", "C1")    # both events of a mention are delivered
        await slack.until(lambda: bool(slack.answers("C1", root)))
        await slack.settled()                              # nothing is under way any more
        (message,) = slack.answers("C1", root)             # .shown .links .pings .blocks .text .streaming .metadata

People: `says`, `edits`, `deletes`, `opens_home`, `stops`, `commands`, `shortcut`, `clicks`, `submits`, `uninstalls`.
Delivery: `times` (deliver each event so often although it was acknowledged), `drop_first` (its first delivery never
arrives), `mention_first` (the order of a mention's two events), `shuffle` (a random.Random that repeats and drops),
`again(delivery)`, `disconnect(hard=…)`; what is not acknowledged with 200 in time is delivered up to three times
more. `deliveries` tells of each: event, tries, status, seconds until it was acknowledged.
Faults: `fails(method, status=…, error=…, closed=…, after=…, times=…, chance=…)`, `expire_streams()`.
State: `messages`, `thread`, `answers`, `direct`, `ephemeral`, `views`, `homes`, `prompts`, `session`, `calls`.
It is as strict as Slack's documentation and what others have measured: see `limits`.
"""

from fake_slack.people import FakeSlack as FakeSlack
from fake_slack.world import Message as Message
