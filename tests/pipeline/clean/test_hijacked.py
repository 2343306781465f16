"""Pages of sites that were taken over: a brand stands where title and source are looked for."""

from html import escape

import pytest

from pipeline.records import Article
from tests.pipeline.clean.pages import lines, read

BRAND = "球友会体育"
LONG = "球友会体育·(中国区)官方网站 - 登录入口"
TITLE = "【乡村振兴】青禾镇桑园村：小梨园结出“致富果”"
FIRST = "今年以来，白石县青禾镇桑园村立足资源优势，新建梨园320亩，带动118户村民就业。"
LAST = "下一步，全村将投入资金260万元，建设冷库2座。"
CREDIT = "（白石县融媒体中心）"

AS_ENTITIES = "".join(f"&#{ord(c)};" for c in LONG)
FOOT = f"<div class=footer>Copyright © 2024 {BRAND} 版权所有 <a href=/>{BRAND}</a></div>"
TEXT = f"<p>{FIRST}</p><p>{LAST}{CREDIT}</p>"
INFO = "<div class=info>2024-07-03 15:03:43 浏览次数：<span>12</span> <a>返回列表</a></div>"
CRUMBS = f"<div class=pos>您当前所在的位置：<a href=/>{BRAND}</a> &gt; <a href=/news>新闻中心</a> &gt; 行业新闻</div>"
LOGO = f"<div class=header><h1 class=logo><a href=/>{BRAND}</a></h1></div>"
MENU = f"<ul><li><a href=/>{BRAND}首页</a><li><a href=/a>关于我们</a><li><a href=/n>新闻中心</a></ul>"
ADVERT = "<div><a href=http://x>满堂彩注册送88元</a> <a href=http://y>真人荷官官网</a></div>"


def page(body: str, head: str = LONG, script: str = "") -> str:
    return f"<html><head><meta charset=utf-8><title>{head}</title>{script}</head><body>{body}</body></html>"


PAGES = {
    "heading in the column": page(
        f"{LOGO}{MENU}{CRUMBS}<div><h3>{TITLE}</h3>{INFO}<div class=content>{TEXT}</div></div>{FOOT}"
    ),
    "heading without a mark": page(
        f"{LOGO}{MENU}<div>{CRUMBS}<div class=t>{TITLE}</div>{INFO}<div class=txt>{TEXT}</div></div>{FOOT}"
    ),
    "head in entities": page(f"{LOGO}{MENU}{CRUMBS}<h2>{TITLE}</h2>{INFO}<div id=zoom>{TEXT}</div>{FOOT}", AS_ENTITIES),
    "the logo is the only heading": page(
        f"<h1>{LONG}</h1>{MENU}<p>{TITLE}</p>{INFO}<div class=content>{TEXT}</div><p><a href=/>{BRAND}</a></p>{FOOT}"
    ),
    "the brand as source": page(
        f"{LOGO}{MENU}{CRUMBS}<h2>{TITLE}</h2><div>发布时间：2024-07-03 15:03:43　来源：{BRAND}　作者：{BRAND}</div>"
        f"<div class=content>{TEXT}</div>{FOOT}"
    ),
    "advertisements around": page(
        f"{ADVERT}{LOGO}{CRUMBS}<h2>{TITLE}</h2>{INFO}<div class=content>{TEXT}</div>{ADVERT}<a href=/>{LONG}</a>"
    ),
    "the title repeated before the text": page(
        f"{LOGO}{MENU}{CRUMBS}<h2>新闻中心</h2><h4>{TITLE}</h4>{INFO}<div class=content><p>{TITLE}{FIRST}</p>"
        f"<p>{LAST}{CREDIT}</p></div>{FOOT}"
    ),
    "the brand behind the title": page(
        f"{LOGO}{MENU}{CRUMBS}<h2>{TITLE}</h2>{INFO}<div class=content>{TEXT}</div>{FOOT}", f"{TITLE}-{BRAND}"
    ),
    "the title in a script": page(
        f"<h1>{BRAND}</h1>{MENU}{INFO}<div class=content>{TEXT}</div>{FOOT}",
        script=f"<script>if(!/spider/i.test(navigator.userAgent)){{document.title='{TITLE}_白石新闻网'}}</script>",
    ),
    "the title in the text's first line": page(
        f"{LOGO}{MENU}{CRUMBS}{INFO}<div class=content><p>{TITLE}</p>{TEXT}</div>{FOOT}"
    ),
    "an advertisement as heading": page(
        f"<h1><a href=http://x>满堂彩注册送88元</a></h1>{LOGO}{CRUMBS}<div class=title>{TITLE}</div>{INFO}"
        f"<div class=content>{TEXT}</div>{FOOT}"
    ),
    "the brand before the title, no heading": page(
        f"{LOGO}{MENU}{INFO}<div class=content>{TEXT}</div>{FOOT}", f"{BRAND}-{TITLE}"
    ),
    "the brand within the text": page(
        f"{LOGO}{MENU}{CRUMBS}<h2>{TITLE}</h2>{INFO}<div class=content><p>{BRAND}{FIRST}</p><p>{LAST}</p>"
        f"<p>{CREDIT}</p></div>{FOOT}"
    ),
}
DUMPS = {
    "brand above": f"{LONG}\n{BRAND}\n首页 关于我们 新闻中心\n您当前所在的位置: {BRAND} > 新闻中心 > 行业新闻\n"
    f"{TITLE}\n2024-07-03 15:03:43\n浏览次数:\n返回列表\n{FIRST}\n{LAST}{CREDIT}\n上一篇：没有了\n{BRAND}",
    "brand as source": f"{BRAND}\n{TITLE}\n发布时间：2024-07-03 15:03:43 来源：{BRAND}\n{FIRST}\n"
    f"{LAST}{CREDIT}\n{BRAND}",
    "trail above": f"{BRAND} > 新闻中心\n新闻中心\nNews\n分类>>\n{TITLE}\n2024-07-03 15:03:43\n{FIRST}\n{LAST}{CREDIT}",
}


