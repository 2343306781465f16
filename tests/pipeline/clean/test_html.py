import pytest

from pipeline.records import Site
from tests.pipeline.clean.pages import grids, lines, read


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


ARTICLE = "<div class=detail-main><p>6月17日，石桥乡组织干部群众120人开展防汛应急演练。</p></div>"


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("<title>石桥乡开展防汛演练</title>", "<h1>石桥乡开展防汛演练</h1>"),
        ("<title>石桥乡开展防汛演练_乡镇动态_云溪县人民政府</title>", "<div class=t>石桥乡开展防汛演练</div>"),
        ("<title>云溪县人民政府 乡镇动态 石桥乡开展防汛演练</title>", "<p class=tt>石桥乡开展防汛演练</p>"),
        (
            "<meta name=ArticleTitle content='石桥乡开展防汛演练'><title>云溪县人民政府</title>",
            "<h1>云溪县人民政府</h1>",
        ),
        ("<meta name=ArticleTitle content='网站首页'><title>网站首页</title>", "<h1>石桥乡开展防汛演练</h1>"),
        ("<title>云溪要闻</title>", "<h2>石桥乡开展防汛演练</h2>"),
        ("<title>乡镇之窗_石桥乡开展防汛演练_云溪县人民政府</title>", "<h1>乡镇之窗</h1><h2>石桥乡开展防汛演练</h2>"),
        ("<title>云溪新闻网|民生|石桥乡开展防汛演练</title>", ""),
        ("<title>【2024-06-18】石桥乡开展防汛演练</title>", ""),
        ("<title>云溪县人民政府</title>", "<h1>云溪县人民政府</h1><h3>石桥乡开展防汛演练</h3>"),
        ("<meta property=og:title content='石桥乡开展防汛演练'>", "<h1><span>原创</span>石桥乡开展防汛演练</h1>"),
        ("<meta content='石桥乡开展防汛<br/>演练' name='ArticleTitle'>", "<h1>石桥乡开展防汛演练</h1>"),
    ],
)
def test_the_title_is_the_one_that_the_page_shows(head: str, shown: str) -> None:
    article = read(page(f"<div>{shown}<div>发布时间：2024-06-18 11:30　来源：石桥乡政府</div>{ARTICLE}</div>", head))
    assert article.title == "石桥乡开展防汛演练"


@pytest.mark.parametrize(
    ("head", "shown", "published"),
    [
        ("<meta name=PubDate content='2024-06-18 11:30:05'>", "发布时间：2024-06-18", "2024-06-18T11:30:05"),
        ("<meta name=PubDate content='2024-06-18'>", "发布时间：2024-06-18 11:30", "2024-06-18T11:30"),
        ("<meta name=PubDate content='2010-01-01 08:00'>", "发布时间：2024-06-18 11:30", "2024-06-18T11:30"),
        ("<meta name=PubDate content='2024-06-18 00:00:00'>", "", "2024-06-18"),
        ("<meta name=PubDate content='null'>", "", None),
        ("<meta name=Maketime content='2025-02-03 03:11:20'>", "", None),
        (
            '<script type="application/ld+json">{"datePublished": "2024-06-18T11:30:00+08:00"}</script>',
            "",
            "2024-06-18T11:30:00",
        ),
        ("", "2024年06月18日 11:30　石桥乡政府", "2024-06-18T11:30"),
    ],
)
def test_the_time_is_checked_against_the_page(head: str, shown: str, published: str | None) -> None:
    assert read(page(f"<h1>石桥乡开展防汛演练</h1><div>{shown}</div>{ARTICLE}", head)).published == published


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("http://www.yx.gov.cn/xwzx/202406/t20240618_123.html", "2024-06-18"),
        ("http://www.yx.gov.cn/art/2024/6/18/art_1_2.html", "2024-06-18"),
        ("http://epaper.yx.cn/html/2024-06/18/content_1.htm", "2024-06-18"),
        ("http://www.yx.gov.cn/info/1012/49830.htm", None),
    ],
)
def test_the_date_in_the_url_is_the_last_resort(url: str, published: str | None) -> None:
    assert read(page(f"<h1>石桥乡开展防汛演练</h1>{ARTICLE}"), url=url).published == published


