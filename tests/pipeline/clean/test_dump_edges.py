"""What stands above and below an article in a dump."""

import pytest

from tests.pipeline.clean.pages import BODY, META, TITLE, lines, read


@pytest.mark.parametrize(
    "head",
    [
        f"{META} 浏览：33\n{TITLE}",
        f"{TITLE}_乡镇动态_白石县人民政府网\n首页 > 新闻 > 乡镇\n{TITLE}\n{META}",
        f"{TITLE}-白石县人民政府\n{META}",
        f"首页 > 新闻\n青禾镇：\n蔬菜大棚里种出好日子\n{META}",
        f"{TITLE}\n2023-05-06来源:白石县融媒体中心作者:张三浏览:12次",
        f"{TITLE}\n二〇二三年五月六日 来源：白石县融媒体中心",
        f"{TITLE}\n【来源：白石县融媒体中心】【发布日期：2023-05-06】【浏览：12】",
        f"{TITLE}\n[2023-05-06] 来源: 白石县融媒体中心 [打印本页] [关闭窗口]",
        f"{TITLE}\n白石县融媒体中心\n2023-05-06",
        f"白石新闻网\nwww.baishi.example\n{TITLE}\nwww.baishi.example {META} 责任编辑：王五",
        f"{TITLE}\nhttp://www.baishi.example/news/ 2023-05-06 张三 李四 来源：白石县融媒体中心 责任编辑：王五",
        f"打开APP\n打开APP阅读全文\n{TITLE}\n{META}",
        f"当前位置：首页 > 新闻中心 > {TITLE}\n{META}",
        f"{TITLE}\n作者：张三 文章来源：白石县融媒体中心(作者授权发布) 更新时间：2023-05-06 录入：李四",
        f"{TITLE}\n{META}\n详细信息\n公开具体内容\n{TITLE}",
        f"登录 | 注册\n用户名： 密码： 登录 忘记密码？\n请输入关键字 搜索\n{TITLE}\n{META}",
        f"政策文件 | 政策解读 | 法定公开内容目录 | 依申请公开\n{TITLE}\n{META}",
        f"白石县人民政府 政府信息公开\n首页 > 政务公开\n发文机关:白石县融媒体中心 公开日期:2023-05-06\n{TITLE}",
        f"白石党建网 首页 要闻 视频\n{TITLE}\n{META}\n分享到： 微信 微博 QQ空间 复制链接",
    ],
)
def test_the_title_and_what_is_credited_however_they_stand(head: str) -> None:
    article = read(f"{head}\n{BODY}")
    assert (article.title, article.published, article.source) == (TITLE, "2023-05-06", "白石县融媒体中心")
    assert article.body == BODY


@pytest.mark.parametrize(
    "below",
    [
        "【相关链接】\n·石桥镇：千亩油菜花开\n·云岭乡：修通致富路",
        ">>相关报道\n石桥镇：千亩油菜花开\n云岭乡：修通致富路",
        "友情链接\n中国政府网\n省农业农村厅",
        "热门文章排行\n1 石桥镇：千亩油菜花开\n2 云岭乡：修通致富路\n最新图文",
        "上一篇\n石桥镇：千亩油菜花开\n下一篇\n没有了",
        "0 顶 0 踩\n【收藏本页】 【打印此页】【关闭窗口】 扫一扫在手机打开当前页",
        "（图片由青禾镇提供）\n(本文图片均由青禾镇人民政府提供)",
        "（青禾镇党政办 供稿）\n一审：王五 二审：赵六",
        "打开APP，查看更多精彩内容\n下载APP",
        "Copyright 2023\nwww.baishi.example",
        "BAISHI.GOV.CN",
        "#乡村振兴# #白石#\n#蔬菜大棚",
        "-END-\n来源：白石县融媒体中心\n编辑：王五",
        "（完）",
        "（张三 摄）",
        "标签：大棚 蔬菜\n本文链接：http://www.baishi.example/a.html",
        "您对本文的评价： 好 中 差\n文章评分",
        "政府网站年度报表\n本网站支持IPv6\n建议使用1920*1080分辨率浏览",
        "新闻热线：0000-1234567 投稿邮箱：a@example.cn",
        "--国务院部门网站--\n--省政府网站--\n市县网站▼ 媒体▼",
    ],
)
def test_what_stands_below_the_article_goes(below: str) -> None:
    assert read(f"{TITLE}\n{META}\n{BODY}\n{below}").body == BODY


