"""The run as JUnit XML, which every CI system shows."""

import re
from typing import Any

from assistant.evaluation.reports.expected import answer_text, citation_lines, expected
from assistant.evaluation.reports.reported import Reported, state
from assistant.evaluation.reports.words import WHY
from assistant.evaluation.scores import Case, Score, Verdict

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(reported: Reported) -> str:
    """One testcase a case: failed with why, in error where nothing came, skipped where the suite is at fault."""
    manifest = reported.run.manifest
    suite = _parser().TestSuite(_xml(reported.run.suite.name or manifest.name or "suite"))
    for name in ("system", "model", "library", "fingerprint", "started", "ended"):
        if value := getattr(manifest, name):
            suite.add_property(name, _xml(str(value)))
    for case, score in reported.pairs():
        suite.add_testcase(_testcase(suite.name, case, score))
    for verdict in reported.verdicts:
        suite.add_testcase(_gate(suite.name, verdict))
    whole = _parser().JUnitXml(suite.name)
    whole.add_testsuite(suite)
    whole.update_statistics()
    written: bytes = whole.tostring()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written.decode("utf-8")}\n'


def _testcase(suite: str, case: Case, score: Score) -> Any:
    first = f"{suite}.{_xml(score.tags[0])}" if score.tags else suite
    made = _parser().TestCase(_xml(score.case), first, case.record.latency_ms / 1000)
    if score.values:
        made.append(_properties(score))
    if result := _result(case, score):
        made.result = [result]
    made.system_out = _xml("\n".join([answer_text(case), *citation_lines(case)]))
    return made


def _result(case: Case, score: Score) -> Any:
    """What did not pass, as JUnit tells it."""
    kind = {"failed": "Failure", "error": "Error", "invalid": "Skipped"}.get(state(score))
    if kind is None:
        return None
    why = WHY.get(score.why, "it did not pass") if score.why else "it did not pass"
    result = getattr(_parser(), kind)(_xml(why), _xml(score.why or "failed"))
    wanted = [f"expected {name}: {text}" for name, text in expected(case)]
    result.text = _xml("\n".join([why, *score.reasons, *wanted, f"got: {answer_text(case)}"]))
    return result


def _properties(score: Score) -> Any:
    found = _parser().Properties()
    for name, value in score.values.items():
        found.add_property(_parser().Property(_xml(name), f"{value:.6g}"))
    return found


def _gate(suite: str, verdict: Verdict) -> Any:
    made = _parser().TestCase(_xml(verdict.gate), f"{suite}.gates", 0.0)
    if not verdict.passed:
        kind = "Skipped" if verdict.passed is None else "Failure"
        made.result = [getattr(_parser(), kind)(_xml(verdict.message), "gate")]
    made.system_out = _xml(verdict.message)
    return made


def _parser() -> Any:
    """The package that knows the format: optional, and without types."""
    import junitparser

    return junitparser


def _xml(text: str) -> str:
    r"""Text without what XML 1.0 cannot hold.

    >>> _xml("a\x00b\x1b[31m\ufffe")
    'ab[31m'
    """
    return _NOT_XML.sub("", text)
