"""Filters compiled to Arrow: a table of questions and the rows they keep."""

import unittest
from datetime import date, datetime, timezone
from decimal import Decimal

import pyarrow as pa

from cardloom.predicates import UnknownColumn, to_expression

BIG = 2**60 + 1
NAN = float("nan")
COLUMNS = {
    "text": pa.array(["north", "South", "50% off", None]),
    "whole": pa.array([1, 2, BIG, None], pa.int64()),
    "real": pa.array([0.1, 2.0, NAN, None]),
    "money": pa.array([Decimal("0.10"), Decimal("2.00"), Decimal("-3.25"), None], pa.decimal128(10, 2)),
    "flag": pa.array([True, False, True, None]),
    "day": pa.array([date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 29), None]),
    "naive": pa.array([datetime(2024, 1, 1), datetime(2024, 1, 31, 23, 59, 59, 999999), datetime(2024, 2, 1), None], pa.timestamp("us")),
    "zoned": pa.array([datetime(2024, 1, 1, tzinfo=timezone.utc), datetime(2024, 1, 31, 23, tzinfo=timezone.utc), datetime(2024, 2, 1, tzinfo=timezone.utc), None], pa.timestamp("us", "UTC")),
    "seconds": pa.array([0, 1, 2, None], pa.timestamp("s")),
    "code": pa.array(["a", "b", "a", None]).dictionary_encode(),
    "small": pa.array([-128, 0, 127, None], pa.int8()),
}
ROWS = pa.table({**COLUMNS, "row": [0, 1, 2, 3]})


def one_of(column, *values):
    return {"op": "in", "column": column, "values": list(values)}


def within(column, **bounds):
    return {"op": "range", "column": column, **bounds}


def contains(column, text):
    return {"op": "contains", "column": column, "text": text}


CASES = [
    ("no predicate keeps every row", [], [0, 1, 2, 3]),
    ("an emptied list keeps none", [one_of("text")], []),
    ("values are compared exactly", [one_of("text", "north", "south")], [0]),
    ("null is the empty cell", [one_of("text", None)], [3]),
    ("null beside values", [one_of("text", "north", None)], [0, 3]),
    ("null among numbers is NaN too", [one_of("real", None)], [2, 3]),
    ("an integer beyond 2^53 by its text", [one_of("whole", str(BIG))], [2]),
    ("its neighbour is another number", [one_of("whole", str(BIG - 1))], []),
    ("a whole float is the integer", [one_of("whole", 2.0)], [1]),
    ("a fraction is no integer", [one_of("whole", 1.5)], []),
    ("a word is no integer", [one_of("whole", "abc")], []),
    ("true is no integer", [one_of("whole", True)], []),
    ("beyond int64 nothing matches", [one_of("whole", "99999999999999999999")], []),
    ("a double by its shortest text", [one_of("real", 0.1)], [0]),
    ("a decimal, however it is written", [one_of("money", "0.1", "2", "-3.250")], [0, 1, 2]),
    ("a decimal of finer scale matches nothing", [one_of("money", "0.101")], []),
    ("booleans", [one_of("flag", True)], [0, 2]),
    ("booleans by text", [one_of("flag", "false")], [1]),
    ("a number is no boolean", [one_of("flag", 1)], []),
    ("dates", [one_of("day", "2024-02-29")], [2]),
    ("an impossible date matches nothing", [one_of("day", "2024-02-30")], []),
    ("a time of day is no date", [one_of("day", "2024-01-01T10:00:00")], []),
    ("times", [one_of("naive", "2024-01-31T23:59:59.999999")], [1]),
    ("instants, whatever their offset", [one_of("zoned", "2024-02-01T00:00:00+01:00")], [1]),
    ("a dictionary column", [one_of("code", "a")], [0, 2]),
    ("numbers written for text", [one_of("text", 5)], []),
    ("dates include both ends", [within("day", gte="2024-01-01", lte="2024-01-31")], [0, 1]),
    ("an end left open", [within("day", gte="2024-01-31")], [1, 2]),
    ("an instant as a day's bound", [within("day", lt="2024-01-31T00:00:00")], [0]),
    ("a naive month to its last microsecond", [within("naive", gte="2024-01-01", lt="2024-02-01")], [0, 1]),
    ("instants with an offset", [within("zoned", gte="2024-02-01T00:00:00+01:00", lt="2024-02-01T01:00:00+01:00")], [1]),
    ("instants in UTC", [within("zoned", lt="2024-02-01T00:00:00Z")], [0, 1]),
    ("a bound finer than the column's unit", [within("seconds", gte="1970-01-01T00:00:00.5")], [1, 2]),
    ("integers between fractions", [within("whole", gte=0.5, lte=2.5)], [0, 1]),
    ("integers below a fraction", [within("whole", lt=1.5)], [0]),
    ("above all integers", [within("whole", gte=1e30)], []),
    ("below a bound beyond int64", [within("whole", lte=1e30)], [0, 1, 2]),
    ("a tight integer type", [within("small", gte=-1000, lte=126)], [0, 1]),
    ("a bound beyond 2^53 by its text", [within("whole", gte=str(BIG))], [2]),
    ("NaN lies in no range", [within("real", gte=0)], [0, 1]),
    ("decimals with a bound of finer scale", [within("money", gte="0.0999", lte=2.001)], [0, 1]),
    ("decimals with a bound past their precision", [within("money", lt=1e20)], [0, 1, 2]),
    ("text in its own order", [within("text", gte="a")], [0]),
    ("a bound that is no number", [within("whole", gte="abc")], []),
    ("no range of booleans", [within("flag", gte=0)], []),
    ("contains ignores case", [contains("text", "OUTH")], [1]),
    ("per cent is a character", [contains("text", "0%")], [2]),
    ("a dot is a dot", [contains("text", "n.rth")], []),
    ("contains in a number", [contains("whole", "2")], [1, 2]),
    ("contains in a date", [contains("day", "2024-01")], [0, 1]),
    ("all predicates hold", [one_of("code", "a"), within("day", lte="2024-01-31")], [0]),
]


class Predicates(unittest.TestCase):
    def test_table(self):
        for sentence, predicates, rows in CASES:
            with self.subTest(sentence):
                expression = to_expression(predicates, ROWS.schema)
                kept = ROWS if expression is None else ROWS.filter(expression)
                self.assertEqual(kept["row"].to_pylist(), rows)

    def test_an_unknown_column_is_named_with_those_there_are(self):
        with self.assertRaises(UnknownColumn) as caught:
            to_expression([one_of("regoin", "north")], ROWS.schema)
        self.assertEqual(caught.exception.name, "regoin")
        self.assertIn("text", caught.exception.available)


if __name__ == "__main__":
    unittest.main()
