"""A small scored run with one of everything: a cited answer, a refusal, Arabic, an error, a script, hostile text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from told import cited, passage, told

from assistant.answer import Answer, Citation, Note, Refusal, Usage
from assistant.evaluation.metrics import AGGREGATES, METRICS
from assistant.evaluation.records import Gold, Held, Record, Retrieved
from assistant.evaluation.reports import Reported
from assistant.evaluation.runs import Manifest, Run
from assistant.evaluation.scores import Change, Comparison, Flip, Score, Verdict
from assistant.evaluation.suite import Suite
from assistant.evaluation.summary import summarise
from knowledge.article import Passage

EVIL = "<script>alert(1)</script>"
ENDING = '</script><img src=x onerror="alert(2)">'
MAST = f"Mooring masts {EVIL} need a swivel. {ENDING} It turns with the wind."
BLADES = "Inspectors found cracks in 14 engines. 𝒜 second look found two more. The fleet stays on the ground."
SAND = "تؤدي حبات الرمل الدقيقة إلى تآكل شفرات الضاغط. يفحص الفنيون المحرك كل 500 دورة."
SUITE = {
    "name": "sample",
    "about": "One of everything.",
    "questions": [
        {
            "id": "blades",
            "question": "How many engines had cracks?",
            "tags": ["numbers", "safety"],
            "must_pass": True,
            "expect": {"answers": [{"number": 14, "unit": "engines"}], "sources": ["fan-blades"], "max_words": 80},
        },
        {"id": "weather", "question": "Is it raining at LHR?", "tags": ["refusals"], "expect": {"answerable": False}},
        {
            "id": "رمل",
            "question": "ماذا يفعل الرمل بالمحرك؟",
            "language": "ar",
            "tags": ["arabic"],
            "expect": {"answers": ["تآكل"], "sources": ["sand"]},
        },
        {"id": "late", "question": "What came after?", "tags": ["numbers"], "expect": {"answers": ["nothing"]}},
        {
            "id": "evil @all #1 |x|",
            "question": f"=cmd|'/c calc'!A1 {EVIL} {ENDING} @maintainers see #12 and www.evil.example",
            "tags": ["attacks"],
            "expect": {"answers": [EVIL], "facts": [{"text": ENDING}], "sources": ["masts"]},
        },
        {
            "id": "script",
            "turns": [
                {"user": "Tell me of fan blades.", "answer": "They crack."},
                {"user": "How many?", "expect": {"answers": [{"number": 16}], "sources": ["gone"]}},
            ],
            "as_of": "2024-07-01",
        },
    ],
}


def answer(question: str, said: list[tuple[str, str]], sources: list[Passage], quotes: list[str]) -> Answer:
    """Sentences with their support, each behind it the marker of its source."""
    given = told(
        question,
        [(words, (min(number, len(quotes)),)) for number, (words, _) in enumerate(said, 1)],
        citations=tuple(citation(sources[number], quote, number + 1) for number, quote in enumerate(quotes)),
        passages=tuple(sources),
        confidence=0.8,
        writer="quotes",
        timings_ms={"retrieve": 12.5, "write": 3.25, "total": 17.0},
        usage=Usage(input_tokens=900, output_tokens=80),
    )
    checked = (
        replace(one, support=support, flags=("number_absent",) if support == "unsupported" else ())  # type: ignore[arg-type]
        for one, (_, support) in zip(given.sentences, said, strict=True)
    )
    return replace(given, sentences=tuple(checked))


def citation(source: Passage, quote: str, number: int) -> Citation:
    url = "https://news.example.org/x" if source.article_id == "fan-blades" else "javascript:alert(3)"
    return cited(source, quote, number, url=url, outlet="The Apron", published=date(2024, 6, 15))


def lanes(*names: str) -> dict[str, tuple[Retrieved, ...]]:
    found = tuple(
        Retrieved(article_id=name, start=0, end=len(BLADES) if name == "fan-blades" else 40, score=1 / rank)
        for rank, name in enumerate(names, start=1)
    )
    return {"words": found, "vectors": found[::-1], "names": (), "fused": found, "prompt": found[:2]}


def sample(folder: Path = Path("runs/sample")) -> Reported:
    suite = Suite.model_validate(SUITE)
    blades = passage("fan-blades", "Cracks in fan blades", BLADES)
    sand = passage("sand", "الرمال ومحركات الطائرات", SAND, "ar")
    masts = passage("masts", f"Masts {EVIL}", MAST)
    asked = {one.id: one.script[-1].user for one in suite.questions}
    right = answer(asked["blades"], [("Cracks were found in 14 engines.", "supported"), ("𝒜 look found two.", "weak")],
                   [blades, blades], ["cracks in 14 engines", "𝒜 second look found two more"])  # fmt: skip
    refused = Answer(
        id="r",
        question=asked["weather"],
        query=asked["weather"],
        text="",
        refusal=Refusal(type="not_in_library", message="The library holds no article on this.", nearest=(masts,)),
    )
    arabic = answer(asked["رمل"], [("تؤدي حبات الرمل إلى تآكل الشفرات.", "supported")], [sand], ["تآكل شفرات الضاغط"])
    evil_said = [(f"Masts {EVIL} turn.", "unsupported"), (f"{ENDING} 99 of them.", "unchecked")]
    evil = answer(asked["evil @all #1 |x|"], evil_said, [masts], [f"{EVIL} need a swivel. {ENDING}"])
    evil = replace(evil, notes=(Note(type="stale", message=EVIL),))
    records = (
        record("blades", asked, right, lanes("fan-blades", "masts", "sand"), held=held(right, BLADES)),
        record("weather", asked, refused, lanes("masts")),
        record("رمل", asked, arabic, lanes("sand"), held=held(arabic, SAND)),
        Record(
            key="k", sample="late", question=asked["late"], status="timeout", error="No answer within 60 s.\x1b[31m"
        ),
        record("evil @all #1 |x|", asked, evil, lanes("masts", "sand"), held=(None,), altered={"drop": refused}),
        record("script", asked, right, lanes("masts"), turn=1, cost=0.0012, cached=True),
    )
    gold = {
        "blades": (Gold(article_id="fan-blades", name="Cracks in fan blades"),),
        "رمل": (Gold(article_id="sand"),),
        "evil @all #1 |x|": (Gold(article_id="masts", name=EVIL),),
        "script.1": (Gold(article_id=None, name="gone"),),
    }
    manifest = Manifest(
        name="nightly",
        system="aerocite",
        model="openai:tiny",
        articles=6,
        started="2026-11-23T20:00:00+00:00",
        packages={"chromadb": "1.5.9"},
        options={"k": 8},
    )
    run = Run(folder=folder, manifest=manifest, suite=suite, gold=gold, records=records)
    scores = scored()
    return Reported(
        run=run,
        cases=run.cases(),
        scores=scores,
        summary=summarise(run, scores, metrics=METRICS, aggregates=AGGREGATES),
        verdicts=(
            Verdict(gate="citation_validity", kind="absolute", passed=True, message="citation_validity 1.00 ≥ 1.00"),
            Verdict(gate="pass_rate", kind="absolute", passed=False, message=f"pass_rate 0.40 < 0.85 {EVIL} @all"),
        ),
    )


def record(name: str, asked: dict[str, str], given: Answer, found: object, **more: object) -> Record:
    return Record(key=name, sample=name, question=asked[name], answer=given, lanes=found, latency_ms=17.0, **more)  # type: ignore[arg-type]


def held(given: Answer, text: str) -> tuple[Held, ...]:
    return tuple(Held(title=one.title, quote=one.quote, passage=text) for one in given.citations)


def scored() -> tuple[Score, ...]:
    def one(case: str, tags: str, **given: object) -> Score:
        sample = case.partition(".")[0]
        return Score(case=case, sample=sample, cluster=sample, tags=tuple(tags.split()), **given)  # type: ignore[arg-type]

    found = {"citation_validity": 1.0, "words.recall@10": 1.0, "fused.recall@10": 1.0, "prompt.recall": 1.0}
    lost = {**found, "prompt.recall": 0.0, "quote_fidelity": 0.0}
    reasons = (f"expected {EVIL}", f"got {ENDING} @all #7")
    return (
        one("blades", "numbers safety", must_pass=True, passed=True, outcome="correct", values=found),
        one("weather", "refusals", passed=True, outcome="abstained"),
        one("رمل", "arabic", passed=True, outcome="correct", values=found),
        one("late", "numbers", passed=False, why="error", reasons=("No answer within 60 s.",)),
        one(
            "evil @all #1 |x|",
            "attacks",
            passed=False,
            outcome="wrong",
            why="unsupported",
            reasons=reasons,
            values=lost,
        ),
        one("script.1", "", passed=False, why="not_in_library", reasons=("gone is not in the library",)),
    )


def compared(reported: Reported) -> Reported:
    """The same run against one in which another case passed."""
    points = {"delta": -0.2, "low": -0.6, "high": 0.2, "p": 0.5, "p_holm": 1.0, "detectable": 0.42}
    times = {"delta": -3.0, "low": -5.0, "high": -1.0, "p": 0.01}
    changes = (
        Change(name="pass_rate", n=5, before=0.8, after=0.6, **points),
        Change(name="prompt.recall", n=3, before=0.5, after=0.67, delta=0.17, low=0.0, high=0.3, p=0.03),
        Change(name="latency_p50_ms", n=5, before=20.0, after=17.0, higher=False, unit="ms", **times),
    )
    flips = (
        Flip(case="evil @all #1 |x|", kind="broken", after="unsupported"),
        Flip(case="blades", kind="fixed", before="not_retrieved"),
        Flip(case="late", kind="still_failing", before="error", after="error"),
    )
    remarks = (f"The libraries differ {EVIL}.",)
    comparison = Comparison(before="last week", after="nightly", changes=changes, flips=flips, remarks=remarks)
    turned = {"blades": False, "evil @all #1 |x|": True}
    baseline = tuple(replace(one, passed=turned.get(one.case, one.passed)) for one in reported.scores)
    return replace(reported, comparison=comparison, baseline=baseline)
