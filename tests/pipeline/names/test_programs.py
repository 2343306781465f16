"""What is a programme's name and what is none; sentences of our own, names of places invented."""

from time import process_time

import pytest

from ontology.concepts import load
from pipeline.names import read_programs, settle_programs, suggest_programs
from pipeline.records import Program
from tests.pipeline.names.texts import article

NATIONAL = {
    "by its name": ("今年全村继续推进农村人居环境整治提升五年行动。", ["农村人居环境整治提升五年行动"]),
    "a bare topic without 农村": ("各组把农村人居环境整治放在首位。", ["人居环境整治"]),
    "across quote marks": ("推进“厕所革命”和“四好农村路”建设。", ["厕所革命", "四好农村路"]),
    "without what dates it": ("自大干百日攻坚行动启动以来,村里变了。", ["大干百日攻坚行动"]),
    "with a word that holds the same character": ("推进自来水改造工程。", ["自来水改造工程"]),
    "leading a name of its own": ("开展农村人居环境整治“暖春”行动。", ["农村人居环境整治暖春行动"]),
    "with its rule noun outside": ("严格执行“三会一课”制度。", ["三会一课"]),
    "named as a principle all the same": ("落实“四个不摘”要求,守住底线。", ["四个不摘"]),
    "an ordinary word when unquoted": ("院坝会开到了晚上。", []),
    "an ordinary word that is quoted before a head noun": ("开展“院坝会”活动。", ["院坝会"]),
    "a technique that is a drive": ("开展测土配方施肥行动。", ["测土配方施肥行动"]),
    "a technique in passing": ("种粮靠测土配方施肥。", []),
    "a named fund, its level outside": (
        "下达中央财政衔接推进乡村振兴补助资金。",
        ["财政衔接推进乡村振兴补助资金", "乡村振兴"],
    ),
    "money for a policy is no fund": ("争取人居环境整治资金30万元。", ["人居环境整治"]),
    "not where a rate of it follows": ("畜禽粪污资源化利用率达九成。", []),
    "not where it says where people went": ("两个组的牧户移民搬迁至镇区。", []),
    "an ordinary result": ("村村通公路,户户有余粮。", []),
    "not where a count of the insured follows": ("城乡居民基本医疗保险参保率达九成。", []),
    "not where it begins a spot's name": ("村级代办点有专人值守。", []),
    "a policy of medical care": ("县医院开通跨省异地就医直接结算。", ["跨省异地就医直接结算"]),
    "inside a document's title": ("印发《岭头镇村庄清洁行动方案》。", ["村庄清洁行动"]),
    "not where it begins an office's name": ("乡村振兴局的同志来了。", []),
    "a great policy within a longer name": ("建成乡村振兴示范带两条。", ["乡村振兴示范带", "乡村振兴"]),
}

