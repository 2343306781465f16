"""Views as answers: HTML by the templates, or one of the view's tables as CSV, JSON or a workbook."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from serve.explorer.markup import body, content, heading
from serve.explorer.reader import Reader, link, reader_of
from serve.explorer.tables import FORMATS, sourced
from serve.explorer.view import BadRequestError, View
from serve.serving import serving

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "vary": "Cookie, Accept-Language, Accept",
}
A_YEAR_S = 365 * 24 * 3600


@cache
def templates() -> Environment:
    """The templates; all that they are given is escaped."""
    environment = Environment(
        loader=PackageLoader("serve.explorer"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["link"] = link
    environment.globals["static"] = static
    environment.globals["body"] = body
    environment.globals["content"] = content
    environment.globals["heading"] = heading
    return environment


@cache
def static(name: str) -> str:
    """The address of a file of ours, another one whenever the file is another."""
    data = files("serve.explorer").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:10]}"


class Here:
    """The address of a request, and those that differ from it in a few parameters."""

    def __init__(self, request: Request) -> None:
        self.path = request.url.path
        self.raw = (request.scope.get("raw_path") or self.path.encode()).decode("ascii", "replace").split("?")[0]
        self.items = [(k, v) for k, v in request.query_params.multi_items() if k not in ("format", "table")]

    def but(self, **changes: Any) -> str:
        """This address with other values of some parameters; None and empty leave one out."""
        kept = [(k, v) for k, v in self.items if k not in changes]
        query = urlencode(kept + [(k, str(v)) for k, v in changes.items() if v not in (None, "")])
        return self.raw + (f"?{query}" if query else "")


def respond(request: Request, view: View, status: int = 200, **more: Any) -> Response:
    """A view as the request wants it. Raises BadRequestError for a form or a table that there is not."""
    form = request.query_params.get("format", "html")
    if form == "html":
        return html(request, view.template, status, view=view, about=view.about, title=view.title, **more)
    if form not in FORMATS:
        raise BadRequestError(f"format={form}: give one of html, {', '.join(FORMATS)}")
    tables = {table.name: table for table in view.tables}
    name = request.query_params.get("table") or next(iter(tables), "")
    if name not in tables:
        raise BadRequestError(f"table={name}: this page has {', '.join(tables) or 'no tables'}")
    media_type, write = FORMATS[form]
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in f"{view.key or 'xiangtu'}-{name}").strip("-")
    disposition = {"content-disposition": f'attachment; filename="{stem}.{form}"'}
    whole = sourced(tables[name], serving(request).address(request), Here(request).but())
    return Response(write(whole), media_type=media_type, headers={**HEADERS, **disposition})


def html(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page; a language that the address names is kept for the next ones."""
    reader = reader_of(request)
    text = page(template, reader, Here(request), **values)
    response = Response(text.encode("utf-8", "replace"), status, HEADERS, "text/html; charset=utf-8")
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie("lang", reader.language, A_YEAR_S, httponly=True, samesite="lax")
    return response


def page(template: str, reader: Reader, here: Here, **values: Any) -> str:
    """The text of a page."""
    kept: Mapping[str, Any] = {
        "title": reader.say("site.title"),
        "query": "",
        "contact": "",
        "corrections": (),
        **values,
    }
    return templates().get_template(template).render(say=reader.say, reader=reader, here=here, **kept)
