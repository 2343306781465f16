"""What a file unpacks to, before a library unpacks it: bombs are refused, and XML that defines entities."""

import io
import re
import zipfile
import zlib

from pipeline.attachments.content import RefusedError, limit, words

CHUNK = 1 << 16
STREAM = re.compile(rb"stream\r?\n")
PICTURE = re.compile(rb"/Subtype\s*/Image")
DICTIONARY = 600
"""Bytes before a PDF's stream that are asked what it holds."""
DESCRIBING = tuple(f"{opening}{tag}".encode() for tag in words()["describing"] for opening in "<:")
"""How elements begin that describe cells: a library keeps an object of each, whether a cell is so or not."""


def check_zip(body: bytes) -> zipfile.ZipFile:
    """The pack, every part of which was unpacked once within the limits and has the checksum that it states.

    Raises RefusedError: too-large for a bomb, damaged, encrypted, unsafe for a document type definition in its XML.
    """
    most = limit("max_unpacked")
    try:
        pack = zipfile.ZipFile(io.BytesIO(body))
        parts = pack.infolist()
        if len(parts) > limit("max_parts"):
            raise RefusedError("too-large", f"{len(parts)} parts, the limit is {limit('max_parts')}")
        if any(part.flag_bits & 1 for part in parts):
            raise RefusedError("encrypted", "a locked file")
        total = sum(part.file_size for part in parts)
        if total > most:
            raise RefusedError("too-large", f"unpacks to {total} bytes, the limit is {most}")
        described = sum(_check_part(pack, part) for part in parts)
        if described > limit("max_described"):
            raise RefusedError(
                "too-large", f"{described} styles, names and ranges, the limit is {limit('max_described')}"
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise RefusedError("damaged", f"not a readable ZIP file: {error}") from error
    return pack


def _check_part(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Unpack a part once; gives how many of its elements describe cells."""
    described = 0
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    before = b""
    with pack.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if is_xml and (b"\0" in chunk or b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk):
                raise RefusedError("unsafe", f"{part.filename} defines entities or is no UTF-8")
            described += sum(map(chunk.count, DESCRIBING)) if is_xml else 0
            before = chunk[-16:]
    return described


def check_pdf(body: bytes) -> None:
    """Unpack each stream but pictures once, within the limit. Raises RefusedError for a bomb."""
    left, view = limit("max_unpacked"), memoryview(body)
    for found in STREAM.finditer(body):
        about = body[max(0, found.start() - DICTIONARY) : found.start()]
        if PICTURE.search(about[about.rfind(b"obj") + 1 :]):
            continue
        left -= _unpacked(view[found.end() :], left)
        if left < 0:
            raise RefusedError("too-large", f"streams unpack to more than {limit('max_unpacked')} bytes")


def _unpacked(data: memoryview, most: int) -> int:
    """How many bytes a deflated stream unpacks to, as soon as they are more than ``most``; 0 where it is none."""
    machine, size = zlib.decompressobj(), 0
    try:
        for at in range(0, len(data), CHUNK):
            feed: bytes | memoryview = data[at : at + CHUNK]
            while len(feed) and not machine.eof:
                size += len(machine.decompress(feed, CHUNK * 16))
                feed = machine.unconsumed_tail
                if size > most:
                    return size
            if machine.eof:
                break
    except zlib.error:
        pass
    return size