NAMED = {
    "a quoted name with its head noun": ("乡里推行“六个一”走访机制,户户有人管。", ["六个一走访机制"]),
    "only the inner text before 模式": ("阳坡村探索“支部+基地+脱贫户”发展模式。", ["支部+基地+脱贫户"]),
    "plus signs before 机制, with the head noun": (
        "建立“公司+合作社+农户”利益联结机制。",
        ["公司+合作社+农户利益联结机制"],
    ),
    "plus signs without quote marks": ("采用党支部+公司+农户模式种下茶苗。", ["党支部+公司+农户"]),
    "members quoted one by one": ("开展“积分榜”+“曝光台”活动。", ["积分榜+曝光台活动"]),
    "the inner text before 的 and a naming noun": ("探索出“先建后管、建管并重”的工作模式。", ["先建后管、建管并重"]),
    "a decision's content": ("落实“双争双评、抓乡促村”的决策部署。", ["双争双评、抓乡促村"]),
    "a coordinated list closed by 等活动": ("开展“邻里节”“百家宴”等活动。", ["邻里节", "百家宴"]),
    "a list of rules closed by 等制度": ("坚持党员联户、干部包片等制度。", ["党员联户", "干部包片"]),
    "a drive with its years": ("全县实施乡村道路畅通三年行动。", ["乡村道路畅通三年行动"]),
    "a drive of general words, long enough": ("全市推进农村环境卫生整治工程。", ["农村环境卫生整治工程"]),
    "members built alike before one head noun": ("组织开展治脏、治乱、治差行动。", ["治脏、治乱、治差行动"]),
    "quote marks in the middle": ("启动乡村振兴“百村示范”工程。", ["乡村振兴百村示范工程", "乡村振兴"]),
    "a drive with what it improves": ("启动“院落微改造”成果巩固提升行动。", ["院落微改造成果巩固提升行动"]),
    "a contest on a national topic": ("举行人居环境整治“擂台赛”。", ["人居环境整治擂台赛"]),
    "a formula": ("创新“1+3+N”治理体系。", ["1+3+N治理体系"]),
    "a formula without a head noun": ("以“4+2”为抓手补短板。", ["4+2"]),
    "shorthand of two counts, whatever noun follows": ("逐户对照“四净两规范”的标准打分。", ["四净两规范"]),
    "shorthand that ends like a label": ("楼里按照“一书三单”办事。", ["一书三单"]),
    "a count before what it counts": ("镇里走出抱团发展的路,这就是“富村五法”。", ["富村五法"]),
    "a list of what each has": ("帮村里建立“一组一策”“一组一档”,家家有数。", ["一组一策", "一组一档"]),
    "a contest that a verb introduces": ("镇上组织春耕插秧大比武,热闹得很。", ["春耕插秧大比武"]),
    "repeated counting": ("镇里以“三清四建”为抓手治理乱堆乱放。", ["三清四建"]),
    "a way of doing after a weak introducer": ("通过“村企联建”,茶厂开到了家门口。", ["村企联建"]),
    "a working method": ("总结出“板凳三问”工作法。", ["板凳三问工作法"]),
    "a rule without quote marks": ("实行村干部分片包干责任制。", ["村干部分片包干责任制"]),
    "a brand": ("打造“红杏枝头”党建品牌。", ["红杏枝头"]),
    "a place and its produce": ("把[青溪镇|township|1]的“青溪笋干”卖到省外。", ["青溪笋干"]),
    "a selection": ("开展“清爽农家”评选活动。", ["清爽农家评选活动"]),
    "建设 where the quoted part is no name": ("推进“诗意山乡”建设。", ["诗意山乡建设"]),
    "an event that carries a place's name": ("举办魅力[青溪|township|1]美食嘉年华活动。", ["魅力青溪美食嘉年华活动"]),
    "parallel members as a means": (
        "采取“政府补一点、集体出一点、农户筹一点”的办法。",
        ["政府补一点、集体出一点、农户筹一点"],
    ),
    "with an aside before its head noun": ("开展“三理”(理水、理渠、理路)行动。", ["三理"]),
    "members closed by their number": ("实施“智慧田”“绿色仓”“放心粮”三大工程。", ["智慧田", "绿色仓", "放心粮"]),
    "a named model in quotes": ("走出一条“竹岭模式”。", ["竹岭模式"]),
    "something run for people, introduced": ("打造“红色驿站”,服务骑手。", ["红色驿站"]),
    "a quoted reach of services, introduced": ("建成“10分钟养老服务圈”。", ["10分钟养老服务圈"]),
    "with a word that holds a particle": ("落实“双病”门诊用药补助机制。", ["双病门诊用药补助机制"]),
    "the head of a numbered item, with its place": (
        "1.[柳湾村|village|1]灌渠衬砌工程:投资90万元。\n2.花椒良种繁育项目:投资50万元。",
        ["柳湾村灌渠衬砌工程", "花椒良种繁育项目"],
    ),
    "the whole line of an item, with its phase": (
        "1.[青溪镇|township|1]两个村茶农聚居点供水提质工程\n投资:80万元\n2.[柳湾村|village|1]排灌工程(二期)\n投资:9万元",
        ["青溪镇两个村茶农聚居点供水提质工程", "柳湾村排灌工程(二期)"],
    ),
    "items told by 一是": (
        "一是花椒烘干示范项目,投资20万元。二是[柳湾村|village|1]设施大棚项目,占地9亩。三是实施好后续管理。",
        ["花椒烘干示范项目", "柳湾村设施大棚项目"],
    ),
    "items within a line, and after their label": (
        "公示如下:(一)茶叶加工厂扩建项目,投资9万元;(二)[柳湾村|village|1]产业路项目,投资8万元。\n项目名称:竹荪大棚项目",
        ["茶叶加工厂扩建项目", "柳湾村产业路项目", "竹荪大棚项目"],
    ),
    "a level within a word": (
        "建立省际联防联控机制,实施市域治理现代化试点项目。",
        ["省际联防联控机制", "市域治理现代化试点项目"],
    ),
    "projects by their money": (
        "安排到区,其中书香屋场项目奖补资金5万元,村级产业发展帮扶项目资金10万元。",
        ["书香屋场项目", "村级产业发展帮扶项目"],
    ),
    "a stage before its head noun": ("柳湾、石桥村及8公里竹溪治污(一期)工程已立项。", ["竹溪治污(一期)工程"]),
    "a way of doing together": ("通过村社联营的模式养牛,推行茶企托管模式种茶。", ["村社联营", "茶企托管"]),
    "an event done together": ("组织开展新一轮村企结对共建活动。", ["村企结对共建活动"]),
    "a list that a selection sums up": (
        "最美婆婆、读书之家、诚信商户……村里开展的各类评选活动受到欢迎。",
        ["最美婆婆", "读书之家", "诚信商户"],
    ),
    "a policy's demonstration zone on two policies": (
        "建设三产融合乡村振兴示范区。",
        ["三产融合乡村振兴示范区", "乡村振兴"],
    ),
    "drives listed between one pair of quote marks": (
        "实施“茶园提质行动、古道修复行动”。",
        ["茶园提质行动", "古道修复行动"],
    ),
    "works listed between one pair of quote marks": ("实施“惠桥工程、惠路工程”两大工程。", ["惠桥工程", "惠路工程"]),
    "what a count sums up": ("与走访、与调解、与代办等“三融入”,推动工作。", ["三融入"]),
    "the noun of the next quote": ("实行农户与茶厂“绑牢”的利益“同享”机制。", ["同享机制"]),
    "a small town that is being built": ("镇里建设的“花椒小镇”已成形。", ["花椒小镇"]),
    "a park that is being built": ("县里投资2亿元建设花椒产业园,明年投产。", ["花椒产业园"]),
    "a rule of levels after their list": ("建立市、县、乡三级田长体系。", ["三级田长体系"]),
    "a line of levels": ("构建“总支—小组—院长”三级组织架构。", ["总支—小组—院长三级组织架构"]),
    "a project with its year": ("2023年度高标准农田建设项目开工。", ["2023年度高标准农田建设项目"]),
    "an ordinary word of the scheme that is quoted and introduced": ("创建省级“美丽小镇”。", ["美丽小镇"]),
    "what a sentence is about": ("蜂业提质行动成效明显。", ["蜂业提质行动"]),
    "a phase of a work": ("明年启动竹溪花海二期项目。", ["竹溪花海二期项目"]),
    "a phase after a quote": ("实施“绿洲”三期工程。", ["绿洲三期工程"]),
    "what is built": ("实施花椒烘干中心建设项目。", ["花椒烘干中心建设项目"]),
    "within speech": (
        "“我们正在实施花椒提质三年行动,明年推行‘三问四答’工作法。”他说。",
        ["花椒提质三年行动", "三问四答工作法"],
    ),
    "a policy's households, no honour": ("评出“美丽庭院”示范户30户。", ["美丽庭院"]),
    "a platform": ("上线“码上议事”平台。", ["码上议事"]),
    "met again without quote marks": ("推行“晾晒比拼”机制。晾晒比拼机制让人服气。", ["晾晒比拼机制", "晾晒比拼机制"]),
    "met again in quotes alone": ("推行“竹林夜话”机制。昨晚的“竹林夜话”热闹。", ["竹林夜话机制", "竹林夜话"]),
    "straight quote marks": ('推行"六个一"走访机制。', ["六个一走访机制"]),
    "corner brackets": ("推行「六个一」走访机制。", ["六个一走访机制"]),
    "a settlement of its own name": ("河东扶贫移民安置区占地60亩。", ["河东扶贫移民安置区"]),
    "a settlement by its quoted name": ("“桂花苑”搬迁安置小区已经入住。", ["桂花苑搬迁安置小区"]),
    "a level that a short name needs": ("申报县级村级连心项目。", ["村级连心项目"]),
    "a sum got for it by someone": ("为了水,驻村干部争取到省级村级暖心桥项目资金20万元。", ["村级暖心桥项目"]),
    "the policy alone where it is exceeded": ("意愿超出易地搬迁计划。", ["易地搬迁"]),
    "after a year and an adverb": ("全面启动2023年度农房靓化百日行动。", ["农房靓化百日行动"]),
}

