"""Where the bot is installed, and with which tokens: one workspace by settings, or many by OAuth."""

import asyncio
from urllib.parse import urlsplit

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from assistant.errors import AssistantError, BadSetting
from assistant.settings import Settings
from assistant.slack.client import FAULTS, error_name
from assistant.slack.manifest import SCOPES
from assistant.slack.store import Store

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_STATE_SECONDS = 600
_GONE = {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"}
"""What Slack says of a token that will never be good again."""


class NotInstalled(AssistantError):
    """The bot has no token for a workspace."""


class SlackUnreachable(AssistantError):
    """Slack could not be asked whose a token is; what it delivered is to be delivered again."""


class Installs:
    """The tokens of the workspaces that have the bot. `client` is one without a token."""

    def __init__(self, settings: Settings, store: Store, client: AsyncWebClient) -> None:
        self._settings = settings
        self._client = client
        self._known: dict[str, AuthorizeResult] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._installed: SQLite3InstallationStore | None = None
        if settings.slack_client_id:
            store.prepare()
            self._installed = SQLite3InstallationStore(
                database=str(settings.slack_path), client_id=settings.slack_client_id
            )
            self._installed.init()  # type: ignore[no-untyped-call]
        elif settings.slack_bot_token is None:
            raise BadSetting(
                "The Slack bot has no token.",
                hint="Set AEROCITE_SLACK_BOT_TOKEN (xoxb-…, from OAuth & Permissions in the app's settings).",
            )

    async def authorize(self, team: str) -> AuthorizeResult | None:
        """Whose bot it is in a workspace; None where it is not installed, `SlackUnreachable` where nobody can tell."""
        async with self._locks.setdefault(team, asyncio.Lock()):
            token = await self._token(team)
            if token is None:
                return None
            known = self._known.get(team)
            if known is not None and known.bot_token == token:
                return known
            try:
                found = await self._client.auth_test(token=token)
            except FAULTS as error:
                if error_name(error) in _GONE:
                    return None
                raise SlackUnreachable(f"Slack could not be asked whose a token is: {error_name(error)}.") from error
            if found["team_id"] != team and self._installed is None:
                return None
            self._known[team] = AuthorizeResult(
                enterprise_id=found.get("enterprise_id"),
                team_id=team,
                bot_user_id=found["user_id"],
                bot_id=found.get("bot_id"),
                bot_token=token,
            )
            return self._known[team]

    async def token(self, team: str) -> str:
        """The token of a workspace."""
        return str((await self._of(team)).bot_token)

    async def bot_user(self, team: str) -> str:
        """The bot's user id in a workspace."""
        return str((await self._of(team)).bot_user_id)

    async def admins(self, team: str) -> frozenset[str]:
        """Who may change what is chosen there: those of the settings, and who installed the bot."""
        named = {user.strip() for user in (self._settings.slack_admins or "").split(",")} - {""}
        installation = await asyncio.to_thread(self._installation, team)
        return frozenset(named | ({installation.user_id} if installation and installation.user_id else set()))

    async def forget(self, team: str) -> None:
        """Remove the tokens of a workspace that has removed the bot."""
        self._known.pop(team, None)
        if self._installed is not None:
            await asyncio.to_thread(self._installed.delete_all, enterprise_id=None, team_id=team)

    def flow(self) -> AsyncOAuthFlow | None:
        """The pages by which a workspace installs the bot, or None where there is only one."""
        settings = self._settings
        if self._installed is None or not settings.slack_client_id:
            return None
        if settings.slack_client_secret is None or not settings.public_url:
            raise BadSetting(
                "Installing the Slack bot in several workspaces needs a secret and an address.",
                hint="Set AEROCITE_SLACK_CLIENT_SECRET and AEROCITE_PUBLIC_URL.",
            )
        states = SQLite3OAuthStateStore(expiration_seconds=_STATE_SECONDS, database=str(settings.slack_path))
        states.init()  # type: ignore[no-untyped-call]
        api = urlsplit(settings.slack_api_url)
        return AsyncOAuthFlow(
            client=self._client,
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret.get_secret_value(),
                scopes=list(SCOPES),
                redirect_uri=settings.public_url.rstrip("/") + REDIRECT,
                install_path=INSTALL,
                # Straight to Slack: a page of the library's would stand under other rules than ours.
                install_page_rendering_enabled=False,
                redirect_uri_path=REDIRECT,
                authorization_url=f"{api.scheme}://{api.netloc}/oauth/v2/authorize",
                installation_store=self._installed,
                installation_store_bot_only=True,
                state_store=states,
                callback_options=AsyncCallbackOptions(success=_installed, failure=_refused),
            ),
        )

    async def _of(self, team: str) -> AuthorizeResult:
        found = await self.authorize(team)
        if found is None:
            raise NotInstalled(f"The bot is not installed in workspace {team}.")
        return found

    async def _token(self, team: str) -> str | None:
        if self._installed is None:
            token = self._settings.slack_bot_token
            return token.get_secret_value() if token else None
        installation = await asyncio.to_thread(self._installation, team)
        return installation.bot_token if installation else None

    def _installation(self, team: str) -> Installation | None:
        if self._installed is None:
            return None
        return self._installed.find_installation(enterprise_id=None, team_id=team)


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    return _page(200, "AeroCite is installed.", "Open Slack and write to it, or mention it in a channel.")


async def _refused(args: AsyncFailureArgs) -> BoltResponse:
    return _page(args.suggested_status_code, "AeroCite was not installed.", "Begin again at /slack/install.")


def _page(status: int, title: str, text: str) -> BoltResponse:
    body = f'<!doctype html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{text}</p>'
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