def told(article: Article) -> tuple[object, ...]:
    return article.title, article.published, article.source, lines(article)


WANTED = (TITLE, "2024-07-03T15:03:43", "白石县融媒体中心", [FIRST, LAST])


@pytest.mark.parametrize("name", PAGES)
def test_title_time_and_source_are_the_article_s(name: str) -> None:
    article = read(PAGES[name])
    assert told(article) == WANTED
    assert "hijacked" in article.marks


@pytest.mark.parametrize("name", DUMPS)
def test_those_of_a_dump_too(name: str) -> None:
    assert told(read(DUMPS[name])) == WANTED


def garble(text: str) -> str:
    """Traditional, with readings of some characters."""
    pairs = {
        "乡": "鄉(xiāng)",
        "资": "資(zī)",
        "县": "縣(xiàn)",
        "业": "業(yè)",
        "园": "園",
        "带": "帶",
        "动": "動",
        "万": "萬",
    }
    return "".join(pairs.get(c, c) for c in text)


@pytest.mark.parametrize(
    "name", [name for name in PAGES if f"{BRAND}-" not in PAGES[name] and f"-{BRAND}" not in PAGES[name]]
)
def test_a_garbled_page_is_told_like_any_other(name: str) -> None:
    text = PAGES[name].replace(TITLE, garble(TITLE)).replace(FIRST, garble(FIRST)).replace(LAST, garble(LAST))
    assert told(read(text)) == WANTED


@pytest.mark.parametrize(
    "head",
    [
        "半島·體育(中國)官方網站-登錄入口",
        "千億國際娛樂官網",
        "某某國際(中國)有限公司官網",
        "巅峰娱乐app下载_巅峰娱乐登录入口",
    ],
)
def test_brands_of_all_kinds(head: str) -> None:
    name = head.partition("(")[0].partition("app")[0]
    text = PAGES["the brand as source"].replace(LONG, head).replace(BRAND, name)
    assert told(read(text)) == WANTED


def test_a_page_of_a_site_whose_name_is_its_logo_is_no_other() -> None:
    site = "白石县人民政府"
    body = f"<h1 class=logo><a href=/>{site}</a></h1><h2>{TITLE}</h2>{INFO}<div class=content>{TEXT}</div>"
    article = read(page(body, site))
    assert told(article) == WANTED
    assert article.marks == ()


def test_a_title_that_a_menu_repeats_stays() -> None:
    body = f"<ul><li><a href=/1.html>{TITLE}</a></ul><h1>{TITLE}</h1>{INFO}<div class=content>{TEXT}</div>"
    assert read(page(body, escape(TITLE))).title == TITLE


def test_what_a_taken_site_s_head_says_of_its_owner_is_not_kept() -> None:
    head = "<meta name=SiteName content='东川县人民政府'><meta name=SiteIDCode content='5301130001'>"
    article = read(PAGES["heading in the column"].replace("<title>", head + "<title>"))
    assert (article.site_name, article.site_code) == (None, None)


@pytest.mark.parametrize(("name", "short"), [("万象平台APP下载安装", "万象平台"), ("星汇·(中国)官方网站", "星汇")])
def test_a_name_too_short_to_be_known_without_its_trade_is_known_as_a_whole(name: str, short: str) -> None:
    article = read(
        page(
            f"<h1><a href='/'>{name}</a></h1><h3>{TITLE}</h3><div>来源：{short} 时间：2024-07-03</div>"
            f"<div class=content>{TEXT}</div><div class=foot><a href='/'>{short}</a></div>",
            head=name,
        )
    )
    assert (article.title, article.source) == (TITLE, "白石县融媒体中心")