def test_credits_below_the_article_are_read() -> None:
    below = "<table><tr><td>发布日期：<!-- x -->2019-03-06<!-- y --> 来源：石桥乡政府</td></tr></table>"
    article = read(page(f"<h1>石桥乡开展防汛演练</h1>{ARTICLE}{below}"))
    assert (article.published, article.source) == ("2019-03-06", "石桥乡政府")


def test_a_related_list_put_into_the_article_is_taken_out() -> None:
    body = (
        "<p>6月17日，石桥乡开展防汛演练。</p><p>相关新闻：</p><p><a href=1>石桥乡召开防汛会</a></p>"
        "<p>演练设置了转移群众、抢护堤坝等4个科目。</p><p>全乡储备编织袋1.2万条、救生衣300件。</p>"
    )
    assert lines(read(page(f"<h1>石桥乡开展防汛演练</h1><div class=article-content>{body}</div>"))) == [
        "6月17日，石桥乡开展防汛演练。",
        "演练设置了转移群众、抢护堤坝等4个科目。",
        "全乡储备编织袋1.2万条、救生衣300件。",
    ]


def test_comments_and_side_columns_are_left_out() -> None:
    side = "<div class=comment-list><p>家乡越来越好了，为干部群众点赞，希望继续加油。</p></div>"
    article = read(page(f"<h1>石桥乡开展防汛演练</h1><div>{ARTICLE}{side}</div>"))
    assert lines(article) == ["6月17日，石桥乡组织干部群众120人开展防汛应急演练。"]


def test_a_name_like_chrome_around_the_whole_article_is_no_chrome() -> None:
    article = read(page(f"<div class=post_header><h1>石桥乡开展防汛演练</h1>{ARTICLE}</div>"))
    assert article.body == "6月17日，石桥乡组织干部群众120人开展防汛应急演练。"


def test_numbers_cut_over_spans_are_whole_and_wrapped_lines_joined() -> None:
    body = "<p>全乡投入<span>1</span><span>20</span>\n  <font>万</font>元，修建\n村道<b>5</b>公里。</p>"
    assert read(page(f"<h1>石桥乡修路惠民</h1><div id=zoom>{body}</div>")).body == "全乡投入120 万元，修建村道5公里。"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("投入资金<del>80</del>95万元。", "投入资金95万元。"),
        ("投入资金<s>80万元</s>95万元<strike>，修路2公里</strike>。", "投入资金95万元。"),
        ("投入资金<span style='text-decoration: line-through'>80</span>95万元。", "投入资金95万元。"),
        ("新建广场500m<sup>2</sup>，土方30米<sup>3</sup>。", "新建广场500m²，土方30米³。"),
        ("育苗3×10<sup>4</sup>株，减排CO<sub>2</sub>12吨。", "育苗3×10⁴株，减排CO₂12吨。"),
        ("带动农户118户<sup>[1]</sup>、2<sup>①</sup>个村<sup>3</sup>。", "带动农户118户、2个村。"),
        ("带动农户118<sup>1</sup>户，储水10<sup>6</sup>方。", "带动农户118户，储水10⁶方。"),
        ("全<ruby>村<rp>(</rp><rt>cūn</rt><rp>)</rp></ruby>118户，PM<sub>2.5</sub>下降。", "全村118户，PM2.5下降。"),
        ("全村<ins>118户</ins>分红。", "全村118户分红。"),
    ],
)
def test_what_is_struck_out_or_raised_is_not_read_as_if_it_stood_there(markup: str, text: str) -> None:
    html = page(f"<h1>石桥乡修路惠民</h1><div id=zoom><p>{markup}</p><p>全乡还将修路5公里，年内完工。</p></div>")
    assert lines(read(html))[0] == text


def test_a_stroke_that_was_never_closed_takes_nothing_back() -> None:
    body = "<p>全乡投入120万元，<s>修建村道5公里。</p><p>村民出行更方便，农产品运得出去。</p>"
    assert read(page(f"<h1>石桥乡修路惠民</h1><div id=zoom>{body}</div>")).body.startswith("全乡投入120万元，修建村道")


