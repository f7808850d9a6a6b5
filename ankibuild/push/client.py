"""Talk to the add-on AnkiConnect in a running Anki.

The standard library's HTTP client does: one local address, one request at a time, and no proxy of the
environment may come between.
"""

import http.client
import ipaddress
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from ankibuild.errors import AnkibuildError
from ankibuild.speech import _

ADDRESS: Final = "http://127.0.0.1:8765"
VERSION: Final = 6
_PATIENCE: Final = 300.0
"""Seconds: Anki answers nothing else while it imports some thousand notes."""
GREETING: Final = 10.0
"""Seconds for the first word, which costs no work: so long a stranger, or an Anki that hangs, may hold us up."""
ADD_ON: Final = "2055492159"

_BROKEN_OFF: Final = (TimeoutError, ConnectionResetError, BrokenPipeError, http.client.HTTPException)

Send = Callable[[bytes], bytes]
"""Sends the body of one request and returns that of its answer; raises OSError or HTTPException."""


class PushError(AnkibuildError):
    """Anki could not be brought up to date: what is wrong, and what to do now."""


class RefusedError(PushError):
    """The add-on itself says that it cannot do one action."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action of AnkiConnect with its parameters."""

    name: str
    params: Mapping[str, Any]


class AnkiConnect:
    """The add-on, asked for one action or several at once; `local` says that it runs on this machine."""

    def __init__(self, send: Send, address: str = ADDRESS, key: str = "", *, local: bool = True) -> None:
        self._send, self._address, self._key, self.local = send, address, key, local

    def call(self, name: str, **params: Any) -> Any:
        """Return the result of an action; raise PushError with what now."""
        return self.multi([Action(name, params)])[0]

    def multi(self, actions: Sequence[Action]) -> list[Any]:
        """Return the results of several actions, done in one request; raise PushError at the first that failed."""
        if len(actions) == 1:
            replies = [self._post(self._request(actions[0]))]
        else:
            inner = [self._request(action) for action in actions]
            replies = self._result(self._post(self._request(Action("multi", {"actions": inner}))), "multi")
        if not isinstance(replies, list) or len(replies) != len(actions):
            raise PushError(
                _(
                    "{address}: half an answer came back; push again: what is done stays done",
                    address=self._address,
                )
            )
        return [self._result(reply, action.name) for reply, action in zip(replies, actions, strict=True)]

    def unknown(self, error: Exception) -> PushError:
        """Return what to raise for answers that hold something else than this program knows."""
        return PushError(
            _(
                "{address}: answers otherwise than AnkiConnect does ({error!r}); update the add-on AnkiConnect",
                address=self._address,
                error=error,
            )
        )

    def _request(self, action: Action) -> dict[str, Any]:
        key = {"key": self._key} if self._key else {}
        return {"action": action.name, "version": VERSION, "params": dict(action.params), **key}

    def _post(self, request: Mapping[str, Any]) -> Any:
        try:
            answer = self._send(json.dumps(request).encode())
        except HTTPError as error:
            now = _("see that no proxy stands between, and that the address is AnkiConnect's")
            raise PushError(
                _(
                    "{address}: answers {code} {reason}; {now}",
                    address=self._address,
                    code=error.code,
                    reason=error.reason,
                    now=now,
                )
            ) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, _BROKEN_OFF):
                now = _("close Anki's open dialogs and push again: what is done stays done")
                raise PushError(
                    _("{address}: Anki did not answer in full; {now}", address=self._address, now=now)
                ) from error
            now = _(
                "start Anki, with the add-on AnkiConnect (Tools → Add-ons → Get Add-ons → {add_on})",
                add_on=ADD_ON,
            )
            raise PushError(
                _(
                    "{address}: nothing answers there ({reason}); {now}",
                    address=self._address,
                    reason=reason,
                    now=now,
                )
            ) from error
        try:
            return json.loads(answer)
        except ValueError as error:
            now = _("see that no proxy stands between, and that the address is AnkiConnect's")
            raise PushError(
                _("{address}: what answers there is not AnkiConnect; {now}", address=self._address, now=now)
            ) from error

    def _result(self, reply: Any, name: str) -> Any:
        if not isinstance(reply, dict) or not {"result", "error"} <= reply.keys():
            raise PushError(
                _(
                    "{address}: what answers there is not AnkiConnect, or an old one; update the add-on",
                    address=self._address,
                )
            )
        if reply["error"] is not None:
            now = _now(str(reply["error"]), name)
            raise RefusedError(f"{self._address}: {name}: {reply['error']}; {now}")
        return reply["result"]


def _now(error: str, name: str) -> str:
    """Say what to do about an error of the add-on, which an action gave."""
    if "api key" in error:
        return _("set the add-on's apiKey as `key` under [anki] in the config, or as ANKICONNECT_KEY")
    if "collection is not available" in error or "NoneType" in error:
        return _("choose a profile in Anki, close its dialogs, and push again")
    if "unsupported action" in error:
        return _("update the add-on AnkiConnect")
    if name == "sync":
        return _("all is in Anki; log in there (Sync) and sync by hand")
    return _("push again: what is done stays done")


class _NoRedirects(HTTPRedirectHandler):
    """Goes nowhere else: what may be asked was decided for one address."""

    def redirect_request(self, *_args: object) -> None:
        """Take the answer for what it is, an error."""


def _host(address: str) -> str:
    """Return the host of an http address, "" for all else."""
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # a port that is none, half an IPv6 address
        return ""
    return (parts.hostname or "") if valid else ""


def connect(
    address: str = ADDRESS, key: str = "", *, allow_remote: bool = False, patience: float = _PATIENCE
) -> AnkiConnect:
    """Return the add-on at an address, which may take `patience` seconds for each answer; nothing is sent yet.

    Raises PushError for an address that is no http address, or is another machine's without `allow_remote`.
    """
    host = _host(address)
    if not host:
        raise PushError(
            _("{address!r} is no address of AnkiConnect; write it like {like}", address=address, like=ADDRESS)
        )
    if not allow_remote and not is_loopback(host):
        now = _("push to this machine, or allow it with --allow-remote")
        raise PushError(
            _(
                "{address}: the notes would be sent to another machine, unencrypted perhaps; {now}",
                address=address,
                now=now,
            )
        )
    opener = build_opener(ProxyHandler({}), _NoRedirects)

    def send(body: bytes) -> bytes:
        request = Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 - http, see above
        with opener.open(request, timeout=patience) as answer:
            data: bytes = answer.read()
        return data

    return AnkiConnect(send, address, key, local=is_loopback(host))


def is_loopback(host: str) -> bool:
    """Tell whether a host name or number is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
