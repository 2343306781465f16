"""``xiangtu probe``: a first look at a site, and the entry to register it with."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from flows.commands.options import ContactOption, DataOption
from flows.show.console import Exit, emit, err, fail, failing, plural, say, table, warn

if TYPE_CHECKING:
    from crawl.probe import Probe
    from flows.storage import DataFolder

HINTS = {
    "private-address": "if the address is your own, open it with --allow-private",
    "wall": "walls are reported, never passed; ask the site's operator, or try again later",
    "list-robots": "the site does not want to be read there; take another column",
    "list-gone": "open the column in a browser and copy its address",
    "host-held": "a host whose rules can't be read is left alone; try again later",
    "dns": "check the name for typing errors, and the network",
    "empty-list": "give the address of a column with a list of articles, as a browser shows it",
}
"""What to do, by the reason why nothing came."""


def address(url: str) -> str:
    """A web address. Raises BadParameter."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise typer.BadParameter(f"{url!r} is no address of a page; write it with http:// or https:// and a host")
    if "@" in parts.netloc:
        raise typer.BadParameter("leave out the user name; only public pages are read")
    return url


def identifier(id: str | None) -> str | None:
    """An id of a site. Raises BadParameter."""
    if id is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", id):
        raise typer.BadParameter(f"{id!r}: take small letters, digits and hyphens")
    return id


def probe(
    url: Annotated[str, typer.Argument(help="The address of a column's list of articles.", callback=address)],
    saving: Annotated[
        bool, typer.Option("--save", help="Write the entry and the pages; tell what to do next.")
    ] = False,
    id: Annotated[
        str | None, typer.Option("--id", help="The site's id.", show_default="from its host", callback=identifier)
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="Folder for the entry.", show_default="data/sites")
    ] = None,
    delay: Annotated[
        float | None, typer.Option("--delay", min=0, max=600, help="Seconds between two requests.", show_default="4")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also addresses of this machine and of private networks.")
    ] = False,
    contact: ContactOption = None,
    data: DataOption = None,
) -> None:
    """Look at a site's list and print the YAML to register it with, and what a person must still find.

    Reads two pages of the list and two articles as politely as a crawl, which takes about half a minute. Private,
    loopback and link-local addresses are refused, also behind a name or a redirect, unless --allow-private opens them.
    With --save the entry goes to data/sites, the pages and a file in which a person confirms what they say to
    data/probes. The exit code is 1 where nothing came, 3 where no article did or something went wrong.

    Example: [bold]xiangtu probe https://www.example.gov.cn/xwzx/xzdt/ --contact you@example.org[/]

    Example: [bold]xiangtu probe https://www.example.gov.cn/xwzx/xzdt/ --save[/]
    """
    from crawl.probe import probe as look
    from crawl.probe import save, site_id
    from crawl.registry import RegistryError
    from crawl.report import Event
    from crawl.run import CrawlError
    from flows.settings import SettingError, load
    from flows.sites.overview import own_folder, register
    from flows.storage import data_folder

    done: list[str] = []
    with failing(SettingError, RegistryError, CrawlError, OSError):
        folder = data_folder(load(data=data))
        id = id or site_id(url)
        target = into or own_folder(folder)
        refuse_taken(folder, url, id, target, saving=saving)
        with err.status("looking at the list") as status:

            def told(event: Event) -> None:
                done.append(event.kind)
                seen = (
                    plural(done.count(kind), what) for kind, what in (("list", "list page"), ("article", "article"))
                )
                status.update(f"looking at the list: {', '.join(seen)}")

            found = look(url, allow_private=allow_private, contact=contact, delay=delay, progress=told)
        found = replace(found, entry=found.entry | {"id": id})
        if not found.captures:
            nothing(found, url)
        tell(found)
        if saving:
            entry, archive, confirm = save(found, target, folder.local / "probes")
            for path in (entry, archive, confirm):
                emit(str(path))
            read = id in register(folder).sites
            where = "" if read else f", and move it to {own_folder(folder)}, where sites are read"
            say(NEXT.format(entry=entry, where=where, confirm=confirm, id=id))
        else:
            emit(found.text.rstrip("\n"))
            say("'--save' writes it, with the pages and a file to confirm them")
    raise typer.Exit(Exit.OK if found.article and found.report.ok else Exit.PARTLY)


NEXT = """\
Next:
1. in {entry}, put right what its first lines say{where};
2. read the pages of {confirm} and fill in what they say;
3. run 'xiangtu sites --check {id}' until it finds nothing;
4. set verified to today and enabled to true, then run 'xiangtu crawl {id}'."""


def refuse_taken(data: "DataFolder", url: str, id: str, target: Path, *, saving: bool) -> None:
    """Say whose the host is if it is registered; before anything is asked, end the command if it can't be saved."""
    from crawl.urls import owns
    from flows.sites.overview import register

    found = register(data)
    for other, site in found.sites.items():
        if owns(site.hosts, url):
            words = f"{urlsplit(url).netloc} is registered as {other} in {found.files[other]}"
            if saving:
                fail(f"{words}; edit that entry by what is printed without --save")
            warn(words)
    if saving:
        places = (found.files.get(id), target / f"{id}.yaml", data.local / "probes" / f"{id}.yaml")
        if taken := next((path for path in places if path and path.exists()), None):
            fail(f"{taken} is there already; give another id with --id, or remove it")


def nothing(found: "Probe", url: str) -> None:
    """End the command with why nothing came."""
    from crawl.probe import one_line

    for problem in (*found.report.errors, *found.report.refused):
        hint = HINTS.get(problem.reason)
        words = f"{problem.reason}: {problem.url} {problem.detail}".rstrip()
        warn(one_line(f"{words}; {hint}" if hint else words))
    fail(f"{url}: nothing came of it, so there is no entry to write")


def tell(found: "Probe") -> None:
    """What was found and what was not, to standard error."""
    from crawl.probe import one_line

    rows = [("family", found.entry["family"])]
    rows += [
        ("list", f"{plural(found.lists, 'page')}, {plural(found.rows, 'row')}"),
        ("article", found.article or "none"),
    ]
    rows += [(name, one_line(value)) for name, value in found.metas]
    table("found", rows)
    for line in found.missing:
        say(f"to do: {line}")
