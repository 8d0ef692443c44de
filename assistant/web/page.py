"""The page: Gradio's components, laid out and wired. What they show is made in `talk`, `panel` and `answer_view`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from importlib.resources import files
from typing import Any

import gradio as gr
from fastapi.concurrency import run_in_threadpool

from assistant.catalogue import Catalogue, Catalogues
from assistant.conversations import Answers
from assistant.errors import AssistantError
from assistant.web.answer_view import error_message, question_message, waiting_message
from assistant.web.masthead import choices, header, languages, welcome
from assistant.web.panel import no_sources, sources_list
from assistant.web.talk import MOST_AT_ONCE, Asked, Talk, answer_id, stopped, to_filters

Messages = list[dict[str, Any]]

_SECONDS_TO_SETTLE = 0.15
"""After a stop: what was under way to the browser has arrived by then."""
_REASONS = ["Wrong source", "Not what I asked", "Incomplete", "Out of date", "Something else"]
_SYSTEM_FONTS = ["system-ui", "Segoe UI", "Noto Sans", "Noto Sans Arabic", "sans-serif"]
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def page_file(name: str) -> str:
    """A file that is shipped beside this module."""
    return (files("assistant.web") / name).read_text(encoding="utf-8")


def page_theme() -> gr.themes.Base:
    """Calm colours and the system's own fonts: nothing is loaded from elsewhere."""
    return gr.themes.Base(
        primary_hue="blue",
        neutral_hue="slate",
        radius_size="lg",
        font=_SYSTEM_FONTS,
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )


