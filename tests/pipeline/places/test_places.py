import pytest

from pipeline.lexicon import load_lexicon
from pipeline.places import gazetteer, settle_places, suggest_places, variants, words
from pipeline.places.infer import infer_county
from pipeline.places.naming import arabic
from pipeline.places.stands import is_unnamed
from pipeline.records import Article, Block, Site
from tests.pipeline.places.reading import found, read


@pytest.mark.parametrize(
    "text",
    [
        "全村、各村、本村的示范村、样板村、红榜村、空心村、城边村都在评比。",
        "工作组、督导组、互助组、领导小组进村入户,驻村包村。",
        "农村、乡村、城镇、小城镇、特色小镇、街道社区一体推进。",
        "“文明村”“网红村”评选揭晓,“一村一品”成规模。",
        "复合肥、大理石、沿海城市、北方城市、出海口与此无关。",
        "各乡镇和县直部门、书记和县长都到会。",
        "书记会同县直部门现场办公。",
        "组织群众、团结群众,乡村振兴路上不落一户。",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert found("一切为了群众", text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("走进会同县青朗侗族苗族乡。", ["会同县", "青朗侗族苗族乡"]),
        ("湖南会同青朗乡:山乡新貌。", ["湖南", "会同", "青朗乡"]),
        ("南京市民和南京市场监管部门参加。", ["南京", "南京"]),
        ("内蒙古阿拉善高新技术产业开发区两个嘎查。", ["内蒙古", "阿拉善高新技术产业开发区"]),
        ("科左中旗和阿左旗的牧民来了。", ["科左中旗", "阿左旗"]),
        ("浙江玉环县干江镇。", ["浙江", "玉环县", "干江镇"]),
        ("会同县朗江村民踊跃报名。", ["会同县", "朗江村"]),
    ],
)
def test_where_a_name_begins_and_ends(text: str, places: list[str]) -> None:
    assert [name for name, _ in found("要闻", text)] == places


def test_a_road_a_river_and_a_school_take_a_bare_name_for_themselves() -> None:
    title = "会同县青朗乡:修路"
    assert [n for n, _ in found(title, "青朗河边,青朗路通了,青朗水库蓄满了。")] == ["会同县", "青朗乡"]
    assert [n for n, _ in found(title, "走出一条青朗路径,青朗人民欢喜。")] == ["会同县", "青朗乡", "青朗", "青朗"]


def test_districts_of_one_name_go_by_what_holds_them() -> None:
    assert ("鼓楼区", "320106") in found("要闻", "江苏省南京市鼓楼区开展活动。")
    assert ("鼓楼区", "350102") in found("要闻", "福州市鼓楼区开展活动。")
    assert found("要闻", "鼓楼区开展活动。") == []


def test_a_district_of_one_name_goes_by_its_townships() -> None:
    assert ("海州区", "320706") in found("海州区浦南镇:小网格大民生", "浦南镇党委召开会议。")


def test_villages_of_one_name_go_by_the_township_spoken_of() -> None:
    villages = [d for d in gazetteer.members("411425") if d.name == "王楼村"]
    assert len(villages) > 1
    for village in villages:
        township = gazetteer.get(village.code[:9])
        assert township
        assert ("王楼村", village.code) in found("虞城县要闻", f"虞城县{township.name}王楼村种辣椒。")


def test_a_township_of_another_county_brings_its_villages() -> None:
    names = dict(found("柳江区绿色村屯名单", "柳江区成团镇里湾村、里雍镇广实村入选。"))
    assert names["里雍镇"] == "450203103"
    assert names["广实村"] == "450203103202"


def test_the_site_is_a_prior() -> None:
    site = Site("huitong", "会同新闻网", division="431225")
    places = read("青朗乡:换新颜", "青朗乡召开会议,青朗乡朗江村评出最美庭院,全乡学习。", site=site)
    assert [(m.text, m.code) for m in places.mentions][-1] == ("朗江村", "431225212209")
    assert places.home == "431225212"
    credited = read("青朗乡:换新颜", "青朗乡召开会议,青朗乡朗江村评出最美庭院,全乡学习。", source="会同县融媒体中心")
    assert credited.home == "431225212"


def test_a_county_is_inferred_from_rare_names() -> None:
    assert infer_county("放城镇丁家庄村整治环境") == "370982"
    assert infer_county("城关镇召开会议") is None
    assert infer_county("城关镇召开会议", "620123") in (None, "620123")
    assert infer_county("") is None


def test_a_bare_county_stands_before_its_township() -> None:
    names = found("美丽村庄名单", "镇沅九甲镇和平村上榜,近年来镇沅持续发力。")
    assert names.count(("镇沅", "530825")) == 2


def test_a_list_of_counties() -> None:
    text = "怀化市下辖的会同、靖州、通道三县签订协议,会同有关部门抓好落实。"
    assert [n for n, _ in found("怀化市:协作", text)] == ["怀化市", "怀化市", "会同", "靖州", "通道"]


def test_an_office_is_named_by_its_street() -> None:
    assert ("新利街道", "230112007") in found("阿城区要闻", "新利街道办事处组织清雪。")


def test_another_spelling_is_the_listed_name() -> None:
    listed = {"额肯呼都格": (gazetteer.Division("152922103200", "额肯呼都格嘎查", "village", "152922103"),)}
    assert variants.similar("额很呼都格", listed, "village") == listed["额肯呼都格"]
    assert variants.similar("额肯呼都", listed, "village") == listed["额肯呼都格"]
    assert variants.similar("巴音呼都格", listed, "village") == ()
    short = {
        "石坳": (gazetteer.Division("1", "石坳村", "village", None),),
        "石桥": (gazetteer.Division("2", "石桥村", "village", None),),
    }
    assert variants.similar("石岙", short, "village") == short["石坳"]
    assert variants.similar("石山", short, "village") == ()


def test_a_list_ends_where_words_begin() -> None:
    text = "镇党委引导朗江、青朗、东城等3个村抱团发展,看项目、比干劲等活动同步开展。"
    assert [n for n, _ in found("会同县青朗乡:抱团", text)] == ["会同县", "青朗乡", "朗江", "青朗", "东城"]


@pytest.mark.parametrize(
    ("numeral", "digits"), [("七十六", "76"), ("一五二", "152"), ("十", "10"), ("一百零四", "104"), ("136", "136")]
)
def test_regiments_are_numbered_in_two_ways(numeral: str, digits: str) -> None:
    assert arabic(numeral) == digits


def test_a_name_is_told_from_the_words_before_it() -> None:
    assert max(words.name_starts("走进东岭"))[1] == 2
    assert max(words.name_starts("位于王家湾"))[1] == 2
    assert max(words.name_starts("周边")) < max(words.name_starts("东岭"))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n\n",
        "村" * 2000,
        "、村" * 1000,
        "a|" * 1000,
        "会同县青朗乡朗江村" * 200,
        "1" * 2000 + "个村",
        "\ud800村",
    ],
)
def test_hostile_text_is_read(body: str) -> None:
    places = read("会同县", body)
    assert all(m.text for m in places.mentions)


