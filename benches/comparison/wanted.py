"""The ratios that the program is held to."""

from .basics import HUMAN, INPUT, JSON, KEYS, RULES, SHORT, SIZES, WHOLE


class Wanted:
    """A bound that the program is to keep, and what was measured; no number if a row that it needs is missing. Wall time
    decides. Other work on the machine stretches it, so the same ratio in CPU time stands beside it."""

    def __init__(self, text, sign, bound, ratio):
        self.text, self.sign, self.bound = text, sign, bound
        self.measured, self.by_cpu = self.of(ratio, "wall"), self.of(ratio, "cpu")

    @staticmethod
    def of(ratio, cost):
        try:
            return ratio(cost)
        except (LookupError, ZeroDivisionError):
            return None

    @property
    def verdict(self):
        if self.measured is None:
            return "not measured"
        return "met" if (self.measured <= self.bound if self.sign == "≤" else self.measured >= self.bound) else "not met"


def wanted(made):
    """The ratios that the program is held to."""
    timed = {(row.group, str(row)): row for row in made if row.seconds}

    def ratio(group, more, less):
        return lambda cost: getattr(timed[(group, more)], cost) / getattr(timed[(group, less)], cost)

    def lead(group, ours, known):
        """How often ours goes into the fastest of the peers that are given `known`."""
        def of(cost):
            theirs = [getattr(row, cost) for row in timed.values() if row.group == group and row.peer and row.known in known]
            if not theirs:
                raise LookupError
            return min(theirs) / getattr(timed[(group, ours)], cost)
        return of

    def growth(at, group_and_name):
        """What one of the last costs more, over what one of the first does."""
        def of(cost):
            small, middle, large = (getattr(timed[group_and_name(number)], cost) for number in at)
            return (large - middle) / (at[2] - at[1]) / ((middle - small) / (at[1] - at[0]))
        return of

    def rendering(cost):
        every = f"{HUMAN} --max-findings 0"
        return ratio("rendering", f"{every}, deploy-findings", f"{every}, deploy-clean")(cost) - 1

    def missing(_):
        raise LookupError

    file = (INPUT / "deploy-100000.toml").stat().st_size / 1024 / 1024
    one, two = f"{SHORT} --jobs 1", f"{SHORT} --jobs 2"
    return [
        Wanted("10 services: wall time, times the floor's", "≤", 2, ratio("10", HUMAN, "floor")),
        Wanted("10 services: as fast as the fastest peer with keys alone, times", "≥", 5, lead("10", HUMAN, [KEYS])),
        Wanted("10 services: as fast as the fastest peer with the whole catalogue, times", "≥", 25,
               lead("10", HUMAN, [WHOLE])),
        Wanted("10 services: MB of peak memory above the floor's", "≤", 12,
               lambda _: (timed[("10", HUMAN)].peak - timed[("10", "floor")].peak) * 1.024**2),
        Wanted("1,000 services: wall time, times the floor's", "≤", 3, ratio("1000", HUMAN, "floor")),
        Wanted("100,000 services, short: wall time, times that of events alone", "≤", 2.5,
               ratio("100000", SHORT, "events")),
        Wanted("100,000 services, short: as fast as the fastest peer, times", "≥", 1,
               lead("100000", SHORT, [KEYS, WHOLE])),
        Wanted("100,000 services, short: peak memory, times the file", "≤", 4,
               lambda _: timed[("100000", SHORT)].peak / file),
        Wanted("100,000 services, json: wall time, times that of short", "≤", 3, ratio("100000", JSON, SHORT)),
        Wanted("10,000 manifests: as fast with two jobs as with one, times", "≥", 1.6, ratio("manifests", one, two)),
        Wanted("10,000 manifests: wall time with two jobs, times the floor's", "≤", 3, ratio("manifests", two, "floor")),
        Wanted("10,000 findings, human: rendering, times reading and checking", "≤", 1, rendering),
        Wanted("a service from 1,000 to 100,000, times one from 10 to 1,000", "≤", 1.15,
               growth(SIZES, lambda size: (str(size), SHORT))),
        Wanted("a rule from 100 to 1,000, times one from 1 to 100", "≤", 1.15,
               growth(RULES, lambda count: ("rules", f"{SHORT}, rules: {count}"))),
        Wanted("10 times the documents (`benches/start-cost --synthetic 1800` counts it)", "≤", 1.15, missing),
    ]