def test_what_is_struck_out_or_raised_in_a_table() -> None:
    rows = "<tr><td>村</td><td>面积(m<sup>2</sup>)</td></tr><tr><td>甲村</td><td><del>30</del>50</td></tr>"
    html = page(f"<h1>石桥乡广场公示</h1><div id=zoom><p>现将面积公示如下。</p><table>{rows}</table></div>")
    assert grids(read(html)) == [[["村", "面积(m²)"], ["甲村", "50"]]]


def test_a_line_of_news_beside_a_declaration_is_the_article() -> None:
    news = "<div class=TRS_Editor><p>6月17日，石桥乡新修道路3公里。</p></div>"
    declared = (
        "<div class=note><p>郑重声明：本站转载文章，目的在于传递信息，并不代表赞同其观点，版权归原作者所有，如有侵权，"
        "请与本站联系，我们将及时处理，谢谢您的理解和支持。</p></div>"
    )
    article = read(page(f"<h1>石桥乡修路惠民</h1><div>2024-06-18 来源：石桥乡政府</div>{news}{declared}"))
    assert article.body == "6月17日，石桥乡新修道路3公里。"


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("更新时间：2024-09-01 08:00 发布时间：2024-06-18", "2024-06-18"),
        ("发布时间：2024-06-18 最后修改：2024-09-01", "2024-06-18"),
        ("打印时间：2024-09-01 12:00 发布日期：2024-06-18", "2024-06-18"),
        ("今天是2024年9月1日 星期日 发布日期：2024-06-18", "2024-06-18"),
        ("2024-06-18 更新时间：2024-09-01", "2024-06-18"),
        ("更新时间：2024-06-18 来源：石桥乡政府", "2024-06-18"),
        ("创建时间：2024-06-01 审核日期：2024-06-17 发布日期：2024-06-18", "2024-06-18"),
        ("录入时间：2024-06-18 来源：石桥乡政府", "2024-06-18"),
        ("发布时间：2034-06-18", None),
        ("发布时间：2034-06-18 更新时间：2024-06-18", "2024-06-18"),
    ],
)
def test_the_best_labelled_time_counts_and_none_to_come(shown: str, published: str | None) -> None:
    assert read(page(f"<h1>石桥乡开展防汛演练</h1><div>{shown}</div>{ARTICLE}")).published == published


@pytest.mark.parametrize(
    "head",
    [
        "2024-06-18 石桥乡开展防汛演练",
        "[2024年6月18日]石桥乡开展防汛演练",
        "云溪新闻网-石桥乡开展防汛演练",
        "云溪县人民政府_石桥乡开展防汛演练",
        "石桥乡开展防汛演练-2024年度",
    ],
)
def test_what_stands_before_or_behind_the_title_in_the_head(head: str) -> None:
    article = read(page(f"<div class=main>{ARTICLE}</div>", f"<title>{head}</title>"))
    assert article.title == "石桥乡开展防汛演练"
    assert article.published == ("2024-06-18" if head[1:5] == "2024" or head[:4] == "2024" else None)


def test_a_title_with_a_blank_behind_each_character() -> None:
    shown = "<h1>防 汛 工 作 报 告</h1><p>（2024年6月18日）</p>"
    assert read(page(f"<div>{shown}{ARTICLE}</div>", "<title>石桥乡</title>")).title == "防汛工作报告"


def test_line_breaks_part_paragraphs() -> None:
    body = "　　全乡投入120万元。<br><br>&nbsp;&nbsp;&nbsp;&nbsp;修建村道5公里。"
    assert lines(read(page(f"<h1>石桥乡修路惠民</h1><div id=zoom>{body}</div>"))) == [
        "全乡投入120万元。",
        "修建村道5公里。",
    ]


def test_the_site_may_name_its_container() -> None:
    site = Site("yunxi", "云溪县人民政府", body=".odd")
    other = "<div><p>全县投入300万元，惠及5000户。</p></div>"
    html = page(f"<h1>石桥乡修路惠民</h1><div class=odd><p>全乡修路5公里。</p></div>{other}")
    assert read(html, site).body == "全乡修路5公里。"


