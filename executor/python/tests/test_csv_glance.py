"""A glance tells the same as a full examination, or nothing."""

import random
import unittest

import pyarrow as pa

from cardloom.csv_evidence import Evidence, examine
from cardloom.csv_glance import glance
from cardloom.csv_rules import ReadingRules
from cardloom.csv_types import decide

VALUES = ["", "1", "-20", "0", "007", "1.5", "-0.25", "-0", "1e5", "1E5", "NA", "-", "true", "False", "x", "Lyon", "2024-01-31", "2024-02-30", "1/2/2024", "10:00", " 7", "9" * 16, "0.1234567890123456789", "1,5", "TZ", "2024-01-01T10:00:00Z", "ñ", "Infinity"]
RULES = [ReadingRules(), ReadingRules(null_tokens=("x", "1")), ReadingRules(decimal=","), ReadingRules(null_tokens=())]


class Glances(unittest.TestCase):
    def test_random_columns(self):
        pick = random.Random(9)
        settled = 0
        for seed in range(4_000):
            rules = pick.choice(RULES)
            values = pick.choices(pick.sample(VALUES, k=pick.randint(1, 3)), k=pick.randint(1, 12))
            glanced, examined = Evidence(rules), Evidence(rules)
            if not glance(values, glanced):
                self.assertFalse(glanced.kinds)
                continue
            settled += 1
            examine(pa.array(values, pa.string()), 0, examined)
            with self.subTest(seed=seed, values=values, rules=rules):
                self.assertEqual(decide(glanced), decide(examined))
                self.assertEqual(glanced.first.get("text"), examined.first.get("text"))
        self.assertGreater(settled, 300)


if __name__ == "__main__":
    unittest.main()
