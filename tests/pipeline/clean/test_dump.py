import pytest

from tests.pipeline.clean.pages import BODY, META, TITLE, grids, lines, read, refused

CHROME = """您好,欢迎访问云溪县人民政府!
设为首页 | 加入收藏 | 无障碍阅读
当前位置: 首页 > 政务动态 > 乡镇动态 > 正文

"""
FOOT = """
上一篇：云溪县召开春耕现场会
下一篇：云溪县检查农资市场
主办单位：云溪县人民政府办公室
苏ICP备05001234号-1
"""


def test_title_time_and_one_sentence() -> None:
    article = read("云溪县发放春耕补贴\n2023年3月5日\n全县发放补贴300万元，惠及500户。")
    assert (article.title, article.published) == ("云溪县发放春耕补贴", "2023-03-05")
    assert article.body == "全县发放补贴300万元，惠及500户。"


def test_a_body_without_a_full_stop_stays() -> None:
    assert read("云溪县发放惠农补贴\n全县发放补贴300万元").body == "全县发放补贴300万元"


def test_a_file_of_one_line_is_a_title_without_a_body() -> None:
    article = read("云溪县发放补贴300万元")
    assert (article.title, article.body, article.text) == ("云溪县发放补贴300万元", "", "云溪县发放补贴300万元")


def test_sentences_without_a_title_are_the_body() -> None:
    article = read("全县发放补贴300万元，惠及500户。\n又修建村道5公里。")
    assert article.title == ""
    assert lines(article) == ["全县发放补贴300万元，惠及500户。", "又修建村道5公里。"]


def test_chrome_around_the_article_goes() -> None:
    article = read(
        CHROME
        + "石板镇：清塘河治理进展顺利\n"
        + "来源：县水利局 作者：何 磊 张永强 时间：2022年11月09日 10:49 点击率：打印 】【 关闭\n\n"
        + "石板镇治理河道4.8公里，投资360万元。\n\n工程预计3月完工。\n"
        + FOOT
    )
    assert article.title == "石板镇：清塘河治理进展顺利"
    assert article.published == "2022-11-09T10:49"
    assert article.source == "县水利局"
    assert article.authors == ("何磊", "张永强")
    assert article.column == "乡镇动态"
    assert lines(article) == ["石板镇治理河道4.8公里，投资360万元。", "工程预计3月完工。"]


def test_labels_and_values_on_lines_of_their_own() -> None:
    article = read("石板镇茶园丰收\n来源：\n云溪日报\n发布时间：\n2021-04-02 09:10\n石板镇茶园面积达到2300亩。")
    assert (article.source, article.published) == ("云溪日报", "2021-04-02T09:10")
    assert article.body == "石板镇茶园面积达到2300亩。"


def test_a_title_repeated_at_the_head_of_the_first_paragraph_goes() -> None:
    article = read("石板镇 茶园丰收\n2021-04-02\n石板镇 茶园丰收石板镇茶园面积达到2300亩。")
    assert article.body == "石板镇茶园面积达到2300亩。"


def test_a_closing_credit_in_brackets_is_the_source() -> None:
    article = read("石板镇茶园丰收\n2021-04-02\n石板镇茶园面积达到2300亩。(省农业农村厅)")
    assert (article.source, article.body) == ("省农业农村厅", "石板镇茶园面积达到2300亩。")


def test_other_brackets_at_the_end_stay() -> None:
    text = "项目涉及4个村（社区）。\n共投入资金300万元（含自筹50万元）"
    assert read("石板镇茶园丰收\n2021-04-02\n" + text).body == text


def test_a_closing_credit_of_reporters_names_the_authors() -> None:
    article = read("石板镇茶园丰收\n2021-04-02 来源：云溪日报\n茶园面积达到2300亩。（记者 何磊 通讯员 张永强）")
    assert (article.authors, article.body) == (("何磊", "张永强"), "茶园面积达到2300亩。")


def test_who_sent_the_piece_in_is_the_last_resort_for_a_source() -> None:
    assert read("石板镇茶园丰收\n2021-04-02\n茶园面积达到2300亩。\n供稿：石板镇党政办").source == "石板镇党政办"
    assert read("石板镇茶园丰收\n来源：云溪网\n茶园面积达到2300亩。\n供稿：石板镇党政办").source == "云溪网"