def test_a_repost_is_told_by_the_credit() -> None:
    site = Site("yunxi", "云溪县人民政府", own_names=("云溪县融媒体中心",))

    def marks(source: str) -> tuple[str, ...]:
        body = f"<h1>石桥乡修路惠民</h1><div>来源：{source}</div><div id=zoom><p>全乡修路5公里。</p></div>"
        return read(page(body), site).marks

    assert marks("东川日报") == ("repost",)
    assert {marks(own) for own in ("云溪县融媒体中心", "本站", "县水利局", "云溪发布")} == {()}


SHOWN = "发布时间：2023-05-06 来源：白石县融媒体中心"
TEXT = "<p>入冬以来，桑园村新建大棚42座，带动118户村民就业。</p><p>全村投入资金260万元，硬化道路3.2公里。</p>"


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (
            "白石县人民政府",
            "<p>青禾镇：</p><p>大棚里种出好日子</p><div>发布时间：2023-05-06 来源：白石县融媒体中心</div>",
        ),
        ("白石县人民政府网", f"<p>首页 &gt; 公开</p><p>青禾镇：大棚里种出好日子</p><p>{SHOWN}</p>"),
        ("青禾镇：大棚里种出好日子_白石县人民政府", f"<p>{SHOWN}</p><h1>青禾镇：大棚里种出好日子</h1>"),
        (
            "白石新闻网",
            f"<p>www.baishi.example 白石新闻网</p><p>青禾镇：大棚里种出好日子</p><p>www.baishi.example {SHOWN}</p>",
        ),
        ("政府信息公开", f"<p>政策文件 | 政策解读 | 公开内容目录</p><p>青禾镇：大棚里种出好日子</p><p>{SHOWN}</p>"),
        ("白石", "<p>青禾镇：大棚里种出好日子</p><p><i>原创</i><b>白石县融媒体中心</b><i>2023-05-06</i></p>"),
    ],
)
def test_heads_that_name_the_site_and_scatter_the_rest(head: str, shown: str) -> None:
    below = "<p>【<a>收藏本页</a>】【<a>打印此页</a>】 扫一扫在手机打开当前页</p><p>打开APP，查看更多精彩内容</p>"
    article = read(page(f"<div>{shown}<div class=content>{TEXT}{below}</div></div>", f"<title>{head}</title>"))
    assert (article.title, article.published) == ("青禾镇：大棚里种出好日子", "2023-05-06")
    assert article.source == "白石县融媒体中心"
    assert lines(article)[0].startswith("入冬以来")
    assert lines(article)[-1].endswith("3.2公里。")


@pytest.mark.parametrize(
    "line",
    [
        "未经许可，任何单位和个人不得在河道管理范围内采砂。",
        "建设单位：云溪县水利局",
        "施工单位：云溪县安澜水利工程有限公司",
        "监理单位：东川工程监理有限公司",
    ],
)
def test_lines_of_a_notice_that_resemble_a_footer_stay(line: str) -> None:
    text = f"<p>为加强青溪河道管理，投入资金260万元整治河段3.2公里。</p><p>{line}</p><p>工程于2023年9月底前完工。</p>"
    assert lines(read(page(f"<h1>青溪河道整治工程公示</h1><div id=zoom>{text}</div>")))[1] == line


@pytest.mark.parametrize(
    "footer", ["主办单位：云溪县人民政府办公室", "未经书面授权不得转载、复制或建立镜像", "您即将离开本网站"]
)
def test_footers_within_the_container_go(footer: str) -> None:
    text = f"<p>全乡投入资金260万元，整治河段3.2公里。</p><p>{footer}</p>"
    assert lines(read(page(f"<h1>青溪河道整治工程完工</h1><div id=zoom>{text}</div>"))) == [
        "全乡投入资金260万元，整治河段3.2公里。"
    ]


