"""The arithmetic of a numeral with magnitudes: its parts added from the largest to the smallest."""

from decimal import Decimal

MYRIAD = 10**4


class Sum:
    """A number summed from its largest part to its smallest, as its lowest and its highest value."""

    def __init__(self) -> None:
        self.done = (Decimal(0), Decimal(0))
        self.section = (Decimal(0), Decimal(0))
        """What stands since the last 万 or 亿."""
        self.small = MYRIAD
        """The magnitude of the section's last part; the next must be smaller."""
        self.large = 0
        """The last 万 or 亿."""
        self.given = False
        """Whether a digit stands before the next 万 or 亿, be it a zero: 万元 is one 万, 0万元 none."""

    def add(self, low: int | Decimal, high: int | Decimal, factor: int) -> bool:
        """A part of the section; False where it is not smaller than the part before."""
        if factor >= self.small:
            if factor < MYRIAD or self.small < MYRIAD:
                return False
            # 4亿5: the digit behind 亿 counts 千万
            self.done = (self.done[0] + low * factor, self.done[1] + high * factor)
            return True
        self.section = (self.section[0] + low * factor, self.section[1] + high * factor)
        self.small = factor
        return True

    def close(self, factor: int) -> None:
        """A 万 or 亿 multiplies its section, and all before it where that is smaller (3万亿)."""
        low, high = self.section
        if self.large and (not high or factor >= self.large):
            self.done = ((self.done[0] + low) * factor, (self.done[1] + high) * factor)
        else:
            one = 0 if high or self.given else 1
            self.done = (self.done[0] + (low + one) * factor, self.done[1] + (high + one) * factor)
        self.section, self.small, self.large, self.given = (Decimal(0), Decimal(0)), MYRIAD, factor, False

    def next_down(self) -> int:
        """What a last digit without a magnitude counts: 三百五 is 350, 一万二 is 12000, 十二 is 12."""
        last = self.small if self.small < MYRIAD else self.large
        return last // 10 if last > 10 else 1

    def total(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest value."""
        return self.done[0] + self.section[0], self.done[1] + self.section[1]
