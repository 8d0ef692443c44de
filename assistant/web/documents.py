"""Stored answers and articles as pages of their own: plain HTML that opens anywhere, without scripts."""

from assistant.answer import Answer
from assistant.render import TOLD, article_address
from assistant.web.answer_view import answer_body, filter_chips
from assistant.web.markup import Source, article_body, day, direction, esc, meta_line, original
from knowledge.article import Article

_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#dbe1e9, #2a3644); --soft: light-dark(#52606f, #9fadbd);
  --link: light-dark(#0b5cad, #7ab8f5) }
body { margin: 0; background: light-dark(#f4f6f9, #0f151d); color: light-dark(#16202c, #e6ebf2);
  font: 17px/1.65 system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif; overflow-wrap: anywhere }
header, main { max-width: 46rem; margin: 0 auto; padding: 1rem 1.25rem }
header a { font-weight: 700; text-decoration: none } main { padding-bottom: 4rem }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .5rem 0 } h2, h3, h4 { line-height: 1.3; margin: 1.8em 0 .5em }
h2 { font-size: 1.25rem } p { margin: 0 0 1em; white-space: pre-line } a { color: var(--link) }
mark { background: light-dark(#ffe9a8, #6b5200); color: inherit; padding: .1em .05em; border-radius: 3px;
  scroll-margin: 30vh; outline: none } .ac-meta, .ac-below { color: var(--soft); font-size: .92rem }
ol { padding-inline-start: 1.4rem } li { margin: 0 0 .9em }
q { display: block; color: var(--soft); border-inline-start: 3px solid var(--line); padding-inline-start: .8rem }
.ac-marker { font-size: .8em; vertical-align: super; line-height: 0; text-decoration: none; font-weight: 700 }
.ac-marker::before { content: "[" } .ac-marker::after { content: "]" }
.ac-badge { font-size: .8rem; font-weight: 600; padding: .1em .7em; border: 1px solid var(--line);
  border-radius: 99px }
.ac-sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
"""


def answer_page(answer: Answer) -> str:
    """A stored answer with its sources."""
    chips = " · ".join(esc(chip) for chip in filter_chips(answer.understood.filters))
    written = f"Written by {esc(answer.model)}" if answer.model else "Quotes from the library"
    below = " · ".join(filter(None, [f"Newest source: {day(answer.as_of)}" if answer.as_of else "", written, chips]))
    notes = "".join(f'<p dir="auto"><em>{esc(n.message)}</em></p>' for n in answer.notes if n.type not in TOLD)
    sources = "".join(_source(citation, citation.quote, citation.number) for citation in answer.citations)
    listed = f"<h2>Sources</h2><ol>{sources}</ol>" if sources else "<p>No source is cited.</p>"
    if answer.refusal and answer.refusal.nearest:
        nearest = "".join(_source(p, p.text, at) for at, p in enumerate(answer.refusal.nearest, start=1))
        listed = f"<h2>Nearest passages, not an answer</h2><ol>{nearest}</ol>"
    # On a page of its own a marker leads to its source in the list below.
    body = answer_body(answer).replace(f'href="#ac-cite-{answer.id}-', 'href="#source-')
    return _page(
        answer.question,
        f'<h1 dir="auto">{esc(answer.question)}</h1>{body}{notes}<p class="ac-below">{below}</p>{listed}',
    )


def article_page(article: Article, start: int | None, end: int | None, newest: int) -> str:
    """An article, with the words from `start` to `end` marked; `newest` is the version now in use."""
    facts = [meta_line(article)]
    if article.authors:
        facts.append(f"<span>{esc(', '.join(article.authors))}</span>")
    older = "" if article.version == newest else _older(article, newest)
    sources = "".join(f'<li dir="auto">{esc(source)}</li>' for source in article.sources)
    listed = f"<h2>Sources of this article</h2><ul>{sources}</ul>" if sources else ""
    return _page(
        article.title or "Untitled",
        f'<article lang="{esc(article.language)}" dir="{direction(article.language)}">'
        f'<h1 dir="auto">{esc(article.title or "Untitled")}</h1>'
        f'<p class="ac-meta">{" · ".join(facts)}</p>{older}<p>{original(article.url)}</p>'
        f"{_at_once(article_body(article, start, end))}</article>{listed}",
    )


def missing_page(message: str, hint: str) -> str:
    """What is shown where there is nothing."""
    return _page("Not found", f"<h1>{esc(message)}</h1><p>{esc(hint)}</p>")


def _at_once(body: str) -> str:
    # The browser scrolls to what has the focus, also where the address lost its fragment on the way.
    return body.replace('<mark id="quote"', '<mark autofocus id="quote"', 1)


def _older(article: Article, newest: int) -> str:
    address = article_address(article.id, newest)
    return (
        f'<p><span class="ac-badge">Earlier version</span> This is version {article.version} of {newest}. '
        f'<a href="{esc(address)}">Read the newest</a></p>'
    )


def _source(source: Source, words: str, number: int) -> str:
    address = article_address(source.article_id, source.version, source.start, source.end)
    return (
        f'<li id="source-{number}" value="{number}"><a href="{esc(address)}" dir="auto">'
        f"{esc(source.title or 'Untitled')}</a> "
        f'<span class="ac-meta">{meta_line(source)}</span><q dir="auto">{esc(words)}</q></li>'
    )


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{esc(title)} · AeroCite</title><style>{_STYLE}</style></head>"
        f'<body><header><a href="/">AeroCite</a></header><main>{body}</main></body></html>'
    )