def test_of_containers_with_like_names_the_inner_one_holds_the_article() -> None:
    text = "<p>全乡投入资金260万元，整治河段3.2公里。</p>"
    inner = f"<div class=post_text>{text}</div>"
    above = "<div>大家都在看<i>12934</i></div><h1>青溪河道整治工程完工</h1>"
    outer = f"<div class=post_content>{above}{inner}<div>跟贴</div></div>"
    article = read(page(f"<div>首页 &gt; 要闻 &gt; 正文</div>{outer}"))
    assert (article.title, article.column, article.marks) == ("青溪河道整治工程完工", "要闻", ())
    assert lines(article) == ["全乡投入资金260万元，整治河段3.2公里。"]


@pytest.mark.parametrize("pager", ["1 2 3 下一页", "[1] [2] 下一页", "12345下一页", "共 3 页", "上一页 1 | 2 | 3"])
def test_a_pager_makes_an_article_partial(pager: str) -> None:
    text = f"<p>全乡投入资金260万元，整治河段3.2公里。</p><div>{pager}</div>"
    assert read(page(f"<h1>青溪河道整治工程完工</h1><div id=zoom>{text}</div>")).marks == ("partial",)


@pytest.mark.parametrize("line", ["12934", "1 234", "第1版", "1"])
def test_a_counter_is_no_pager(line: str) -> None:
    text = f"<p>全乡投入资金260万元，整治河段3.2公里。</p><div>{line}</div>"
    assert read(page(f"<h1>青溪河道整治工程完工</h1><div id=zoom>{text}</div>")).marks == ()


@pytest.mark.parametrize("call", ["createPageHTML(3, 0, 'a', 'html')", 'createPageHTML("2",1,"index","htm")'])
def test_a_pager_that_a_script_writes_counts_too(call: str) -> None:
    text = f"<p>全乡投入资金260万元，整治河段3.2公里。</p><script>{call}</script>"
    assert read(page(f"<h1>青溪河道整治工程完工</h1><div id=zoom>{text}</div>")).marks == ("partial",)
    alone = text.replace("(3", "(1").replace('("2"', '("1"')
    assert read(page(f"<h1>青溪河道整治工程完工</h1><div id=zoom>{alone}</div>")).marks == ()


def test_a_span_of_years_in_a_head_is_not_cut() -> None:
    article = read(page(f"<div>2024-06-18 11:30</div>{ARTICLE}", "<title>石桥乡2024-2026年防汛演练安排</title>"))
    assert article.title == "石桥乡2024-2026年防汛演练安排"


def test_when_a_piece_was_written_or_edited_is_not_when_it_was_published() -> None:
    line = "采写时间：2024-06-15　采编时间：2024-06-16　发布时间：2024-06-18"
    article = read(page(f"<h1>石桥乡开展防汛演练</h1><div>{line}</div>{ARTICLE}"))
    assert article.published == "2024-06-18"


@pytest.mark.parametrize("shown", ["[2024-06-18]{}", "2024年06月18日 {}", "标题：{}", "云溪县政府网站 {}"])
def test_what_a_shown_title_is_led_by_goes(shown: str) -> None:
    title = "石桥乡开展防汛演练"
    led = shown.format(title)
    article = read(page(f"<h1>{led}</h1><div>发布时间：2024-06-18</div>{ARTICLE}", f"<title>{led}</title>"))
    assert (article.title, article.published) == (title, "2024-06-18")


@pytest.mark.parametrize("title", ["2024年6月18日新闻发布会实录", "2023年12月31日 财政决算公开情况"])
def test_a_day_that_the_title_tells_of_stays(title: str) -> None:
    article = read(page(f"<h1>{title}</h1><div>发布时间：2024-06-18</div>{ARTICLE}", f"<title>{title}</title>"))
    assert article.title == title


def test_when_a_talk_was_held_is_not_when_it_was_published() -> None:
    talk = "<div id=zoom><p>访谈时间：2024年6月11日</p><p>主持人：请介绍。</p><p>嘉宾：全县改造茶园860亩。</p></div>"
    article = read(page(f"<h1>走进茶乡：一片叶子的故事</h1><div>发布时间：2024-06-18</div>{talk}"))
    assert article.published == "2024-06-18"