@pytest.mark.slow
def test_thousands_of_real_names_are_found_and_linked() -> None:
    from bench.places import main

    precision, recall = main(1000, misses=False)
    assert precision > 0.99
    assert recall > 0.99


def test_a_name_that_begins_like_a_city_is_still_a_village() -> None:
    page = read("大棚里的好日子", "王爱召镇发展设施农业,榆林子村新建大棚20座,满足达拉特存量需求。")
    assert [(m.text, m.code) for m in page.mentions] == [
        ("王爱召镇", "150621103"),
        ("榆林子村", "150621103219"),
        ("达拉特", "150621"),
    ]
    assert page.home == "150621103"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("陕西镇坪的药农忙碌起来。", [("陕西", "61"), ("镇坪", "610927")]),
        ("德清五四村一片新绿。", [("德清", "330521"), ("五四村", "330521115220")]),
    ],
)
def test_a_bare_county_stands_before_what_it_holds(text: str, places: list[tuple[str, str]]) -> None:
    assert found("要闻", text) == places


def test_a_county_heads_a_title() -> None:
    assert found("平江:油茶飘香", "山里的油茶林开花了。") == [("平江", "430626")]


def test_a_county_that_is_a_district_now() -> None:
    page = read("乐都“五箭齐发”", "乐都县整合资金,推进示范村建设。")
    assert (page.home, [m.text for m in page.mentions]) == ("630202", ["乐都", "乐都县"])
    assert found("要闻", "海南县域经济发展快,小吃香飘全城。") == [("海南", "46")]


def test_cities_by_their_first_character() -> None:
    assert ("呼市", "1501") in found("呼市新城区保合少镇见闻", "镇里整治环境。")


