"""The login page: a person types the access key once and gets a session."""

from html import escape
from urllib.parse import parse_qs, quote

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope

from assistant.web.access import SESSION_COOKIE, SESSION_SECONDS, Key


async def log_in(key: Key, scope: Scope, receive: Receive) -> Response:
    """The form, or what follows when it is sent: a session, or the form again."""
    if scope["method"] != "POST":
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("next", ["/"])[0]
        return HTMLResponse(login_page(wanted))
    form = parse_qs((await _small_body(receive)).decode("utf-8", "replace"))
    wanted = local_path(form.get("next", ["/"])[0])
    if not key.matches(form.get("key", [""])[0]):
        return HTMLResponse(login_page(wanted, "That is not the key."), status_code=401)
    response = RedirectResponse(wanted, status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        key.new_session(),
        max_age=SESSION_SECONDS,
        httponly=True,
        # A link from elsewhere opens an answer; what another site posts is refused before it comes here.
        samesite="lax",
        secure=scope["scheme"] == "https",
    )
    return response


def local_path(wanted: str) -> str:
    r"""Where a login leads: a path on this server, whatever was asked for.

    >>> local_path("/answers/1?x=2"), local_path("//evil.example"), local_path("/\\evil.example")
    ('/answers/1?x=2', '/', '/')
    """
    odd = any(char in wanted for char in "\\\r\n\t") or wanted.startswith("//")
    return wanted if wanted.startswith("/") and not odd else "/"


def login_address(path: str) -> str:
    """The login page, on the way to a path."""
    return f"/login?next={quote(path, safe='/')}" if local_path(path) != "/" else "/login"


def login_page(wanted: str, problem: str = "") -> str:
    """The form that asks for the key."""
    alert = f'<p role="alert" class="problem">{escape(problem)}</p>' if problem else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Sign in · AeroCite</title><style>
:root {{ color-scheme: light dark }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f6f9, #0f151d);
  color: light-dark(#16202c, #e6ebf2); font: 16px/1.5 system-ui, sans-serif }}
form {{ width: min(22rem, calc(100vw - 2rem)); box-sizing: border-box; padding: 2rem; border-radius: 14px;
  background: light-dark(#fff, #18212c); border: 1px solid light-dark(#dbe1e9, #2a3644) }}
h1 {{ font-size: 1.35rem; margin: 0 0 .25rem }} p {{ margin: 0 0 1.25rem; color: light-dark(#52606f, #9fadbd) }}
label {{ display: block; font-weight: 600; margin-bottom: .35rem }}
input, button {{ width: 100%; box-sizing: border-box; font: inherit; padding: .6rem .75rem; border-radius: 9px }}
input {{ border: 1px solid light-dark(#9aa7b5, #4a5a6c); background: transparent; color: inherit }}
button {{ margin-top: 1rem; border: 0; background: #0b5cad; color: #fff; font-weight: 600; cursor: pointer }}
.problem {{ color: light-dark(#a3201d, #ff9a92); margin: .75rem 0 0 }}
:focus-visible {{ outline: 3px solid light-dark(#5aa2ea, #7ab8f5); outline-offset: 2px }}
</style></head><body><main><form method="post" action="/login">
<h1>AeroCite</h1><p>This library asks for its access key.</p>
<label for="key">Access key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<input type="hidden" name="next" value="{escape(local_path(wanted))}">{alert}
<button type="submit">Sign in</button></form></main></body></html>"""


async def _small_body(receive: Receive) -> bytes:
    body = b""
    while len(body) < 10_000:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body