def test_a_document_title_broken_after_guanyu_is_one() -> None:
    article = read(f"白石县农业农村局关于公布2023年\n高标准农田建设项目安排的公告\n{META}\n{BODY}")
    assert article.title == "白石县农业农村局关于公布2023年高标准农田建设项目安排的公告"


def test_the_term_of_a_notice_is_not_its_date() -> None:
    term = "公示期：2023年5月6日至2023年5月12日\n联系电话：0000-1234567\n青禾镇人民政府\n二〇二三年五月六日"
    assert read(f"关于青禾镇产业项目的公示\n{META}\n{BODY}\n{term}").body == f"{BODY}\n{term}"


def test_a_list_that_is_part_of_the_article_stays() -> None:
    body = f"{BODY}\n·修建水渠3公里\n·改造厕所118座"
    assert read(f"{TITLE}\n{META}\n{body}").body == body


def test_who_sent_a_piece_in_stands_in_brackets_too() -> None:
    assert read(f"{TITLE}\n2023-05-06\n{BODY}\n（青禾镇党政办供稿）").source == "青禾镇党政办"


@pytest.mark.parametrize("heading", ["一、产业兴起来", "产业兴起来"])
def test_a_heading_below_the_credits_is_not_the_title(heading: str) -> None:
    article = read(f"{TITLE}\n首页 > 新闻\n{META}\n{heading}\n{BODY}")
    assert article.title == TITLE
    assert lines(article)[0] == heading


def test_a_document_title_below_the_credits_beats_what_stands_above_the_breadcrumb() -> None:
    title = "关于白石县2023年蔬菜产业项目的公告"
    article = read(f"白石县政务信息主动公开平台\n首页 > 公开\n{META}\n{title}\n白农字〔2023〕46号\n{BODY}")
    assert article.title == title


def test_addresses_and_dates_within_the_article_stay() -> None:
    inside = "·地址：青禾镇桑园村一组 电话：0000-1234567\n申报网址：http://www.baishi.example/sb\n2023年3月1日"
    assert read(f"{TITLE}\n{META}\n{inside}\n{BODY}").body.endswith(BODY)
    assert read(f"{TITLE}\n{META}\n{BODY}\n{inside}\n{BODY}").body == f"{BODY}\n{inside}\n{BODY}"


@pytest.mark.parametrize(
    "title",
    [
        "白石县2023年5月6日蔬菜价格发布",
        "青禾镇：蔬菜大棚里种出好日子。",
        "白石县：让老百姓过上“好日子！”",
        "白石县青禾镇桑园村：“大棚+合作社+农户”，一座座大棚托起村民致富梦",
    ],
)
def test_titles_that_look_like_something_else(title: str) -> None:
    article = read(f"{title}\n{META}\n{BODY}")
    assert (article.title, article.published, article.body) == (title, "2023-05-06", BODY)


def test_neither_an_index_nor_a_document_number_is_the_title() -> None:
    index = "索引号：\nbs001/2023-00001\n发布机构：\n白石县融媒体中心\n发文日期：\n2023-05-06\n名称："
    assert read(f"{index}\n{TITLE}\n{TITLE}\n{BODY}").title == TITLE
    named = "白石县人民政府办公室关于印发蔬菜产业发展方案的通知"
    assert read(f"{named}\n白政办发〔2023〕12号\n{META}\n{BODY}").title == named


def test_who_posted_a_page_without_a_label() -> None:
    article = read(f"{TITLE}\n白石县融媒体中心 发表于 2023-05-06 10:00\n{BODY}")
    assert (article.published, article.source) == ("2023-05-06T10:00", "白石县融媒体中心")


