"""The words of an answer as HTML: quotations, lists and tables, a model's sentences with what the check says of them.

Pure. Everything in it is untrusted and escaped; markers become whatever `link` makes of their number.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.answer import Sentence
from assistant.explain import doubt_text
from assistant.web.markup import esc
from knowledge.words import terms

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Link = Callable[[int], str]
"""A citation's number → its link, or nothing."""
_MARKER = re.compile(r"\s?\[(\d{1,3})\]")
_BEHIND = re.compile(r"(?:\s*\[\d{1,3}\])+")
_LEAD = re.compile(r"(.{1,200}?)((?: ?\[\d{1,3}\])+): (“.*”)", re.DOTALL)
_WORD = re.compile(r"\w[\w'’-]*")
_BEGIN, _END = "\ue000", "\ue001"
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def quotations(text: str, sentences: Sequence[Sentence], link: Link, hits: frozenset[str] = frozenset()) -> str:
    """An answer made of quotations; words of which the stem is among `hits` stand out."""
    blocks = [(_form(text, sentence), _words(text, sentence, link, hits)) for sentence in sentences]
    return "".join(_block(form, [words for _, words in group]) for form, group in groupby(blocks, lambda b: b[0]))


def prose(text: str, sentences: Sequence[Sentence], link: Link) -> str:
    """A model's answer: Markdown of which only emphasis, lists and code are taken, with doubtful sentences marked."""
    at, marked = 0, ""
    text = _PRIVATE.sub("\ufffd", text)
    for number, sentence in enumerate(sentences):
        if sentence.kind == "claim" and sentence.support in ("weak", "unsupported"):
            behind = _BEHIND.match(text, sentence.end)
            end = behind.end() if behind else sentence.end
            marked += (
                f"{text[at : sentence.start]}{_BEGIN}{number}{_BEGIN}{text[sentence.start : end]}{_END}{number}{_END}"
            )
            at = end
    html = _renderer().render(marked + text[at:]).replace("<p>", '<p dir="auto">')
    html = re.sub(f"{_BEGIN}(\\d+){_BEGIN}", lambda m: f'<span class="ac-{sentences[int(m[1])].support}">', html)
    html = re.sub(f"{_END}(\\d+){_END}", lambda m: f"{_doubt(sentences[int(m[1])])}</span>", html)
    return f'<div dir="auto">{_linked(html, link)}</div>'


def _form(text: str, sentence: Sentence) -> str:
    before = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
    if sentence.kind != "claim":
        return "note"
    return "row" if before.startswith("| ") else "item" if before.startswith("- ") else "said"


def _block(form: str, words: Iterable[str]) -> str:
    match form:
        case "row":
            rows = "".join(f"<tr>{one}</tr>" for one in words)
            return f'<div class="ac-wide"><table class="ac-table"><tbody>{rows}</tbody></table></div>'
        case "item":
            return '<ul class="ac-items">' + "".join(f'<li dir="auto">{one}</li>' for one in words) + "</ul>"
        case _:
            return "".join(f'<p class="ac-{form}" dir="auto">{one}</p>' for one in words)


def _words(text: str, sentence: Sentence, link: Link, hits: frozenset[str]) -> str:
    behind = _BEHIND.match(text, sentence.end)
    lead = _LEAD.fullmatch(sentence.text)
    if lead:
        shown = f'<strong class="ac-lead">{esc(lead[1])}</strong>{lead[2]} {_highlighted(lead[3], hits)}'
    else:
        shown = _highlighted(sentence.text, hits)
    shown = _linked(shown + (behind.group() if behind else ""), link)
    if _form(text, sentence) == "row":
        label = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start].strip("| ")
        return f'<th scope="row" dir="auto">{esc(label)}</th><td dir="auto">{shown}</td>'
    return shown


def _highlighted(text: str, hits: frozenset[str]) -> str:
    html, at = "", 0
    for word in _WORD.finditer(text) if hits else ():
        if hits.intersection(_stems(word.group())):
            html += f'{esc(text[at : word.start()])}<span class="ac-hit">{esc(word.group())}</span>'
            at = word.end()
    return html + esc(text[at:])


def _stems(word: str) -> list[str]:
    return terms(word, "ar" if any("\u0600" <= char <= "\u06ff" for char in word) else "en")


def _linked(html: str, link: Link) -> str:
    return _MARKER.sub(lambda marker: link(int(marker[1])), html)


def _doubt(sentence: Sentence) -> str:
    words, why = doubt_text(sentence)
    return f'<span class="ac-doubt" title="{esc(why)}"> {esc(words)}<span class="ac-sr">: {esc(why)}</span></span>'


@cache
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Emphasis, lists and code are all that an answer needs; links, pictures and HTML stay plain text.
    renderer = MarkdownIt("zero").enable(["list", "emphasis", "backticks", "newline", "escape", "heading"])

    def text(self: object, tokens: list, at: int, *rest: object) -> str:  # type: ignore[type-arg]
        return esc(tokens[at].content)

    def code(self: object, tokens: list, at: int, *rest: object) -> str:  # type: ignore[type-arg]
        return "<code>" + esc(tokens[at].content) + "</code>"

    def heading(self: object, tokens: list, at: int, *rest: object) -> str:  # type: ignore[type-arg]
        return '<p class="ac-lead">' if tokens[at].nesting == 1 else "</p>"

    for name, rule in (
        ("text", text),
        ("code_inline", code),
        ("heading_open", heading),
        ("heading_close", heading),
    ):
        renderer.add_render_rule(name, rule)
    return renderer