NOT_NAMED = {
    "a figure of starting": "村里开启“赶工模式”,热火朝天。",
    "a thing done with points": "大娘用积分兑换了一袋盐。",
    "things that are built": "排灌设施、田间道路等工程全部完工。",
    "where something is": "在“月亮坡”创建果园。",
    "a plan of sums": "公布资金分配计划。",
    "an item that is a clause": "一是抓好项目,二是整治河道。",
    "a metaphor": "让闲置校舍变“包袱”为“财富”。",
    "a pair of metaphors": "“小积木”垒起“大日子”。",
    "a metaphor by its verb": "按下集体增收“快进键”。",
    "a measured figure": "形成全镇“一盘棋”。",
    "an honour by its verb": "李家被评为“洁净示范户”。",
    "an honour by its noun": "村里拿到“省级卫生村”称号。",
    "an attribute of consciousness": "增强村民“我是主人”意识。",
    "a group": "“红背心”志愿服务队上门。",
    "a principle": "坚持“能拆则拆、应种尽种”的原则。",
    "the figure at the front": "凝聚“巾帼红”力量。",
    "a manner": "提供“保姆式”“一对一”帮助。",
    "speech": "王婶说:“现在路通了,日子好过了,心里亮堂。”",
    "a facility": "“老友食堂”开张了。",
    "a section's heading": "强化“三个保障”,压实责任。",
    "a day of the calendar": "“七一”前夕,走访老党员。",
    "the head of an item of general words": "1.基础设施建设项目:投资90万元。",
    "a honour of a policy's name": "获得“美丽庭院”称号。",
    "a park that is merely there": "走进花椒产业园,机器轰鸣。",
    "a fund's projects": "安排扶持资金项目9个。",
    "what lists hold": "建立“问题清单、责任清单”两张清单。",
    "labels listed together": "打造“小茶园、小竹园”12个。",
    "what opens a sentence with a conjunction": "因为救援行动迅速,没有人受伤。",
    "a phase of nothing": "项目一期工程已经完工。",
    "a result": "确保“不漏一户、不落一人”。",
    "a general mechanism": "建立长效机制,完善工作制度。",
    "a general event": "开展志愿服务活动3次。",
    "a general project": "一批基础设施建设项目落地。",
    "a word that begins like a head noun": "村活动室里,工程师讲解项目资金管理。",
    "general words joined": "采取“线上+线下”的方式宣讲。",
    "a settlement of a policy": "水库移民安置点、集中搬迁安置区都通了水。",
    "a class that is counted behind": "建设蓝莓采摘项目3个、花卉示范园两处。",
    "a class in quotes that is counted": "建成“同心食堂”6处,打造红薯种植示范基地900亩。",
    "a class that is counted before": "打造5个蓝莓采摘项目。",
    "what something has become": "一片茶园成了全村老小的“绿色银行”与“聚宝盆”。",
    "a policy's name as a figure of speech": "这口塘变成乡亲们的“生态银行”。",
    "a change of state": "从“要我干”向“我要干”转变。",
}