def test_an_index_with_bullets_and_empty_values() -> None:
    article = read(
        "返回顶部\n白石县蔬菜产业规划\n• 索引号:\n  6100/2023-0015\n• 主题分类:\n• 来源:\n• 发文机构:\n  县政府网站\n"
        f"• 有效性:\n• 发布日期:\n  2023年05月06日 16:34\n• 内容概述:\n白石县蔬菜产业规划\n第一章总则\n{BODY}"
    )
    assert (article.title, article.source) == ("白石县蔬菜产业规划", "县政府网站")
    assert (article.published, article.body) == ("2023-05-06T16:34", f"第一章总则\n{BODY}")


def test_the_subtitle_below_the_title_opens_the_body() -> None:
    article = read(f"{TITLE}\n——白石县桑园村产业振兴侧记\n{META}\n{BODY}")
    assert (article.title, article.source) == (TITLE, "白石县融媒体中心")
    assert article.body == f"——白石县桑园村产业振兴侧记\n{BODY}"
    assert article.blocks[1].kind == "heading"


def test_when_a_page_was_archived_is_not_when_it_was_published() -> None:
    head = f"归档时间:2023-06-15\n当前位置: 首页 > 公开领域\n{TITLE}"
    assert read(f"{head}\n详细信息\n{BODY}").published is None
    assert read(f"{head}\n{META}\n{BODY}").published == "2023-05-06"


def test_credits_behind_the_breadcrumb_on_one_line() -> None:
    article = read(
        f"新闻中心\n{TITLE}\n您当前的位置 :白石在线  >> 新闻中心     来源:白石日报 2018-07-26 11:56:08\n分享到\n"
        f"白石日报记者 林青 通讯员 罗松\n{BODY}"
    )
    assert (article.title, article.source) == (TITLE, "白石日报")
    assert (article.published, article.authors) == ("2018-07-26T11:56:08", ("林青", "罗松"))
    assert article.body == BODY


def test_a_menu_between_bars_is_one_whatever_marks_it_holds() -> None:
    article = read(
        f"要闻   |   原创   |   视频     直观   |   外人在白石   |   热点   |   嗨,白石!\n{TITLE}\n{META}\n{BODY}"
    )
    assert (article.title, article.body) == (TITLE, BODY)


def test_what_stands_above_the_title_and_is_none() -> None:
    assert read(f"白石乐谈\n白石日报 2021年05月14日 星期五\n{TITLE}\n{BODY}").title == TITLE
    assert (
        read(f"频道首页 政务要闻白石党建理论学习基层党建领导留言板\n白石网>>乡镇\n{TITLE}\n{META}\n{BODY}").title
        == TITLE
    )
    assert read(f"德迅网德迅网德迅网\n{TITLE}\n一、上半年回顾\n{BODY}").title == TITLE
    index = "索引号 | bs_2022-0794 | 效力属性 | |\n发布机构 | 白石镇 | 文 号 | |"
    assert read(f"{index}\n{BODY}").title == ""


def test_a_newspaper_page_with_its_pagers() -> None:
    article = read(
        "第09版:一线调查 上一版  下一版\n标题导航\n返回白石报首页 | 版面导航 | 标题导航\n"
        "上一版  下一版 2020年10月30日 星期 放大 缩小 默认\n"
        f"白石县桑园村:\n能人回乡带富一村人\n本报记者 林青\n{BODY}"
    )
    assert article.title == "白石县桑园村:能人回乡带富一村人"
    assert (article.published, article.authors) == ("2020-10-30", ("林青",))


def test_the_title_within_a_wire_s_opening() -> None:
    assert read(f"新华社某地2月24日电题：{TITLE}\n新华社记者林青\n{BODY}").title == TITLE


def test_whose_site_stands_before_the_time() -> None:
    article = read(f"{TITLE}\n白石县人民政府门户网站 www.example.gov.cn 发布时间: 2024-11-01 11:32 【字体:\n{BODY}")
    assert (article.source, article.published) == ("白石县人民政府门户网站", "2024-11-01T11:32")


def test_an_abstract_that_repeats_the_first_paragraph_goes() -> None:
    assert read(f"{TITLE}\n{META}\n核心提示：{BODY[:14]}\n{BODY}").body == BODY


def test_a_disclaimer_below_the_text_goes() -> None:
    below = "本站部分图文内容取自互联网。您若发现有侵权内容，请及时告知，我们将在第一时间删除侵权作品、停止继续传播。"
    assert read(f"{TITLE}\n{META}\n{BODY}\n(此件主动公开)\n{below}").body == BODY


