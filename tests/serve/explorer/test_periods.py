"""Times of the graph as people write them."""

import pytest

from serve.explorer.periods import period
from serve.explorer.reader import Reader


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ("2023", "2023年", "2023"),
        ("2023-05", "2023年5月", "May 2023"),
        ("2024-07-10T09:00:00", "2024年7月10日", "10 July 2024"),
        ("2023-01-01/2023-06-30", "2023年上半年", "first half of 2023"),
        ("2023-10/2023-12", "2023年第四季度", "fourth quarter of 2023"),
        ("2023-03-01/2023-05-31", "2023年3月至5月", "March to May 2023"),
        ("2023-02-01/2023-02-28", "2023年2月", "February 2023"),
        ("2023-01-01/2023-12-31", "2023年", "2023"),
        ("2021/2025", "2021–2025年", "2021–2025"),
        ("2022-11-01/2023-02-28", "2022年11月至2023年2月", "November 2022 to February 2023"),
        ("2022-11-03/2023-02-15", "2022年11月3日至2023年2月15日", "3 November 2022 to 15 February 2023"),
        ("2023-01-01/..", "2023年起", "since 2023"),
        ("2023-05-01/..", "2023年5月1日起", "since 1 May 2023"),
        ("../2025-12-31", "至2025年", "until 2025"),
        ("R/P1M", "每月", "each month"),
        ("R/P6M", "每6个月", "every 6 months"),
        ("R/P2Y", "每2年", "every 2 years"),
        ("--05-28", "每年5月28日", "28 May of each year"),
    ],
)
def test_times_are_written_out(when: str, zh: str, en: str) -> None:
    assert period(Reader("zh").say, when) == zh
    assert period(Reader("en").say, when) == en


@pytest.mark.parametrize("when", ["", "x", "2023-13", "--13-01", "/", "../..", "2023/x", "R/P0M", "R/P1Y2M", "<b>"])
def test_what_is_no_time_stays_as_it_is(when: str) -> None:
    assert period(Reader("zh").say, when) == when
