import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.places import build_gazetteer, gazetteer
from pipeline.places.naming import base, township_name, village_name, without_nationality


def test_a_division_knows_its_name_level_and_parent() -> None:
    village = gazetteer.get("431225212209")
    assert village == gazetteer.Division("431225212209", "朗江村", "village", "431225212")
    assert [d.name for d in gazetteer.ancestors("431225212209")] == ["青朗侗族苗族乡", "会同县", "怀化市", "湖南省"]


def test_children_are_the_divisions_right_below() -> None:
    assert {d.name for d in gazetteer.children("1529")} == {
        "阿拉善左旗",
        "阿拉善右旗",
        "额济纳旗",
        "内蒙古阿拉善高新技术产业开发区",
    }
    assert "朗江村" in {d.name for d in gazetteer.children("431225212")}
    assert gazetteer.children("431225212209") == ()


@pytest.mark.parametrize("code", ["", "99", "4312259", "431225999", "431225212999", "x"])
def test_an_unknown_code_is_none(code: str) -> None:
    assert gazetteer.get(code) is None
    assert gazetteer.children(code) == ()


def test_placeholder_rows_are_skipped() -> None:
    assert gazetteer.get("1101") is None
    assert [d.name for d in gazetteer.ancestors("110101001")] == ["东城区", "北京市"]
    county = gazetteer.get("419001")
    assert county is not None
    assert (county.name, county.parent) == ("济源市", "41")


def test_nothing_of_the_list_is_lost() -> None:
    with zipfile.ZipFile(files("pipeline.places").joinpath("data", "gazetteer.zip").open("rb")) as archive:
        lines = [
            line for name in archive.namelist() if name.isdigit() for line in archive.read(name).decode().split("\n")
        ]
    assert len(lines) == 41_352
    assert sum(line.count("\t") - 1 for line in lines) == 620_573


def test_building_is_deterministic(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    tables = {
        "provinces": 'code,name\n43,"湖南省"\n',
        "cities": 'code,name,provinceCode\n4312,"怀化市",43\n4390,"省直辖县级行政区划",43\n',
        "areas": 'code,name,cityCode,provinceCode\n431225,"会同县",4312,43\n',
        "streets": 'code,name,areaCode,provinceCode,cityCode\n431225212,"青朗侗族苗族乡",431225,43,4312\n',
        "villages": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        '431225212209,"朗江村村民委员会",431225212,43,4312,431225\n'
        '431225212200,"青朗村委会",431225212,43,4312,431225\n',
    }
    for name, text in tables.items():
        (dist / f"{name}.csv").write_text(text, "utf-8")
    for target in (tmp_path / "one.zip", tmp_path / "two.zip"):
        build_gazetteer.main(tmp_path, target)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.read("431225").decode() == "212\t青朗侗族苗族乡\t200青朗村\t209朗江村"
        assert archive.read("upper").decode() == "43\t湖南省\n4312\t怀化市\n431225\t会同县"


@pytest.mark.parametrize(
    ("raw", "natural"),
    [
        ("朗江村民委员会", "朗江村"),
        ("朗江村村委会", "朗江村"),
        ("九斗村委会", "九斗村"),
        ("额肯呼都格嘎查委员会", "额肯呼都格嘎查"),
        ("乌兰嘎查村", "乌兰嘎查"),
        ("多福巷社区居委会", "多福巷社区"),
        ("胜利大街居民委员会", "胜利大街社区"),
        ("敦达乌苏嘎查", "敦达乌苏嘎查"),
        ("横塘社区", "横塘社区"),
        ("三连生活区", "三连生活区"),
        ("平房村委会（平房分场）", "平房村"),
        ("余村村委会", "余村"),
        ("广东省河源市和平县合水镇三联村村民委员会", "三联村"),
    ],
)
def test_villages_are_called_as_texts_call_them(raw: str, natural: str) -> None:
    assert village_name(raw) == natural


def test_street_offices_are_streets() -> None:
    assert township_name("漓东街道办事处") == "漓东街道"
    assert township_name("青朗侗族苗族乡") == "青朗侗族苗族乡"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("青朗侗族苗族乡", "青朗乡"),
        ("麻阳苗族自治县", "麻阳县"),
        ("积石山保安族东乡族撒拉族自治县", "积石山县"),
        ("东乡族自治县", "东乡县"),
        ("鄂温克族自治旗", "鄂温克旗"),
        ("龙胜各族自治县", "龙胜县"),
        ("黔东南苗族侗族自治州", "黔东南州"),
        ("会同县", "会同县"),
    ],
)
def test_nationalities_may_be_left_out(name: str, short: str) -> None:
    assert without_nationality(name) == short


@pytest.mark.parametrize(
    ("name", "level", "stem"),
    [
        ("内蒙古自治区", "province", "内蒙古"),
        ("阿坝藏族羌族自治州", "prefecture", "阿坝"),
        ("阿拉善右旗", "county", "阿拉善右旗"),
        ("达拉特旗", "county", "达拉特"),
        ("青朗侗族苗族乡", "township", "青朗"),
        ("新利街道", "township", "新利"),
        ("额肯呼都格嘎查", "village", "额肯呼都格"),
    ],
)
def test_the_bare_name(name: str, level: str, stem: str) -> None:
    assert base(name, level) == stem


def test_a_village_bears_its_own_name_where_the_list_repeats_its_holders() -> None:
    village = gazetteer.get("441623104206")
    assert village is not None
    assert village.name == "陂头村"