def test_picture_names_go_and_captions_stay() -> None:
    article = read("石板镇茶园丰收\n2021-04-02\n茶园面积达到2300亩。\n??1.jpg\n茶农采摘春茶\n春茶每斤卖到320元。")
    assert lines(article) == ["茶园面积达到2300亩。", "茶农采摘春茶", "春茶每斤卖到320元。"]
    assert [b.kind for b in article.blocks] == ["title", "paragraph", "caption", "paragraph"]


def test_link_farms_and_spam_lines_go() -> None:
    farm = "手游| " + "| ".join(f"某{c}县" for c in "甲乙丙丁戊己庚辛壬癸子丑寅卯") + "|"
    article = read("彩票平台官网下载\n石板镇茶园丰收\n2021-04-02\n茶园面积达到2300亩。\n" + farm)
    assert article.title == "石板镇茶园丰收"
    assert lines(article) == ["茶园面积达到2300亩。"]


def test_a_notice_keeps_its_details_and_signature() -> None:
    article = read(
        "关于停水的通知\n发布时间：2022-06-01\n各用户：\n因管网改造，定于6月3日停水8小时。\n云溪县自来水公司\n2022年6月1日"
    )
    assert lines(article) == ["各用户：", "因管网改造，定于6月3日停水8小时。", "云溪县自来水公司", "2022年6月1日"]


def test_headings_before_prose_are_headings() -> None:
    article = read("石板镇茶园丰收\n2021-04-02\n一、茶园提质\n全镇改造茶园4500亩。\n二、加工升级\n全镇新建加工厂3座。")
    assert [b.kind for b in article.blocks[1:]] == ["heading", "paragraph"] * 2


def test_rows_parted_by_tabs_are_a_table() -> None:
    article = read(
        "项目公示\n2021-04-02\n项目安排如下。\n单位：万元\n项目\t地点\t资金\n修路\t甲村\t30\n建桥\t乙村\t50\n公示7天。"
    )
    assert grids(article) == [[["项目", "地点", "资金"], ["修路", "甲村", "30"], ["建桥", "乙村", "50"]]]
    assert article.tables[0].header_rows == 1


def test_punctuation_and_inner_blanks_stay_as_stored() -> None:
    body = "全区建设试点屯 100 个,示范村4 个；新建展室200㎡,占比２０％。"
    assert (
        read("阿河区整治提升\n2021-04-02\n" + body).body == "全区建设试点屯 100 个,示范村4 个；新建展室200㎡,占比20%。"
    )


def test_a_dump_of_a_list_is_no_article() -> None:
    rows = "\n".join(f"云溪县召开第{i}次工作会议 2023-05-{i:02}" for i in range(1, 15))
    assert refused("首页 > 要闻\n" + rows + "\n共12页 下一页").reason == "list-page"


@pytest.mark.parametrize("label", ["访谈主题", "信件标题", "节目名称", "标题"])
def test_an_interview_s_credits_are_not_its_title(label: str) -> None:
    article = read(
        f"{label}：白石县蔬菜大棚怎么建\n嘉宾姓名：县农业农村局局长\n访谈时间：2023-05-06\n访谈简介：谈大棚建设\n"
        "主持人：欢迎收看。\n嘉宾：2022年，全县新建大棚420座，投入资金1800万元。"
    )
    assert (article.title, article.published) == ("白石县蔬菜大棚怎么建", "2023-05-06")
    assert lines(article) == ["主持人：欢迎收看。", "嘉宾：2022年，全县新建大棚420座，投入资金1800万元。"]


def test_the_title_among_the_headlines_of_a_newspaper_page_is_the_one_that_stands_again() -> None:
    others = "白石县召开防汛会议\n{}\n县领导调研工业园区\n读书随笔（十二）\n"
    head = f"第A05版：乡村\n上一版 下一版\n{others.format(TITLE)}版面导航\n上一篇 下一篇 2023年5月6日 放大 缩小 默认"
    article = read(f"{head}\n\n{TITLE}\n\n{BODY}")
    assert (article.title, article.published, article.body) == (TITLE, "2023-05-06", BODY)