def names(text: str) -> list[str]:
    return [p.text for p in read_programs(*article(text))]


@pytest.mark.parametrize(("text", "expected"), NATIONAL.values(), ids=NATIONAL)
def test_national_programmes(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_local_programmes(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", NOT_NAMED.values(), ids=NOT_NAMED)
def test_what_is_no_programme(text: str) -> None:
    assert names(text) == []


def only(text: str) -> Program:
    (found,) = read_programs(*article(text))
    return found


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("申报省级村级公益事业项目成功。", "省级村级公益事业项目", ["村级公益事业项目"]),
        ("[青山镇|township|110000]新建蓝莓产业园,[青山镇|township|110000]好。", "青山镇新建蓝莓产业园", ["蓝莓产业园"]),
        ("[青山镇|township|110000]新建蓝莓产业园2个。", "青山镇新建蓝莓产业园", []),
        ("[青山镇|township|110000]蓝莓产业园2个。", "青山镇蓝莓产业园", ["青山镇蓝莓产业园"]),
        ("增强群众在人居环境整治中的劲头。", "增强群众在人居环境整治", ["人居环境整治"]),
        ("[青山镇|township|110000]陡坡排水工程开工。", "陡坡排水工程", ["青山镇陡坡排水工程"]),
        (
            "[东河县|county|1100][青山镇|township|110000]药材晾晒项目开工。",
            "药材晾晒项目",
            ["东河县青山镇药材晾晒项目"],
        ),
        ("走进[青山镇|township|110000]看厕所革命。", "厕所革命", ["厕所革命"]),
        ("[青山镇|township|110000]厕所革命成效好。", "厕所革命", ["厕所革命"]),
    ],
)
def test_a_name_that_was_learnt_begins_behind_what_only_leads_to_it(
    text: str, tagged: str, expected: list[str]
) -> None:
    page, places = article(text)
    start = page.text.index(tagged)
    found = settle_programs(suggest_programs(page, places), [(start, start + len(tagged))])
    assert [p.text for p in found] == expected


