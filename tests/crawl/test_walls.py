"""Walls are known by their signs; what good pages also bear is no sign."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawl.hours import is_open
from crawl.politeness import retry_after
from crawl.walls import wall_kind
from tests.crawl.web import ARTICLE

BIG = ARTICLE.encode() * 20


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (412, {}, b"", "ruishu"),
        (
            202,
            {"Set-Cookie": "FSSBBIl1UgzbN7N80S=abc; path=/"},
            b"<script type='text/javascript' r='m'>x</script>",
            "ruishu",
        ),
        (200, {}, b"<html><script>$_ts=window['$_ts'];</script></html>", "ruishu"),
        (521, {"Set-Cookie": "__jsluid_h=1"}, b"<script>document.cookie</script>", "jiasule"),
        (512, {}, b"", "jiasule"),
        (200, {}, b"<script>document.cookie='__jsl_clearance_s=1'</script>", "jiasule"),
        (307, {"Set-Cookie": "wzws_cid=1"}, b"", "wzws"),
        (200, {}, "<noscript>请开启JavaScript并刷新该页.</noscript>".encode(), "wzws"),
        (200, {}, b"<html><script>var arg1='0AF';</script></html>", "aliyun"),
        (405, {}, b"", "cloud-waf"),
        (418, {}, b"", "cloud-waf"),
        (200, {}, "<p>很抱歉,访问被拦截</p><a href='/'>回</a>".encode(), "cloud-waf"),
        (200, {}, b"<script src='/_bot_sbu/x.js'></script>", "safedog"),
        (200, {}, b"<html><script src='/app.1f2e.js'></script><div id=app></div></html>", "stub"),
    ],
)
def test_a_wall_is_known(status: int, headers: dict[str, str], body: bytes, kind: str) -> None:
    assert wall_kind(status, headers.items(), body) == kind


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, ARTICLE.encode()),
        (200, {"Set-Cookie": "acw_tc=76b20f; path=/"}, BIG),
        (200, {"Set-Cookie": "__jsluid_s=1; path=/"}, BIG),
        (200, {}, b"<html><meta http-equiv=refresh content='0;url=node_1.htm'><script></script></html>"),
        (200, {}, b"<html><iframe src='list.html'></iframe><script>1</script></html>"),
        (200, {}, b"<script>window._CONFIG={SID: 1}</script>"),
        (200, {}, b'{"articles": []}'),
        (
            200,
            {},
            "<script>var a=1</script><h1>某村修路</h1><p>".encode() + "村里修了一条路，投入三万元。".encode() * 5,
        ),
        (200, {}, b"<script>location.href='https://mp.weixin.qq.com/s/1'</script>"),
        (200, {}, b"<script src='/unitbuild.js'></script><div></div>"),
        (404, {}, b"<script>history.back()</script>"),
        (200, {}, b""),
    ],
)
def test_a_page_is_no_wall(status: int, headers: dict[str, str], body: bytes) -> None:
    assert wall_kind(status, headers.items(), body) is None


@pytest.mark.parametrize(
    ("hours", "open_at", "closed_at"),
    [("19-7", (19, 23, 0, 6), (7, 12, 18)), ("9-17", (9, 16), (17, 0, 8)), ("0-24", (0, 12, 23), ())],
)
def test_hours_are_beijing_s_and_may_span_midnight(
    hours: str, open_at: tuple[int, ...], closed_at: tuple[int, ...]
) -> None:
    midnight = datetime(2024, 5, 1, 16, tzinfo=UTC)  # 0:00 in Beijing
    assert all(is_open(hours, midnight + timedelta(hours=hour)) for hour in open_at)
    assert not any(is_open(hours, midnight + timedelta(hours=hour)) for hour in closed_at)
    assert is_open(None, midnight)


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after(b"120") == 120
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < retry_after(later.encode()) <= 60
    assert [retry_after(value) for value in (None, b"", b"soon", b"-5", b"Wed, 21 Oct 2015 07:28:00 GMT")] == [0] * 5


def test_an_address_that_takes_no_post_is_no_wall() -> None:
    assert wall_kind(405, (), b"", "GET") == "cloud-waf"
    assert wall_kind(405, (), b"", "POST") is None