@pytest.mark.parametrize("line", ["2023-05-06 10:30:29 白石网   作者: 林青", "2023-05-06 10:30:29 白石日报 编辑：林青"])
def test_a_medium_between_the_time_and_another_label_is_the_source(line: str) -> None:
    assert read(f"{TITLE}\n{line}\n{BODY}").source in ("白石网", "白石日报")


def test_a_title_with_a_blank_behind_each_character() -> None:
    article = read(f"政 府 工 作 报 告\n——2023年1月6日在白石县第十届人民代表大会上\n{META}\n{BODY}")
    assert article.title == "政府工作报告"


@pytest.mark.parametrize("dash", ["——", "—", "- ", "―― "])
def test_a_subtitle_behind_any_dash_is_not_the_title(dash: str) -> None:
    assert read(f"{TITLE}\n{dash}白石县桑园村产业振兴侧记\n{META}\n{BODY}").title == TITLE


def test_a_line_of_a_table_s_figures_is_no_button() -> None:
    assert "586户" in read(f"{TITLE}\n{META}\n{BODY}\n惠及农户\n586户\n").body


def test_labels_that_a_scraper_put_before_title_and_text_go() -> None:
    article = read("标题：石板镇分红大会\n时间：2024-01-05\n正文：石板镇向320户村民发放分红款96万元。")
    assert (article.title, article.published) == ("石板镇分红大会", "2024-01-05")
    assert article.body == "石板镇向320户村民发放分红款96万元。"


def test_markdown_is_read() -> None:
    article = read("# 石板镇清理沟渠\n\n**来源：** 云溪网\n\n石板镇清理垃圾12吨。\n\n![图](a.jpg)\n\n- 清理沟渠3公里\n")
    assert (article.title, article.source) == ("石板镇清理沟渠", "云溪网")
    assert lines(article) == ["石板镇清理垃圾12吨。", "清理沟渠3公里"]


def test_a_document_title_on_two_lines_is_one() -> None:
    article = read(
        "云溪县人民政府办公室\n关于印发村庄清洁行动方案的通知\n各乡镇人民政府：\n现将方案印发给你们，请认真执行。"
    )
    assert article.title == "云溪县人民政府办公室关于印发村庄清洁行动方案的通知"


def test_buttons_and_addresses_below_go() -> None:
    below = "\n附件:\n改革台账.xlsx\n【关闭窗口】\n联系我们 | 网站地图\n地址:云溪县人民路1号 邮编:400000"
    article = read("石板镇分红大会\n2024-01-05\n石板镇向320户村民发放分红款96万元。" + below)
    assert lines(article) == ["石板镇向320户村民发放分红款96万元。", "附件:", "改革台账.xlsx"]


def test_a_site_name_is_no_title() -> None:
    article = read("云溪县融媒体中心\n1月5日，石板镇向320户村民发放分红款96万元。\n该镇集体经济收入突破500万元。")
    assert article.title == ""
    assert lines(article) == ["1月5日，石板镇向320户村民发放分红款96万元。", "该镇集体经济收入突破500万元。"]


@pytest.mark.parametrize("site", ["中国·白石网", "白石新闻网", "云溪县政府网站"])
def test_a_site_s_name_parted_by_a_blank_is_not_the_title(site: str) -> None:
    assert read(f"{site} {TITLE}\n{META}\n{BODY}").title == TITLE


@pytest.mark.parametrize("title", ["织密防护网 筑牢安全线守护家园", "白石县人民政府 关于开展春耕生产的通知"])
def test_other_words_before_a_blank_belong_to_the_title(title: str) -> None:
    assert read(f"{title}\n{META}\n{BODY}").title == title


@pytest.mark.parametrize("unit", [" 单位：元", "（单位：万元、亩）", "　金额单位：万元"])
def test_the_unit_of_a_table_behind_the_title_goes(unit: str) -> None:
    title = "白石县2022年补贴发放情况表"
    assert read(f"{title}{unit}\n{META}\n{BODY}").title == title
