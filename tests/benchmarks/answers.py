"""How soon an answer of quotes begins and ends, stage by stage, in a library that is there already.

    python tests/benchmarks/answers.py /tmp/speed/100000 --data ../shared/data

The library is one that speed.py has made. Questions are real ones of news_2025 and cranfield and those of the suite of
two parts, one at a time, in a warm process. The bars at 100,000 passages: the first words in less than 150 ms, the
whole answer in less than 400 ms.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import sets
from recall import asked

from assistant.answer import Question
from assistant.chat import Assistant
from assistant.factory import make_assistant, open_library
from assistant.settings import Settings

STAGES = ("rewrite", "retrieve", "weigh", "first_text", "write", "suggest", "total")


async def answered(assistant: Assistant, texts: list[str]) -> dict[str, list[float]]:
    taken = defaultdict(list)
    for text in texts:
        for stage, milliseconds in (await assistant.ask(Question(text=text))).timings_ms.items():
            taken[stage].append(milliseconds)
    return taken


async def measure(assistant: Assistant, rows: dict[str, list[str]]) -> None:
    print(f"{'':34}{'n':>6}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for row, texts in rows.items():
        # The first round brings into memory what a server has there that has answered for a while.
        await answered(assistant, texts)
        taken = await answered(assistant, texts)
        for stage in STAGES:
            if found := taken.get(stage):
                p50, p95 = np.percentile(found, [50, 95])
                print(f"{f'{row}, {stage}':34}{len(found):6}{p50:9.1f}{p95:9.1f}{max(found):9.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="the library that answers")
    parser.add_argument("--data", type=Path, required=True, help="the folder of measuring sets, for its questions")
    parser.add_argument("--limit", type=int, default=150, help="questions of each kind")
    chosen = parser.parse_args()
    print(sets.header("Speed of answers"))
    settings = Settings(home=chosen.home)
    parts = open_library(settings)
    parts_suite = Path(__file__).parents[1] / "suites" / "two_parts.jsonl"
    rows = {
        "real questions": asked(chosen.data)[: chosen.limit],
        "of two parts": [json.loads(line)["question"] for line in parts_suite.open(encoding="utf-8")][: chosen.limit],
    }
    asyncio.run(measure(make_assistant(settings, parts), rows))
    parts.close()


if __name__ == "__main__":
    main()