def test_a_date_in_parts_and_who_posted_it_behind_bullets() -> None:
    parted = read(f"电话: 0912-1234567\n{TITLE}\n2024\n05/08\n17:47\n本站\n481阅读\n{BODY}")
    assert (parted.title, parted.published, parted.body) == (TITLE, "2024-05-08T17:47", BODY)
    assert (
        read(f"白石频道 > 正文\n2023 11/30 18:05:11\n来源: 白石网\n{TITLE}\n{BODY}").published == "2023-11-30T18:05:11"
    )
    bulleted = read(f"长者专版\n{TITLE}\n- 白石县农业农村局\n- 2021-06-21 16:37\n{BODY}")
    assert (bulleted.title, bulleted.source) == (TITLE, "白石县农业农村局")


def test_an_e_paper_page() -> None:
    article = read(
        f"白石县融媒体中心出版 刊号:(石)2019526 本报热线:1234567\n2023年09月27日\n青禾镇\n{TITLE}\n{BODY}\n"
        "--> 2023-09-27 青禾镇 1 1 白石日报 content_1.html 1 标题 /enpproperty-->"
    )
    assert (article.title, article.published, article.body) == (TITLE, "2023-09-27", BODY)


def test_a_long_text_on_one_line_has_no_title() -> None:
    text = "白石县" + BODY.replace("\n", "") * 2
    article = read(text)
    assert (article.title, article.body) == ("", text)


def test_what_closes_the_text_and_is_no_part_of_it() -> None:
    assert read(f"{TITLE}\n{META}\n{BODY}(完)").body == BODY
    signed = read(f"{TITLE}\n{META}\n{BODY}□林青")
    assert (signed.body, signed.authors) == (BODY, ("林青",))
    picture = "村民采摘黄瓜（11月28日摄）。白石社发（林青 摄）"
    assert read(f"{TITLE}\n{META}\n{picture}\n{BODY}\n{picture}").body == f"{picture}\n{BODY}"
    below = "[免责声明] 本文来源于网络转载，仅供学习。如涉及版权问题，请在30日内与本网联系，我们将在第一时间处理。"
    assert read(f"{TITLE}\n{META}\n{BODY}\n{below}\nweixin\n官方新浪微博").body == BODY


TEXT = "5月6日，梨树坪村召开村民代表大会，312户按股分红。\n下一步，该村将新增梨园200亩。"
TOP = "首页\n当前位置：首页 > 乡镇动态\n梨树坪村的梨园分红了\n发布时间：2023-05-08 来源：云岭县融媒体中心\n"


@pytest.mark.parametrize(
    "below",
    [
        "·云岭县开展春耕备耕检查\n·云岭县举行消防演练\n·城关镇召开党建工作会议",
        "·云岭县开展春耕备耕检查 ·云岭县举行消防演练 ·城关镇召开党建工作会议",
        "- [云岭县开展春耕备耕检查](http://a/1.html)\n- [云岭县举行消防演练](http://a/2.html)",
        "云岭县开展春耕备耕检查\n云岭县举行消防演练\n城关镇召开党建工作会议\n梨树坪乡整治人居环境",
        "------分隔线------",
        "- THE END -",
    ],
)
def test_headlines_of_other_pages_below_the_article_go(below: str) -> None:
    assert read(f"{TOP}{TEXT}\n{below}\n").body == TEXT


@pytest.mark.parametrize(
    "below",
    [
        "·建设水渠1200米\n·硬化机耕道3公里\n·新建冷库1座",
        "示范村如下：\n·城关镇梨树坪村民委员会\n·城关镇石板坡村民委员会\n·清水乡大河边村民委员会",
        "一、加强组织领导\n二、强化资金保障\n三、抓好督促检查\n四、开展宣传培训",
        "附件：\n1.梨园分红公示表.xls\n2.梨园补助标准.doc",
        "云岭县安澜水利工程有限公司\n云岭县青山园林绿化有限公司\n云岭县宏远建筑有限公司\n云岭县大山农机有限公司",
    ],
)
def test_what_an_article_lists_itself_stays(below: str) -> None:
    assert read(f"{TOP}{TEXT}\n{below}\n").body == f"{TEXT}\n{below}"


