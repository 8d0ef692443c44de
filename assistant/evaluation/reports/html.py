"""The run as one HTML file that needs nothing else: no address outside, no server."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from assistant.evaluation.records import LANES
from assistant.evaluation.reports.drawing import comparison_plots, run_plots
from assistant.evaluation.reports.expected import answer_text, expected, script
from assistant.evaluation.reports.reported import Reported, state
from assistant.evaluation.reports.view import Stock, view
from assistant.evaluation.reports.words import (
    GATES,
    GROUPS,
    HEADLINES,
    STATES,
    WHY,
    change_text,
    headings,
    known,
    label,
    lane_of,
    shown,
    span,
)
from assistant.evaluation.scores import Change, Figure
from assistant.render import harmless

_TURNED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def html(reported: Reported) -> str:
    """The whole report. Everything from the suite, the articles and the model is escaped, and nothing of it runs."""
    from jinja2 import Environment, StrictUndefined

    style, code = _part("report.css"), _part("report.js")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finished
    )
    environment.globals.update(label=label, shown=shown, span=span, change_text=change_text)
    written: str = environment.from_string(_part("report.html.jinja")).render(
        reported=reported,
        run=reported.run,
        manifest=reported.run.manifest,
        summary=reported.summary,
        comparison=reported.comparison,
        policy=_policy(style, code),
        style=Markup(style),
        code=Markup(code),
        stored=_stored(reported),
        cases=list(reported.pairs()),
        state=state,
        states=STATES,
        gates=GATES,
        why=WHY,
        script=script,
        expected=expected,
        answer_text=answer_text,
        headlines=[reported.summary.figures[name] for name in HEADLINES if name in reported.summary.figures][:12],
        groups=_groups(reported.summary.figures),
        lanes=_by_lane(reported.summary.figures),
        lane_names=LANES,
        plots=run_plots(reported),
        comparison_plots=comparison_plots(reported),
        able=_able(reported),
        help=known(),
        made={name: value for name, value in asdict(reported.run.manifest).items() if value not in ("", None, {})},
        named=_named(reported),
        tags=sorted({tag for score in reported.scores for tag in score.tags}),
    )
    return written


def _part(name: str) -> str:
    return files("assistant.evaluation.reports").joinpath(name).read_text("utf-8")


def _policy(style: str, code: str) -> str:
    """What the page may do: its own style and its own script, and nothing else."""

    def digest(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(code)}; base-uri 'none'; form-action 'none'"
    )


def _stored(reported: Reported) -> Markup:
    """What the script shows, as JSON that cannot end its element."""
    stock = Stock()
    cases = [view(case, score, stock) for case, score in reported.pairs()]
    whole = {
        "cases": cases,
        "articles": stock.articles,
        "passages": stock.passages,
        "about": {name: [one.about, one.source, one.unit] for name, one in known().items()},
    }
    written = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(_TURNED.sub("\ufffd", written))


def _finished(value: Any) -> Any:
    """Text without what acts on a page: control characters and direction overrides."""
    return harmless(value) if type(value) is str else "" if value is None else value


def _groups(figures: Mapping[str, Figure]) -> dict[str, list[Figure]]:
    """Figures under their headings; those of single lanes stand in a table of their own."""
    under = headings()
    found: dict[str, list[Figure]] = {name: [] for name in (*GROUPS, "Judged", "Others")}
    for name, one in figures.items():
        if lane_of(name) is None:
            found[under.get(name, "Others")].append(one)
    return {name: ones for name, ones in found.items() if ones}


def _by_lane(figures: Mapping[str, Figure]) -> dict[str, dict[str, Figure]]:
    """Retrieval: for each metric its figure in each lane."""
    found: dict[str, dict[str, Figure]] = {}
    for name, one in figures.items():
        if parts := lane_of(name):
            found.setdefault(parts[0], {})[parts[1]] = one
    return found


def _named(reported: Reported) -> list[str]:
    """The metrics that the report names, for the glossary."""
    shown_here = {*reported.summary.figures, *(name for score in reported.scores for name in score.values)}
    return [name for name in known() if name in shown_here]


def _able(reported: Reported) -> str:
    """What differences this suite could show, in a sentence."""
    changes = reported.comparison.changes if reported.comparison else ()
    passed: Change | None = next((one for one in changes if one.name == HEADLINES[0]), None)
    if passed is None or passed.detectable is None:
        return ""
    return (
        f"With {passed.n} cases in both runs, this suite can show differences in the pass rate of "
        f"{100 * passed.detectable:.1f} points or more (80 % power)."
    )
