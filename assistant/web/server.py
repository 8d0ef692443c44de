"""The server: one application with the page and the HTTP API, on one port."""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from importlib.resources import files
from threading import Thread
from urllib.parse import urlsplit

import click
from fastapi import FastAPI

from assistant.conversations import Answers
from assistant.errors import BadSetting
from assistant.factory import Parts, make_assistant, reading_library
from assistant.rates import RateLimit
from assistant.settings import Settings
from assistant.web.access import Key, is_loopback, own_names
from assistant.web.security import Doors, Security
from knowledge.errors import KnowledgeError
from knowledge.query import Query

Say = Callable[[str], None]
_SECONDS_TO_FINISH = 3


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 7860, *, say: Say | None = None) -> None:
    """Serve the page and the API until interrupted; `say` hears the address once requests are answered."""
    say = say or (lambda text: click.echo(text, err=True))
    doors = make_doors(settings, host)
    if settings.slack_mode != "off":
        from assistant.slack.needs import need_slack

        need_slack(settings)
    with _listening(host, port) as listening:
        address = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        with reading_library(settings, say=say) as parts, closing(Answers(settings.answers_path)) as answers:
            app = make_web(settings, parts, answers, doors)
            Thread(target=_warm_up, args=(parts,), daemon=True).start()
            _run(app, listening, lambda: say(f"AeroCite is at {address}"))


def _warm_up(parts: Parts) -> None:
    """Load models and index before the first reader asks."""
    # What is wrong with them is told to whoever asks.
    with suppress(KnowledgeError):
        for text in ("aircraft this week", "طائرات هذا الأسبوع"):
            parts.retriever.search(Query(text=text, k=1))


def make_doors(settings: Settings, host: str) -> Doors:
    """How a server on `host` may be reached; beyond this machine only with an access key."""
    local = is_loopback(host)
    if not local and settings.access_key is None:
        raise BadSetting(
            f"Listening on {host} lets other machines in, which needs AEROCITE_ACCESS_KEY.",
            hint="Set it to a long random text, or leave out --host.",
        )
    public = urlsplit(settings.public_url or "")
    return Doors(
        key=Key(settings.access_key.get_secret_value()) if settings.access_key else None,
        limit=RateLimit(settings.rate_limit) if settings.access_key else None,
        hosts=own_names(host, [public.hostname or ""]) if local else None,
        origins=frozenset({f"{public.scheme}://{public.netloc}"} if public.netloc else ()),
        slack=settings.slack_mode == "http",
    )


def make_web(settings: Settings, parts: Parts, answers: Answers, doors: Doors) -> FastAPI:
    """The whole application: the API, the page behind it, and what stands before both."""
    # Gradio reads these when it is imported; without them it reports its use and asks for newer versions.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # noqa: TID251 (not a setting of ours)
    os.environ["HF_HUB_OFFLINE"] = "1"  # noqa: TID251 (not a setting of ours)
    import gradio as gr

    from assistant.api import make_app
    from assistant.catalogue import Catalogues
    from assistant.web.addresses import add_addresses
    from assistant.web.page import Page, page_file, page_theme
    from assistant.web.talk import Talk

    assistant = make_assistant(settings, parts)
    app = make_app(assistant, parts, answers)
    if settings.slack_mode != "off":
        from assistant.slack.mounting import mount_slack

        # Before the page: it takes every address that is left.
        mount_slack(app, settings, parts, assistant, answers)
    add_addresses(app, parts.library, answers)
    talk = Talk(assistant, parts.library, answers, doors.limit)
    page = Page(talk, answers, Catalogues(parts.library), assistant.writer)
    gr.mount_gradio_app(
        app,
        page.build(),
        path="/",
        theme=page_theme(),
        css=page_file("style.css"),
        favicon_path=str(files("assistant.web") / "icon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        max_file_size="1kb",
    )
    app.add_middleware(Security, doors=doors)
    return app


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise BadSetting(
                f"Port {port} is in use by another program.",
                hint=f"Choose another one: aerocite web --port {port + 1 if port < 65535 else 7860}",
            ) from error
        raise BadSetting(
            f"Cannot listen on {host}:{port}: {error.strerror}.", hint="Check --host and --port."
        ) from error
    return listening


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _run(app: FastAPI, listening: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_SECONDS_TO_FINISH, server_header=False)
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])