def test_a_document_title_on_three_lines_is_one() -> None:
    title = "云岭县人民政府办公室\n关于印发云岭县2023年农村人居环境整治\n工作方案的通知"
    article = read(f"首页\n当前位置：首页 > 文件\n{title}\n发布时间：2023-05-08 来源：县政府办\n{TEXT}\n")
    assert article.title == title.replace("\n", "")
    assert article.body == TEXT


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("日期：23-05-08 来源：云岭县融媒体中心", "2023-05-08"),
        ("来源：云岭日报（2023年05月07日 02版） 发布时间：2023-05-08", "2023-05-08"),
        ("来源：云岭日报（2023年05月07日 02版）", "2023-05-07"),
        ("编辑日期：2023-05-08 阅读次数：112", "2023-05-08"),
        ("数量：23-05-08", None),
    ],
)
def test_days_in_the_line_of_credits(line: str, published: str | None) -> None:
    assert read(f"首页\n梨树坪村的梨园分红了\n{line}\n{TEXT}\n").published == published


@pytest.mark.parametrize(
    ("end", "source", "authors"),
    [
        ("（云岭县委宣传部 杨晓）", "云岭县委宣传部", ("杨晓",)),
        ("采写：南都记者 杨晓 李明", None, ("杨晓", "李明")),
        ("文章录入：admin 责任编辑：admin", None, ()),
    ],
)
def test_who_closes_an_article(end: str, source: str | None, authors: tuple[str, ...]) -> None:
    article = read(f"梨树坪村的梨园分红了\n2023-05-08\n{TEXT}\n{end}\n")
    assert (article.source, article.authors, article.body) == (source, authors, TEXT)


def test_icons_go_and_blanks_of_gbk_are_blanks() -> None:
    article = read(
        "\ue610 梨树坪村的梨园分红了\n\ue611 2023-05-08 \ue612 来源：云岭日报\ue5e5\ue5e5浏览：3\n\ue5e5\ue5e5" + TEXT
    )
    assert (article.title, article.source, article.body) == ("梨树坪村的梨园分红了", "云岭日报", TEXT)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "在线访谈：农村改厕怎么改\n访谈嘉宾：云溪县农业农村局副局长\n访谈时间：2022年4月20日",
            "在线访谈：农村改厕怎么改",
        ),
        ("主题：云溪县怎样发展油茶\n时间：2022-04-20\n嘉宾：云溪县林业局局长\n简介：谈谈油茶", "云溪县怎样发展油茶"),
        ("政 府 工 作 报 告\n——2021年2月3日在云溪县第九届人民代表大会第一次会议上\n云溪县县长", "政府工作报告"),
        ("政府工作报告\n2021年2月3日在云溪县第九届人民代表大会第一次会议上\n县长 王明", "政府工作报告"),
        ("小油茶 大产业\n——云溪县青禾镇发展油茶侧记\n2022-10-20 来源：云溪日报", "小油茶 大产业"),
        ("2023年5月12日 云溪县：茶园里采茶忙\n来源：云溪县融媒体中心", "云溪县：茶园里采茶忙"),
        ("云溪县人民政府网 - 云溪县：茶园里采茶忙\n2023-05-12", "云溪县：茶园里采茶忙"),
    ],
)
def test_what_stands_around_a_title_and_is_none_of_it(head: str, title: str) -> None:
    assert read(f"{head}\n\n全县改厕8600座，投入奖补资金1720万元，惠及群众500户。").title == title


def test_of_two_lines_below_the_credits_the_title_is_the_one_without_a_dash() -> None:
    article = read(f"来源：白石县融媒体中心 时间：2023-05-12\n产业兴村记\n——白石县桑园村振兴侧记\n{BODY}")
    assert article.title == "产业兴村记"


@pytest.mark.parametrize("line", ["已有0人发表了评论", "本篇文章897字,读完约2分钟", "收听本文 00:00/00:00"])
def test_what_counts_comments_letters_and_minutes_is_chrome(line: str) -> None:
    assert line not in read(f"{TITLE}\n{META}\n{BODY}\n{line}").text
