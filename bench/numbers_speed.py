"""Speed of reading numbers: amounts, quantities and dates together, against JioNLP's money and time on the same text.

usage: python bench/numbers_speed.py [FILE...] [--rounds N]

Reads the text files named, else pages made from sentences of our own (two figures or dates a sentence, between
sentences without any, about what county pages have). JioNLP is compared where it is installed (``pip install jionlp``).
The best of N rounds counts; both readers take turns on the same text, one page after the other.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.numbers import read_numbers

PUBLISHED = "2023-06-14"
FIGURES = [
    "2023年5月28日，全乡召开现场推进会，126名村干部和党员代表参加。",
    "今年以来，镇里整合资金1350余万元，硬化村组道路18.6公里，惠及群众3200余户。",
    "去年底，该村集体经济收入突破50万元，同比增长12.5%。",
    "合作社流转土地1.2万亩，每亩租金800元，带动两百多户脱贫户务工增收。",
    "截至10月底，共发放宣传资料5000余份，开展志愿服务活动31次，入户走访近千户。",
    "“十四五”期间，全县计划投资2.3亿元，建成高标准农田3万亩。",
]
PLAIN = [
    "村党支部坚持问题导向，广泛听取群众意见，把人居环境整治和产业发展结合起来，推动乡村面貌持续改善。",
    "走进村口，白墙黛瓦的民居错落有致，宽阔平坦的水泥路通到了家家户户的门前，房前屋后干净整洁。",
    "驻村工作队会同村干部逐户上门，宣讲惠民政策，帮助群众解决急难愁盼的问题，得到了大家的一致好评。",
    "下一步，该镇将继续完善长效管护机制，充分发挥党员的先锋模范作用，引导更多群众参与到家园建设中来。",
]


def pages(count: int) -> list[str]:
    """Pages of a title and eight paragraphs, the same each time."""
    chance = random.Random(5)
    paragraph = [FIGURES, PLAIN, PLAIN, FIGURES, PLAIN]
    made = []
    for _ in range(count):
        lines = ["和美乡村建设见成效"]
        lines += ["".join(chance.choice(kind) for kind in paragraph) for _ in range(8)]
        made.append("\n".join(lines))
    return made


def seconds(read: Callable[[str], object], texts: Iterable[str], rounds: int) -> float:
    """The processor time of the fastest round over all texts."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            read(text)
        found.append(time.process_time() - start)
    return min(found)


def jionlp() -> Callable[[str], object] | None:
    """JioNLP's money and time extraction, with their values; None where it is not installed."""
    try:
        import jionlp as jio
    except ImportError:
        return None

    def read(text: str) -> object:
        money = jio.ner.extract_money(text, with_parsing=True)
        return money, jio.ner.extract_time(text, time_base={"year": 2023, "month": 6, "day": 14}, with_parsing=True)

    return read


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("files", nargs="*", type=Path, help="text files instead of made pages")
    cli.add_argument("--rounds", type=int, default=3, help="how often each reader reads all (default 3)")
    args = cli.parse_args()
    texts = [file.read_text("utf-8", errors="replace") for file in args.files] or pages(200)
    size, length = sum(len(text.encode()) for text in texts), sum(map(len, texts))
    read_numbers(texts[0], PUBLISHED)  # the lexicons load once
    found = [read_numbers(text, PUBLISHED) for text in texts]
    counts = [sum(len(getattr(n, kind)) for n in found) for kind in ("amounts", "quantities", "dates")]
    print(f"{len(texts)} pages, {length:,} characters, {size / 1e6:.2f} MB")
    print("found {} amounts, {} quantities, {} dates".format(*counts))
    ours = seconds(lambda text: read_numbers(text, PUBLISHED), texts, args.rounds)
    print(f"xiangtu  {size / 1e6 / ours:8.2f} MB/s {1e3 * ours / len(texts):8.3f} ms a page   all three kinds")
    if (other := jionlp()) is None:
        print("jionlp is not installed; no comparison")
        return 0
    few = texts[: max(1, len(texts) // 10)]
    part = sum(len(text.encode()) for text in few)
    theirs = seconds(other, few, 1) * size / part
    print(f"jionlp   {size / 1e6 / theirs:8.2f} MB/s {1e3 * theirs / len(texts):8.3f} ms a page   money and time")
    print(f"ratio    {theirs / ours:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