@pytest.mark.parametrize(
    "text",
    [
        "实现富民强村、产业兴镇、党建强村,",
        "建设三美乡村、五好乡村,",
        "该社区进村道路硬化,",
        "苗乡侗寨和满乡风情,",
        "乡村容村貌变了,村容村貌整洁,",
        "新建社区食堂2家,",
        "甘溪大米、甘溪黑猪卖得好,",
    ],
)
def test_what_is_no_place_on_a_town_s_page(text: str) -> None:
    assert found("蒲江县甘溪镇要闻", text) == [("蒲江县", "510131"), ("甘溪镇", "510131106")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("镇里3个村(明月、石砫、水磨坪)合并。", [("明月", "510131106205"), ("石砫", None), ("水磨坪", None)]),
        ("与周边的刘桥、袁楼等村连片。", [("刘桥", None), ("袁楼", None)]),
        ("明月村、中和村率先示范。", [("明月村", "510131106205"), ("中和村", None)]),
        ("到了龙山乡。", [("龙山乡", None)]),
        ("实施单位:干溪镇人民政府。", [("干溪镇", "510131106")]),
    ],
)
def test_lists_and_spellings_on_a_town_s_page(text: str, places: list[tuple[str, str | None]]) -> None:
    assert found("蒲江县甘溪镇要闻", text)[2:] == places


def test_a_nationality_without_its_last_character() -> None:
    assert ("三源浦朝鲜镇", "220524101") in found("要闻", "三源浦朝鲜镇位于柳河县。")


def test_a_town_that_never_says_its_suffix() -> None:
    page = read("“十一五”回顾", "我镇立足冶溪实际,打造魅力冶溪,全镇新建水泥路,水泥路通到每个村。")
    assert (page.home, [m.text for m in page.mentions]) == ("340828111", ["冶溪", "冶溪"])
    assert read("工作回顾", "我镇新建水泥路,水泥路通到每个村。").home is None


def test_a_common_word_before_a_word_of_villages_is_no_village() -> None:
    """右玉县 has a village called 振兴."""
    assert found("右玉县要闻", "各部门支持振兴村级集体经济。") == [("右玉县", "140623")]
    assert found("右玉县要闻", "右卫镇振兴村修了水渠。")[-1] == ("振兴村", "140623101236")


def test_the_township_that_a_name_is_said_to_lie_in_is_believed_before_its_namesakes_elsewhere() -> None:
    """会同县 gave its 王家坪乡 up; 光明村 is another township's in 长安区."""
    title, line = read("王家坪乡的新路", "会同县王家坪乡修路3公里。").mentions[::2]
    assert (title.code, line.code) == (None, None)
    (title, *_, line) = read("光明村的新路", "西安市长安区王曲街道光明村修路3公里。").mentions
    assert (title.code, title.within, line.code, line.within) == (None, "610116016", None, "610116016")


def test_no_prefecture_stands_right_behind_a_town() -> None:
    assert [m.text for m in read("修路", "会同县林城镇凉山取水点和赣州坡断了水。").mentions] == ["会同县", "林城镇"]


def test_a_university_takes_a_bare_name_for_itself() -> None:
    page = read("实践队下乡", "湖南农业大学的学生来到会同县青朗乡,广西民族大学的也来了。")
    assert [m.text for m in page.mentions] == ["会同县", "青朗乡"]


def test_the_head_of_a_list_behind_a_name_with_a_numeral() -> None:
    places = found("城厢区华亭镇要闻", "涧口、五云两村各自筹款。")
    assert places[2:] == [("涧口", "350302101002"), ("五云", "350302101213")]


def test_a_township_called_like_its_produce() -> None:
    names = [name for name, _ in found("都匀市毛尖镇要闻", "都匀毛尖香飘万里,毛尖镇的茶农笑了。")]
    assert names == ["都匀市", "毛尖镇", "都匀", "毛尖镇"]


def test_a_township_s_name_misspelt_before_its_nationality() -> None:
    assert ("囊宋阿昌族乡", "533122205") in found("梁河县要闻", "梁河县囊宋阿昌族乡关璋村是聚居村。")
    assert found("梁河县要闻", "阿昌族村寨换新颜。") == [("梁河县", "533122")]


def test_a_village_behind_a_township_is_no_namesake_in_another() -> None:
    village = next(m for m in read("会同县要闻", "会同县坪村镇大桥村修路。").mentions if m.text == "大桥村")
    others = [d.code for d in gazetteer.members("431225") if d.name == "大桥村"]
    assert village.code is None and village.within == "431225101" and not any(c.startswith("431225101") for c in others)


def test_an_autonomous_county_without_its_nationalities() -> None:
    assert found("修路", "紫云自治县松山街道修了路。")[:1] == [("紫云自治县", "520425")]


def test_a_township_of_many_counties_is_told_by_the_village_named_behind_it() -> None:
    read_page = read("路灯坏了谁来修?", "去年底,我们龙泉镇香烟寺村的路灯坏了一半。")
    assert [(p.text, p.code) for p in read_page.mentions] == [("龙泉镇", "420506107"), ("香烟寺村", "420506107205")]


