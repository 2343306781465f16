"""Plain files (saved pages, text dumps) packed into one WARC, so that they are a shard like any other."""

import hashlib
import mimetypes
import os
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from warcio.warcwriter import WARCWriter

from crawl.archive import PARTIAL, is_archive, record_id, warc_date

TYPES = mimetypes.MimeTypes().types_map[True]
"""Python's own table: the one that ``mimetypes`` gives by default differs from machine to machine."""
HTML_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".thtml")


def pack_files(arguments: Iterable[str | Path], target: str | Path) -> int:
    """Write files, and all files under folders, as resource records of a WARC; returns how many (see ``pack``)."""
    return pack(name_files(arguments), target)


def pack(files: Mapping[str, Path], target: str | Path) -> int:
    """Write files as resource records of a WARC, each with the URL ``file:///<name>``; returns how many.

    The bytes of ``target`` depend on the files' names, contents and times only. It is written whole or not at all.
    Raises OSError for a file that can't be read.
    """
    target = Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + PARTIAL)
    with partial.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for name, path in sorted(files.items()):
            _write(writer, file_url(name), path)
    partial.replace(target)
    return len(files)


def file_url(name: str) -> str:
    """The URL of a packed file; its name is bytes, whatever they mean."""
    return f"file:///{quote(os.fsencode(name))}"


def readable(name: str) -> str:
    """A path as text: as it is where it is UTF-8, else with all but plain letters percent-encoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return quote(os.fsencode(name))
    return name


def name_files(arguments: Iterable[str | Path]) -> dict[str, Path]:
    """The files among the arguments and under those that are folders, by name; archives and hidden files left out.

    A name is relative to its argument, longer where two would be the same; it does not depend on the arguments' order.
    """
    return _named(set(find_files(arguments)))


def find_files(arguments: Iterable[str | Path]) -> Iterator[tuple[str, Path]]:
    """Each file (name relative to its argument, absolute path) among the arguments and under those that are folders.

    Raises FileNotFoundError for an argument that does not exist.
    """
    for argument in arguments:
        root = Path(os.path.abspath(argument))  # noqa: PTH100 (resolve would follow links)
        if root.is_dir():
            for path in sorted(root.rglob("*")):
                name = path.relative_to(root)
                if path.is_file() and not is_archive(path) and not any(p.startswith(".") for p in name.parts):
                    yield name.as_posix(), path
        elif root.is_file():
            yield root.name, root
        else:
            raise FileNotFoundError(f"{argument}: no such file or folder")


def _named(found: set[tuple[str, Path]]) -> dict[str, Path]:
    """A name of its own for each file: those that share one take as many folders before it as tell them apart."""
    shortest: dict[Path, str] = {}
    for name, path in sorted(found):
        if path not in shortest or len(name) < len(shortest[path]):
            shortest[path] = name
    names = {path: len(Path(name).parts) for path, name in shortest.items()}
    while True:
        taken: dict[str, list[Path]] = {}
        for path, depth in names.items():
            taken.setdefault("/".join(path.parts[-depth:]).lstrip("/"), []).append(path)
        clashes = [path for paths in taken.values() if len(paths) > 1 for path in paths]
        if not clashes:
            return {name: paths[0] for name, paths in taken.items()}
        for path in clashes:
            names[path] = min(names[path] + 1, len(path.parts))


def _write(writer: WARCWriter, url: str, path: Path) -> None:
    with path.open("rb") as file:
        digest = "sha1:" + b32encode(hashlib.file_digest(file, "sha1").digest()).decode()
        length = file.tell()
        file.seek(0)
        date = warc_date(datetime.fromtimestamp(path.stat().st_mtime, UTC))
        headers = {"WARC-Date": date, "WARC-Record-ID": record_id(url, digest, date), "WARC-Payload-Digest": digest}
        record = writer.create_warc_record(
            url,
            "resource",
            payload=file,
            length=length,
            warc_content_type=content_type(path),
            warc_headers_dict=headers | {"WARC-Block-Digest": digest},
        )
        writer.write_record(record)


def content_type(path: Path) -> str:
    """A file's media type by its name; HTML for the suffixes that county sites use."""
    if path.suffix.lower() in HTML_SUFFIXES:
        return "text/html"
    return TYPES.get(path.suffix.lower(), "application/octet-stream")
