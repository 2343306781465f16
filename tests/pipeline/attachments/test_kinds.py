"""Kinds are told by bytes, not by names; pages that bear a file's name are pages."""

import pytest

from pipeline.attachments.kinds import file_name, kind_of
from tests.pipeline.attachments.files import document, page, pdf, title, xls, xlsx

ROWS = [["项目", "金额"], ["水渠", 5]]
HTML = b"<html><body><table><tr><td>1</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (xlsx(ROWS), "xlsx"),
        (xls(ROWS), "xls"),
        (document("石板镇"), "docx"),
        (pdf(title("石板镇")), "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4 ...", "pdf"),
        (HTML, None),
        (b"PK\x03\x04 some other archive", None),
        (b"\x89PNG\r\n\x1a\n", None),
        ("石板镇".encode(), None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), None),
    ],
)
def test_the_first_bytes_tell(body: bytes, kind: str | None) -> None:
    assert kind_of(page(body, "https://example.gov.cn/a.xls")) == kind


def test_markup_named_csv_is_a_page() -> None:
    assert kind_of(page(HTML, "https://example.gov.cn/a.csv")) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.gov.cn/a/P0201.xlsx", "P0201"),
        ("https://example.gov.cn/download?fileUrl=/x/1.docx&fileName=%E5%85%AC%E7%A4%BA.docx", "公示"),
        ("https://example.gov.cn/", None),
        ("https://[bad/x.pdf", None),
    ],
)
def test_the_address_names_the_file(url: str, name: str | None) -> None:
    assert file_name(page(b"", url)) in (name, "1")