def test_a_national_programme_is_linked_by_any_of_its_wordings() -> None:
    short = only("推行“四议两公开”制度。")
    assert (short.text, short.concept, short.kind) == ("四议两公开", "four-discussions", "mechanism")


def test_a_local_programme_points_to_the_national_one_within_its_name() -> None:
    local, topic = read_programs(*article("实施乡村振兴“百村示范”工程。"))
    assert (local.concept, local.broader, local.kind) == (None, "rural-revitalisation", "project")
    assert topic.concept == "rural-revitalisation"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("实施“归巢”工程。", "project"),
        ("开展“净滩”行动。", "campaign"),
        ("落实“三问三看”制度。", "mechanism"),
        ("打造“青年茶座”品牌。", "brand"),
        ("探索“支部+电商”模式。", "model"),
    ],
)
def test_the_head_noun_tells_the_kind(text: str, kind: str) -> None:
    assert only(text).kind == kind


def test_a_bare_number_of_a_list_is_no_part_of_a_name() -> None:
    county = "[南岭县|county|431299]"
    page, places = article(f"汇总表涉及乡镇村 2 {county}油茶低改项目 {county}[河口镇|township|]。")
    assert [p.text for p in read_programs(page, places)] == ["油茶低改项目"]


def test_what_refers_to_a_programme_is_none() -> None:
    """Whatever weighs the stretches: 会上通过该工程 names nothing."""
    text = "村民大会一致通过该工程,随后实施河口水渠改造工程。"
    page, places = article(text)
    suggested = suggest_programs(page, places)
    stretches = [(text.index(name), text.index(name) + len(name)) for name in ("一致通过该工程", "河口水渠改造工程")]
    assert [p.text for p in settle_programs(suggested, stretches)] == ["河口水渠改造工程"]


def test_a_class_whose_projects_a_page_lists_is_no_programme() -> None:
    """In the title, in what leads into the list, and as a fund of projects; a project of its own is one."""
    lists = "本批共安排4个项目。"
    assert names(f"南岭县交通建设项目公示\n现将南岭县交通建设项目公示如下。\n{lists}") == []
    suggested = suggest_programs(*article(f"第二批衔接资金项目公告\n{lists}"))
    assert settle_programs(suggested, [(3, 7)]) == ()
    assert names("实施南岭县交通建设项目。") == names("南岭县交通建设项目公示\n实施南岭县交通建设项目。")[:1]


def test_offsets_are_the_surface_with_its_quote_marks() -> None:
    page, places = article("推行“六个一”走访机制,用“六个一”走访机制联户。")
    first, second = read_programs(page, places)
    assert [page.text[p.start : p.end] for p in (first, second)] == ["“六个一”走访机制"] * 2


def test_an_unpaired_quote_mark_quotes_nothing() -> None:
    assert names("推行“六个一走访。\n第二段”结束。") == []


def test_every_concept_says_its_kind_and_no_label_is_shared() -> None:
    seen: dict[str, str] = {}
    for concept in load("programs"):
        assert concept.note("kind") in {"project", "campaign", "mechanism", "brand", "model"}, concept.slug
        for label in (concept.zh, *concept.alt):
            assert seen.setdefault(label, concept.slug) == concept.slug, label
        assert all(broader in {c.slug for c in load("programs")} for broader in concept.broader)


@pytest.mark.parametrize(
    "unit",
    [
        "“甲”",
        "甲乙丙行动、",
        "一村一品",
        "推进",
        "《",
        "甲+",
        "一是甲乙丙",
        "其中甲乙",
        "(一)甲",
        "的模式",
        "“甲行动、”",
    ],
)
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    page, places = article(unit * 20_000)
    start = process_time()
    read_programs(page, places)
    assert process_time() - start < 3


def test_time_is_linear_in_names_that_lead_into_a_list() -> None:
    unit = "供水项目如下："
    page, places = article("供水项目\n" + unit * 5_000)
    suggested, first = suggest_programs(page, places), len("供水项目\n")
    start = process_time()
    settle_programs(suggested, [(at, at + 4) for at in range(first, first + len(unit) * 5_000, len(unit))])
    assert process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("全村超过200户用上了清洁能源。", []),
        ("家家户户通了电。", []),
        ("公路长制定了规划。", []),
        ("贵州榕江村超带火了旅游。", ["村超"]),
        ("推行林长制、河长制。", ["林长制", "河长制"]),
    ],
)
def test_a_short_label_is_one_only_where_words_end_with_it(text: str, named: list[str]) -> None:
    assert names(text) == named
