"""Many questions at once: each answered exactly once, in order within its thread; the same answer everywhere."""

import json
import random
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import Any

import httpx
from conftest import Aerocite
from fake_slack import FakeSlack
from slack_bot import running_bot
from web_server import running

from assistant.answer import to_json
from assistant.conversations import Answers
from assistant.factory import Parts, reading_library
from assistant.settings import Settings

TEXTS = (
    "What does ETOPS stand for?",
    "How many engines had cracks?",
    "When does Northfield close runway 09R?",
    "What does the auxiliary power unit supply?",
    "كم دورة بين فحوص المحرك في الصحراء؟",
)


async def test_two_hundred_events_with_faults_and_restarts_are_answered_once_and_in_order(
    slack: FakeSlack, parts: Parts, tmp_path: Path
) -> None:
    chance = random.Random(7)
    slack.shuffle(7)
    slack.fails("chat.postMessage", status=503, after=True, times=None, chance=0.1)
    slack.fails("chat.startStream", status=503, times=None, chance=0.1)
    slack.fails("chat.stopStream", closed=True, after=True, times=None, chance=0.1)
    slack.fails("auth.test", status=503, times=None, chance=0.1)
    roots: dict[str, list[str]] = {"C1": [], "D1": []}
    asked: dict[tuple[str, str], list[str]] = {}
    for part in range(4):
        async with running_bot(slack, parts, tmp_path, transport="http" if part % 2 else "socket"):
            if part % 2 == 0:
                slack.out.address = ""
            for _ in range(50):
                doing = chance.random()
                channel = chance.choice(("C1", "C1", "D1"))
                if doing < 0.15:
                    await slack.says("U2", "Lunch?", "C1")
                    continue
                thread = chance.choice(roots[channel]) if roots[channel] and doing < 0.5 else None
                text = chance.choice(TEXTS)
                mention = "<@UBOT> " if channel == "C1" else ""
                ts = await slack.says("U1", f"{mention}{text}", channel, thread=thread)
                asked.setdefault((channel, thread or ts), []).append(ts)
                if thread is None:
                    roots[channel].append(ts)
            if part == 3:
                await slack.until(lambda: answered(slack, asked), timeout=200)
            else:
                # Some are answered before the restart, others are not.
                await slack.until(lambda: bool(slack.calls), timeout=10)
                await slack.settled(quiet=0.05, timeout=20)
    for (channel, root), questions in asked.items():
        given = slack.answers(channel, root)
        assert len(given) == len(questions), (channel, root, [one.shown[:60] for one in given])
        assert not any(one.streaming for one in given)


def answered(slack: FakeSlack, asked: dict[tuple[str, str], list[str]]) -> bool:
    return all(len(slack.answers(*where)) >= len(questions) for where, questions in asked.items()) and not any(
        "restarted" in one.shown for where in asked for one in slack.answers(*where)
    )


def same(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ("timings_ms", "usage")}


async def test_a_hundred_questions_have_one_answer_in_slack_on_the_page_and_in_a_batch(
    slack: FakeSlack, starter_home: Path, tmp_path: Path, aerocite: Aerocite
) -> None:
    home = Path(copytree(starter_home, tmp_path / "own"))
    titles = []
    with reading_library(Settings(home=home)) as library:
        titles = [article.title.partition(":")[0] for article in library.library.articles()]
    questions = [f"What is {title}?" for title in titles][:50] + [f"When was {title} first used?" for title in titles]
    questions = questions[:100]
    assert len(questions) == 100
    lines = "".join(json.dumps({"id": str(n), "question": q}) + "\n" for n, q in enumerate(questions))
    (tmp_path / "batch.jsonl").write_text(lines, encoding="utf-8")
    done = aerocite("ask", "--batch", str(tmp_path / "batch.jsonl"), home=home)
    by_batch = {one["question"]: same(one) for one in map(json.loads, done.stdout.splitlines())}
    with running(home) as address, httpx.Client(base_url=address, timeout=60) as client:
        by_page = {q: same(client.post("/api/ask", json={"question": q}).json()) for q in questions}
    own = tmp_path / "slack"
    with reading_library(Settings(home=home)) as parts:
        async with running_bot(slack, parts, own):
            roots = {q: await slack.says("U1", f"<@UBOT> {q}", "C1") for q in questions}
            await slack.until(lambda: all(slack.answers("C1", root) for root in roots.values()), timeout=200)
    with closing(Answers(own / "assistant.db")) as answers:
        by_slack = {one.question: same(to_json(one)) for one in answers.latest(200)}
    for question in questions:
        expected = by_page[question]
        assert by_slack[question] == expected
        # A line of a batch bears the id that its question came with.
        assert {name: by_batch[question][name] for name in expected} | {"id": expected["id"]} == expected