def test_a_county_named_twice_without_suffix_on_a_page_of_its_province() -> None:
    text = "近日,记者在巴马看到,搬迁户正在领钥匙。巴马今年计划建成安置房1260套。"
    assert found("搬迁新家安在县城边", text, source="广西日报") == [("巴马", "451227"), ("巴马", "451227")]


def test_a_county_that_lost_a_township_does_not_send_it_to_another() -> None:
    (*_, merged) = read("江油市新闻", "江油市建峰乡的旧址改成了集市。").mentions
    assert merged.text == "建峰乡"
    assert (merged.code or merged.within or "")[:6] == "510781"


@pytest.mark.parametrize("text", ["果树栽满延安沟。", "改造新建村级卫生室两处。", "新建村级公路三条。"])
def test_landforms_and_things_of_the_village_level_are_no_places(text: str) -> None:
    assert found("静乐县:山上山下都是景", text) == [("静乐县", "140926")]


def test_a_common_word_that_no_rule_suggested_is_no_place_and_a_listed_name_is_looked_up() -> None:
    text = "阳坡新闻\n延庆区大庄科乡霹破石的村民改造新建的厕所。"
    article = Article(
        "http://example.invalid/", text, (Block(0, 4, "title"), Block(5, len(text), "paragraph")), "阳坡新闻"
    )
    marked = [(text.index(name), text.index(name) + len(name)) for name in ("延庆区", "大庄科乡", "霹破石", "新建")]
    places = settle_places(article, None, suggest_places(article), marked)
    assert [(p.text, p.code) for p in places.mentions] == [
        ("延庆区", "110119"),
        ("大庄科乡", "110119200"),
        ("霹破石", "110119200215"),
    ]


def test_streets_and_dishes_bear_names_and_a_township_that_lists_dropped_is_its_county_s() -> None:
    text = "靖州见闻\n靖州县艮山口乡开了兰州拉面馆,广州大道上装了路灯,成都的客商来了。"
    article = Article(
        "http://example.invalid/", text, (Block(0, 4, "title"), Block(5, len(text), "paragraph")), "靖州见闻"
    )
    marked = [(at, at + len(name)) for name in ("靖州县", "兰州", "广州", "成都") for at in (text.index(name),)]
    places = settle_places(article, None, suggest_places(article), marked)
    assert [(p.text, p.code or p.within) for p in places.mentions] == [
        ("靖州县", "431229"),
        ("艮山口乡", "431229"),
        ("成都", "5101"),
    ]


@pytest.mark.parametrize("name", ["集中安置区", "安置小区", "镇北侧", "小区"])
def test_kinds_of_residence_and_directions_name_no_place(name: str) -> None:
    assert is_unnamed(name)


@pytest.mark.parametrize("name", ["桂花小区", "河东安置点", "北面坡"])
def test_residences_with_a_name_of_their_own_may_be_places(name: str) -> None:
    assert not is_unnamed(name)


@pytest.mark.parametrize(
    ("lines", "source", "places"),
    [
        (["苗乡木楼换新颜", "融水去年改造危房860户。记者在融水看到新楼。"], "柳州日报", ["融水", "融水"]),
        (["静乐县:春耕忙", "三晋大地春意浓,静乐县备足化肥。"], "山西日报", ["静乐县", "静乐县"]),
        (["美丽新乡村 宜居新乡镇", "延津县石婆固镇打造新乡镇样板。"], "延津县融媒体中心", ["延津县", "石婆固镇"]),
        (["郫县唐昌镇:豆瓣飘香", "郫县唐昌镇有豆瓣企业16家。"], "成都日报", ["郫县", "唐昌镇"] * 2),
        (
            ["青朗乡:分红到户", "会同县青朗乡给每户县里补助的500元。"],
            "会同县融媒体中心",
            ["青朗乡", "会同县", "青朗乡"],
        ),
        (["宜宾县:竹子变宝", "宜宾县观音镇种竹3万亩。"], "宜宾日报", ["宜宾县", "宜宾县", "观音镇"]),
        (["平武县:采茶忙", "云南师范大学的学生来到平武县。"], "绵阳日报", ["平武县", "平武县"]),
    ],
)
def test_short_old_and_borrowed_names(lines: list[str], source: str, places: list[str]) -> None:
    assert [name for name, _ in found(*lines, source=source)] == places


def test_names_that_were_given_up_mean_one_division_each() -> None:
    renamed = load_lexicon("pipeline.places", "divisions")["renamed"]
    names = [division.name for division in gazetteer.upper().values()]
    assert [old for old, new in renamed.items() if names.count(new) != 1 or old in names] == []