class Page:
    """The chat with the sources beside it."""

    def __init__(self, talk: Talk, answers: Answers, catalogues: Catalogues, writer: str) -> None:
        self._talk = talk
        self._answers = answers
        self._catalogues = catalogues
        self._writer = writer

    def build(self) -> gr.Blocks:
        """The page as Gradio serves it."""
        now = self._catalogues.current()
        blocks: gr.Blocks
        with gr.Blocks(title="AeroCite", analytics_enabled=False, fill_width=True) as blocks:
            with gr.Row(elem_id="ac-top"):
                self._header = gr.HTML(header(now, self._writer), elem_id="ac-header", apply_default_css=False)
                self._new = gr.Button("New conversation", size="sm", elem_id="ac-new")
            with gr.Row(elem_id="ac-main"):
                with gr.Column(scale=3, min_width=320, elem_id="ac-talk"):
                    self._lay_out_talk(now)
                with gr.Column(scale=2, min_width=320, elem_id="ac-side"):
                    self._panel = gr.HTML(
                        no_sources(), elem_id="ac-panel", js_on_load=page_file("page.js"), apply_default_css=False
                    )
            self._wire(blocks)
        # How many questions are worked on is for `Talk` to say, in words that a reader understands.
        blocks.queue(default_concurrency_limit=2 * MOST_AT_ONCE, max_size=4 * MOST_AT_ONCE, api_open=False)
        return blocks

    def _lay_out_talk(self, now: Catalogue) -> None:
        self._chat = gr.Chatbot(
            elem_id="ac-chat",
            label="Conversation",
            show_label=False,
            container=False,
            height="100%",
            layout="panel",
            buttons=[],
            examples=[{"text": question} for question in now.starters],
            placeholder=welcome(now),
            feedback_options=("Like", "Dislike"),
            latex_delimiters=[],
            group_consecutive_messages=False,
        )
        self._number = gr.State(0)
        with gr.Group(visible=False, elem_classes="ac-feedback") as self._feedback:
            self._reason = gr.Radio(_REASONS, label="What was wrong? (optional)")
            self._comment = gr.Textbox(label="Anything else? (optional)", max_length=2000, lines=1)
            with gr.Row():
                self._send = gr.Button("Send", variant="primary", size="sm")
                self._skip = gr.Button("Close", size="sm")
        self._question = gr.Textbox(
            label="Your question",
            show_label=False,
            placeholder="Ask in English or Arabic",
            lines=1,
            max_lines=6,
            autofocus=True,
            submit_btn=True,
            elem_id="ac-question",
            html_attributes=gr.InputHTMLAttributes(spellcheck=True),
        )
        with gr.Accordion("Filters", open=False, elem_id="ac-filters"), gr.Row():
            self._since = gr.Textbox(label="From", placeholder="2024-05-01", max_length=10)
            self._until = gr.Textbox(label="To", placeholder="2024-12-31", max_length=10)
            self._outlet = gr.Dropdown(choices(now.outlets), value="", label="Outlet")
            self._category = gr.Dropdown(choices(now.categories), value="", label="Category")
            self._language = gr.Dropdown(languages(now), value="", label="Language")

    def _wire(self, blocks: gr.Blocks) -> None:
        filters = [self._since, self._until, self._outlet, self._category, self._language]
        ask: dict[str, Any] = {
            "fn": self._ask,
            "inputs": [self._question, self._chat, *filters],
            "outputs": [self._chat, self._question, self._panel],
            **_QUIET,
        }
        asking = self._question.submit(**ask)
        starting = self._chat.example_select(_take_example, None, self._question, queue=False, **_QUIET).then(**ask)
        # Links that ask again stand in the chat; the panel's script sends what they name.
        again = self._panel.submit(**ask)
        # First the end, then what is shown: a last piece of the answer must not come in between.
        ends: dict[str, Any] = {
            "fn": None,
            "cancels": [asking, starting, again],
            "queue": False,
            "api_visibility": "private",
        }
        self._question.stop(**ends).then(_stop, self._chat, [self._chat, self._question], queue=False, **_QUIET)
        cleared = [self._chat, self._question, self._panel, self._feedback]
        self._new.click(**ends).then(_clear, None, cleared, queue=False, **_QUIET)
        self._panel.select(self._open, None, self._panel, queue=False, **_QUIET)
        self._chat.like(self._judge, self._chat, [self._number, self._feedback], **_QUIET)
        self._send.click(
            self._explain,
            [self._number, self._reason, self._comment],
            [self._feedback, self._reason, self._comment],
            **_QUIET,
        )
        self._skip.click(lambda: gr.Group(visible=False), None, self._feedback, queue=False, **_QUIET)
        shown = [self._header, self._chat, self._outlet, self._category, self._language]
        blocks.load(self._arrive, None, shown, queue=False, **_QUIET)

    def _arrive(self) -> tuple[Any, ...]:
        """What depends on the library, which may have grown since the server started."""
        now = self._catalogues.current()
        return (
            header(now, self._writer),
            gr.Chatbot(examples=[{"text": question} for question in now.starters], placeholder=welcome(now)),
            gr.Dropdown(choices=choices(now.outlets)),
            gr.Dropdown(choices=choices(now.categories)),
            gr.Dropdown(choices=languages(now)),
        )

    async def _ask(
        self, text: str, messages: Messages, event: gr.EventData, request: gr.Request, *filters: str | None
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Answer what was typed, or what a link asks again; then what is being typed stays in the box."""
        link = str((event._data or {}).get("key") or "")
        asked = await run_in_threadpool(self._asked, link, text, messages)
        if asked is None:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        shown = [
            *messages,
            _said("user", question_message(asked.text, asked.without)),
            _said("assistant", waiting_message()),
        ]
        box: dict[str, Any] = {} if link else {"value": ""}
        yield shown, gr.Textbox(submit_btn=False, stop_btn=True, **box), gr.skip()
        try:
            narrowed = to_filters(*filters)
        except AssistantError as error:
            shown[-1] = _said("assistant", error_message(str(error), error.hint))
            yield shown, _ready(), gr.skip()
            return
        client = request.client.host if request.client else "unknown"
        async with aclosing(self._talk.reply(asked, narrowed, client)) as looks:
            async for look in looks:
                shown[-1] = _said("assistant", look.html, look.answer.id if look.answer else "")
                yield shown, gr.skip(), sources_list(look.answer) if look.answer else gr.skip()
        yield shown, _ready(), gr.skip()

    def _asked(self, link: str, text: str, messages: Messages) -> Asked | None:
        if link:
            return self._talk.linked(link, messages)
        return self._talk.asked(text, messages) if text and text.strip() else None

    def _open(self, event: gr.EventData) -> Any:
        return self._talk.view(str(event.key)) or gr.skip()

    def _judge(self, messages: Messages, event: gr.LikeData) -> tuple[Any, Any]:
        place = event.index if isinstance(event.index, int) else event.index[0]
        name = answer_id(messages[place]) if place < len(messages) else ""
        if not name or event.liked is None:
            return gr.skip(), gr.skip()
        number = _told(lambda: self._answers.feedback(name, "up" if event.liked else "down"))
        return number, gr.Group(visible=not event.liked)

    def _explain(self, number: int, reason: str | None, comment: str) -> tuple[Any, Any, Any]:
        if number and (reason or comment.strip()):
            _told(lambda: self._answers.explain(number, reason or "", comment.strip()))
        gr.Info("Thank you. Your feedback is stored with the answer.")
        return gr.Group(visible=False), None, ""


def _said(role: str, html: str, name: str = "") -> dict[str, Any]:
    return {"role": role, "content": html, **({"metadata": {"id": name}} if name else {})}


def _ready() -> gr.Textbox:
    return gr.Textbox(submit_btn=True, stop_btn=False)


def _take_example(event: gr.SelectData) -> str:
    return str(event.value["text"])


async def _stop(messages: Messages) -> tuple[Any, Any]:
    await asyncio.sleep(_SECONDS_TO_SETTLE)
    return stopped(messages), _ready()


async def _clear() -> tuple[Any, ...]:
    await asyncio.sleep(_SECONDS_TO_SETTLE)
    box = gr.Textbox(value="", submit_btn=True, stop_btn=False)
    return [], box, no_sources(), gr.Group(visible=False)


def _told(work: Callable[[], Any]) -> Any:
    """Do what may fail on a full or read-only disk, and say so on the page."""
    try:
        return work()
    except AssistantError as error:
        raise gr.Error(f"{error} {error.hint}", print_exception=False) from error
