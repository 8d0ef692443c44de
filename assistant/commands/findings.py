"""How the findings of a checkup are shown."""

import json
from collections.abc import Sequence

import click

from assistant.checkup import Finding


def show_findings(findings: Sequence[Finding], *, as_json: bool) -> int:
    """A line for each finding and one for how to mend it; gives the exit code."""
    if as_json:
        rows = [{"what": f.what, "ok": f.ok, "found": f.found, "hint": f.hint} for f in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0 if all(finding.ok for finding in findings) else 1
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.found}")
        if finding.hint:
            click.echo(f"      {finding.hint}")
    return 0 if all(finding.ok for finding in findings) else 1
