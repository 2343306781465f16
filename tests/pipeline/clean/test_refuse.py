import time

import pytest

from tests.pipeline.clean.pages import read, refused


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "not-text"),
        (b"PK\x03\x04\x14\x00", "not-text"),
        (b"\x89PNG\r\n\x1a\n", "not-text"),
        (b"\x1f\x8b\x08\x00cut", "truncated"),
        (bytes(range(256)) * 20, "not-text"),
        (b"<html><body></body></html>", "no-article"),
        (b"<html><head><script>var a=1</script></head></html>", "no-article"),
    ],
)
def test_no_article_in_it(body: bytes, reason: str) -> None:
    assert refused(body).reason == reason


@pytest.mark.parametrize(
    ("status", "reason"), [(412, "wall"), (521, "wall"), (403, "wall"), (404, "soft-404"), (410, "soft-404")]
)
def test_the_status_says_so(status: int, reason: str) -> None:
    assert refused("<html><body><h1>x</h1><p>全县投入300万元。</p></body></html>", status).reason == reason


def test_a_page_of_30_mb_is_refused_at_once() -> None:
    started = time.perf_counter()
    assert refused(b"<p>" + b"x" * 30_000_000).reason == "too-large"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("tag", ["div", "span", "b", "table><tr><td", "font"])
def test_nesting_without_end_is_refused_at_once(tag: str) -> None:
    started = time.perf_counter()
    page = "<html><body>" + f"<{tag}>" * 100_000 + "全县投入300万元。"
    assert refused(page).reason == "too-deep"
    assert refused(page + f"</{tag}>" * 100_000).reason == "too-deep"
    assert time.perf_counter() - started < 2  # two pages


def test_a_tag_of_thousands_of_attributes_is_refused() -> None:
    page = (
        "<html><body><div "
        + " ".join(f'a{i}="1"' for i in range(50_000))
        + "><p>全县投入300万元。</p></div></body></html>"
    )
    assert refused(page).reason == "too-deep"
    assert refused(page.replace("<p>", "<p>" + "<br>" * 9000)).reason == "too-deep"


@pytest.mark.parametrize(
    "long",
    [
        '<img src="data:image/png;base64,' + "iVBORw0KGgo" * 4000 + '">',
        "<script>var rows = ["
        + "{a: 1, b: 2}, " * 4000
        + "]; for (i = 0; i<n; i++) {"
        + "a = b; " * 4000
        + "}</script>",
        "<!-- " + "old words " * 4000 + "-->",
    ],
)
def test_a_long_picture_script_or_comment_is_no_such_tag(long: str) -> None:
    assert read(f"<html><body>{long}<h1>云溪县修路</h1><p>全县修路5公里。</p></body></html>").body == "全县修路5公里。"


def test_the_reason_says_what_was_seen() -> None:
    assert "30000003" in refused(b"<p>" + b"x" * 30_000_000).detail


def test_a_tiny_page_is_an_article() -> None:
    assert read("<html><body><h1>云溪县修路</h1><p>全县修路5公里。</p></body></html>").body == "全县修路5公里。"
    assert read("<p>全县修路5公里。</p>").body == "全县修路5公里。"


def test_an_article_on_walls_is_no_wall() -> None:
    page = (
        "云溪县开展网络安全培训\n2023-01-02\n"
        + "讲师介绍了页面不存在、访问被拒绝时的处理办法，全县培训干部300人。\n" * 9
    )
    assert read(page).title == "云溪县开展网络安全培训"


ROW = "<li><a href=1.html>石板镇修路惠民</a> 2023-05-02</li>"


def page(body: str) -> str:
    return f"<html><body>{body}</body></html>"


def test_a_short_list_is_a_list() -> None:
    assert refused(page(f"<h2>乡镇动态</h2><ul>{ROW * 2}</ul>")).reason == "list-page"


def test_a_list_with_summaries_is_a_list() -> None:
    row = "<li><a href=1.html>石板镇修路惠民</a><p>5月1日，石板镇召开春耕生产现场会，安排当前工作，要求各村...</p></li>"
    assert refused(page(f"<h2>乡镇动态</h2><ul>{row * 5}</ul>")).reason == "list-page"


def test_one_sentence_beside_a_list_is_an_article() -> None:
    article = "<h1>云溪县修路惠民</h1><div class=content><p>全县修路5公里。</p></div>"
    assert read(page(f"{article}<div class=side><ul>{ROW * 12}</ul></div>")).body == "全县修路5公里。"


def test_a_notice_with_an_attachment_only_is_an_article() -> None:
    notice = "<h1>云溪县项目公示</h1><div id=zoom><p>附件：<a href=1.xlsx>项目清单.xlsx</a></p></div>"
    assert read(page(notice)).body == "附件：项目清单.xlsx"


def test_markup_in_scripts_does_not_nest() -> None:
    script = "<script>" + "document.write('<div><span>');" * 3000 + "</script>"
    assert read(page(f"{script}<h1>云溪县修路惠民</h1><p>全县修路5公里。</p>")).body == "全县修路5公里。"
    started = time.perf_counter()
    refused(page("<script>" * 300_000))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_text_with_its_mark_is_text(encoding: str) -> None:
    assert read("云溪县修路\n今年全县修路五公里。".encode(encoding)).body == "今年全县修路五公里。"
