"""Another SPARQL 1.1 store: how it is spoken to, who we say we are, and what its answers mean.

Triples come by the Graph Store Protocol where the store has an address for it, else by ``INSERT DATA``; they go by
``DELETE DATA``. Either may be sent again without harm, which is what makes a broken-off publication resumable.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

import httpx

TRIES = 5
"""How often a request is sent before a store that is busy or away is given up: half a minute in all."""
BUSY = {408, 429, 502, 503, 504}
TIMEOUT = httpx.Timeout(300, connect=10)
LONGEST_WAIT_S = 60.0
SHOWN = 300
"""Characters shown of what a store says is wrong."""
REMEDIES = {
    400: "it does not understand this: is it the address of SPARQL Update (Oxigraph /update, Virtuoso /sparql-auth)?",
    401: "it wants another user or password: --user and XIANGTU_PUBLISH_PASSWORD",
    403: "this user may not write there: give it the right to (in Virtuoso, GRANT SPARQL_UPDATE)",
    404: "nothing is there: look at the address (Oxigraph /update and /store, Fuseki /NAME/update and /NAME/data)",
    405: "this address takes no updates: name that of SPARQL Update (Oxigraph /update, Virtuoso /sparql-auth)",
    413: "it takes only smaller requests: set --batch lower",
    415: "it takes no such form there: --endpoint is for SPARQL Update, --graph-store for the other protocol",
    507: "its disk is full",
}


class RemoteError(RuntimeError):
    """What another store answered instead of doing what it was asked, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to publish: the addresses of SPARQL Update and, where there is one, of the Graph Store Protocol."""

    update: str
    graph_store: str = ""
    graph: str = ""
    """The IRI of the graph that stands for our default graph; the other store's own default graph where empty."""
    user: str = ""
    password: str = ""


class Remote:
    """A connection to another store; ``told`` hears of what needs a person's eye."""

    def __init__(self, target: Target, told: Callable[[str], object]) -> None:
        self.target, self.told = target, told
        self._client = httpx.Client(timeout=TIMEOUT, headers={"accept": "*/*", "user-agent": "xiangtu"})
        self._auth: httpx.Auth | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def greet(self) -> None:
        """Find out, before anything is compared, whether we may write there. Raises RemoteError."""
        self._update("INSERT DATA { }")

    def empty(self, graph: str | None) -> None:
        """Remove all of a graph, the default one for None. Raises RemoteError."""
        name = graph or self.target.graph
        self._update(f"CLEAR SILENT GRAPH <{name}>" if name else "CLEAR SILENT DEFAULT")

    def add(self, graph: str | None, triples: Sequence[bytes]) -> None:
        """Add N-Triples lines to a graph. Raises RemoteError."""
        name = graph or self.target.graph
        if not self.target.graph_store:
            self._update(self._data("INSERT", name, triples))
            return
        where = httpx.URL(self.target.graph_store)
        where = where.copy_merge_params({"graph": name} if name else {"default": ""})
        self._post(str(where), b"".join(triples), "application/n-triples")

    def remove(self, graph: str | None, triples: Sequence[bytes]) -> None:
        """Remove N-Triples lines from a graph. Raises RemoteError."""
        self._update(self._data("DELETE", graph or self.target.graph, triples))

    @staticmethod
    def _data(verb: str, graph: str, triples: Sequence[bytes]) -> str:
        text = b"".join(triples).decode()
        return f"{verb} DATA {{ GRAPH <{graph}> {{\n{text}}} }}" if graph else f"{verb} DATA {{\n{text}}}"

    def _update(self, text: str) -> None:
        self._post(self.target.update, text.encode(), "application/sparql-update")

    def _post(self, url: str, body: bytes, media_type: str) -> None:
        for attempt in range(TRIES):
            try:
                answer = self._client.post(
                    url, content=body, headers={"content-type": media_type}, auth=self._auth or httpx.USE_CLIENT_DEFAULT
                )
            except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
                raise RemoteError(f"{url}: no address of the web ({error}); give one that begins with http") from None
            except httpx.TransportError as error:
                if attempt == TRIES - 1:
                    raise RemoteError(f"{url}: {reason(error)}; is the store running there? {RESUMED}") from None
                time.sleep(2**attempt)
                continue
            if answer.status_code == httpx.codes.UNAUTHORIZED and self._auth is None and self.target.user:
                self._auth = self._known(answer)
                answer = self._client.post(
                    url, content=body, headers={"content-type": media_type}, auth=self._auth or httpx.USE_CLIENT_DEFAULT
                )
            if answer.status_code not in BUSY or attempt == TRIES - 1:
                break
            time.sleep(wait(answer, attempt))
        if not answer.is_success:
            raise RemoteError(problem(url, answer))

    def _known(self, answer: httpx.Response) -> httpx.Auth:
        """Who we are, in the way that the store asks for; a password goes in clear over HTTP only with a warning."""
        user, password = self.target.user, self.target.password
        if "digest" in answer.headers.get("www-authenticate", "").lower():
            return httpx.DigestAuth(user, password)
        address = urlsplit(str(answer.url))
        if address.scheme == "http" and not is_here(address.hostname or ""):
            self.told(f"{address.netloc}: the password goes there in clear; use https where others may listen")
        return httpx.BasicAuth(user, password)


RESUMED = "call it again to go on where it stopped"


def reason(error: httpx.TransportError) -> str:
    """Why nothing was answered."""
    return str(error) or type(error).__name__


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def wait(answer: httpx.Response, attempt: int) -> float:
    """Seconds until a busy store is asked again: as many as it says, else more each time."""
    told = answer.headers.get("retry-after", "")
    return min(float(told) if told.isdecimal() else 2.0**attempt, LONGEST_WAIT_S)


def problem(url: str, answer: httpx.Response) -> str:
    """What a store says is wrong, and what to do."""
    said = " ".join(answer.text.split())[:SHOWN]
    if answer.is_redirect:
        return f"{url}: it has moved to {answer.headers.get('location', 'nowhere')}; name that address if you trust it"
    remedy = REMEDIES.get(answer.status_code, f"see the store's own log; {RESUMED}")
    return f"{url}: {answer.status_code} {answer.reason_phrase}{f' ({said})' if said else ''}; {remedy}"
