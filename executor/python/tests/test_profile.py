"""What a column holds: exact where it can be, and where it can't, near, and said to be so."""

import math
import os
import random
import tempfile
import unittest
from datetime import date, datetime, timezone
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cardloom import profile
from cardloom.histogram import Histogram
from cardloom.row_group_writer import RowGroupWriter
from tests.support import import_libraries, parquet_file

D = Decimal


def profile_of(table, **options):
    import_libraries()
    with parquet_file(table, **options) as file:
        return profile.profile(file.fileno())


def column_of(values):
    [column] = profile_of(pa.table({"x": values}))["columns"]
    return column


class Profile(unittest.TestCase):
    def test_each_type(self):
        for sentence, values, low, high, mean in (
            ("int64", pa.array([2**53 + 2, 0, None]), 0, str(2**53 + 2), 2.0**52 + 1),
            ("double", pa.array([0.5, -1.5, math.nan, None]), -1.5, 0.5, -0.5),
            ("infinite doubles", pa.array([math.inf, 1.0, -math.inf]), "-Infinity", "Infinity", None),
            ("decimal", pa.array([D("12345678901234567.89"), D("0.01")]), "0.01", "12345678901234567.89", 6172839450617283.95),
            ("date", pa.array([date(1, 1, 1), date(9999, 12, 31)]), "0001-01-01", "9999-12-31", None),
            ("timestamp", pa.array([datetime(2024, 1, 1, 10)]), "2024-01-01T10:00:00", "2024-01-01T10:00:00", None),
            ("nanoseconds", pa.array([1, 1_700_000_000_123_456_789]).cast(pa.timestamp("ns", "UTC")), "1970-01-01T00:00:00.000000001Z", "2023-11-14T22:13:20.123456789Z", None),
            ("string", pa.array(["b", "a", None]), None, None, None),
            ("boolean", pa.array([True, False, True]), None, None, None),
            ("nothing", pa.nulls(3, pa.int64()), None, None, None),
        ):
            with self.subTest(sentence):
                column = column_of(values)
                empty = sum(value is None or value != value for value in values.to_pylist()) if not pa.types.is_timestamp(values.type) else 0
                self.assertEqual((column["min"], column["max"], column["mean"], column["nullCount"]), (low, high, mean, empty))
                self.assertTrue(column["distinctIsExact"])
                finite = 0 if low is None else len(values) - empty - (2 if sentence == "infinite doubles" else 0)
                self.assertEqual(sum(bar["count"] for bar in column["histogram"]), finite)

    def test_frequent_values_come_first_and_ties_in_order(self):
        column = column_of(["b", "a", "c", "b", "a", None, "x" * 300])
        self.assertEqual([(one["value"], one["count"]) for one in column["topValues"]], [("a", 2), ("b", 2), ("c", 1), ("x" * 200 + "…", 1)])
        self.assertEqual((column["distinctCount"], column["nullCount"]), (4, 1))

    def test_a_column_of_different_values_has_no_frequent_ones(self):
        self.assertEqual(column_of(list(range(1000)))["topValues"], [])

    def test_up_to_10000_different_values_are_counted(self):
        values = np.random.default_rng(1).permutation(np.repeat(np.arange(10_000), 30))
        column = column_of(values)
        self.assertEqual((column["distinctCount"], column["distinctIsExact"], column["min"], column["max"]), (10_000, True, 0, 9_999))

    def test_beyond_that_the_estimate_is_near(self):
        rows = 400_000
        numbers = np.random.default_rng(2).integers(0, 2**62, rows)
        few = numbers % 50_000
        for sentence, values, expected in (
            ("integers", numbers, rows),
            ("fewer", few * 1_000, 50_000),
            ("doubles", numbers / 7, rows),
            ("text", pa.array([f"text {number}" for number in few]), 50_000),
            ("decimals", pa.array(few).cast(pa.decimal128(38, 2)), 50_000),
            ("times", pa.array(few).cast(pa.timestamp("us")), 50_000),
            ("days", pa.array((few % 20_000 * 20).astype("int32")).cast(pa.date32()), 20_000),
        ):
            with self.subTest(sentence):
                column = column_of(values)
                self.assertFalse(column["distinctIsExact"])
                self.assertLess(abs(column["distinctCount"] - expected), 0.06 * expected)

    def test_whole_numbers_and_days_that_lie_close_together_are_counted_however_many_they_are(self):
        numbers = np.random.default_rng(6).permutation(np.repeat(np.arange(100_000), 3)) - 50_000
        numbers[:1_000] = 17
        counted = np.unique(numbers, return_counts=True)[1]
        for sentence, values, low, frequent in (
            ("numbers", numbers, -50_000, 17),
            ("far from zero", numbers + 2**62, str(2**62 - 50_000), str(2**62 + 17)),
            ("days", pa.array(numbers.astype("int32")).cast(pa.date32()), "1833-02-08", "1970-01-18"),
        ):
            with self.subTest(sentence):
                column = column_of(values)
                self.assertEqual((column["distinctCount"], column["distinctIsExact"], column["min"]), (len(counted), True, low))
                self.assertEqual(column["topValues"][0], {"value": frequent, "count": int(counted.max())})
                self.assertEqual(sum(bar["count"] for bar in column["histogram"]), 300_000)

    def test_many_that_lie_close_together_and_are_all_rare_have_no_frequent_ones(self):
        self.assertEqual(column_of(np.arange(300_000) % 100_000)["topValues"], [])

    def test_numbers_that_are_close_together_at_first_only(self):
        near, far = np.arange(200_000) % 1_000, np.array([2**62, -(2**62), 2**63 - 1])
        column = column_of(np.concatenate([near, far, near]))
        self.assertEqual((column["distinctCount"], column["distinctIsExact"], column["min"], column["max"]), (1_003, True, str(-(2**62)), str(2**63 - 1)))
        self.assertEqual(column["topValues"][0], {"value": 0, "count": 400})
        many = column_of(np.concatenate([near, np.random.default_rng(7).integers(0, 2**62, 200_000)]))
        self.assertFalse(many["distinctIsExact"])
        self.assertLess(abs(many["distinctCount"] - 201_000), 0.06 * 201_000)

    def test_a_frequent_value_among_very_many_is_found_and_counted_exactly(self):
        numbers = np.random.default_rng(3).integers(0, 2**40, 500_000)
        numbers[np.random.default_rng(4).permutation(500_000)[:60_000]] = 7
        for values in (numbers, pa.array([str(number) for number in numbers])):
            column = column_of(values)
            self.assertEqual((str(column["topValues"][0]["value"]), column["topValues"][0]["count"]), ("7", 60_000))

    def test_numbers_agree_with_numpy(self):
        amounts = np.random.default_rng(5).gamma(2, 50, 300_000)
        column = column_of(amounts)
        self.assertEqual((column["min"], column["max"]), (amounts.min(), amounts.max()))
        self.assertAlmostEqual(column["mean"], amounts.mean(), places=9)
        edges = [bar["from"] for bar in column["histogram"]] + [column["histogram"][-1]["to"]]
        self.assertEqual([bar["count"] for bar in column["histogram"]], np.histogram(amounts, edges)[0].tolist())
        self.assertLessEqual(len(edges), 21)

    def test_columns_are_told_apart_by_their_whole_names(self):
        columns = profile_of(pa.table({"a.b": [1, 1], "a": [2, 3]}))["columns"]
        self.assertEqual([(column["name"], column["min"]) for column in columns], [("a.b", 1), ("a", 2)])

    def test_2000_columns_and_no_rows(self):
        self.assertEqual(len(profile_of(pa.table({f"c{n}": [n] for n in range(2_000)}))["columns"]), 2_000)
        self.assertEqual(profile_of(pa.table({"x": pa.array([], pa.int64())})), {"rowCount": 0, "columns": [{"name": "x", "type": "int64", "nullCount": 0, "distinctCount": 0, "distinctIsExact": True, "min": None, "max": None, "mean": None, "topValues": [], "histogram": []}]})

    def test_files_of_others_have_other_layouts(self):
        table = pa.table({"x": pa.array([f"v{n % 7}" for n in range(300_000)]).dictionary_encode(), "n": pa.array(range(300_000), pa.uint64())})
        x, n = profile_of(table, row_group_size=300_000)["columns"]
        self.assertEqual((x["type"], x["distinctCount"], len(x["topValues"])), ("string", 7, 7))
        self.assertEqual((n["min"], n["max"]), ("0", "299999"))


class Written(unittest.TestCase):
    """What is seen while a file is written, against what is seen in the file."""

    def test_text_that_repeats_at_first_with_gaps_and_without(self):
        import_libraries()
        few, many = [f"word {n % 9}" if n % 5 else None for n in range(300_000)], [f"text {n % 40_000}" for n in range(300_000)]
        for sentence, column in (("always few", few), ("many later", few + many), ("none", [None] * 10), ("empty", [])):
            with self.subTest(sentence), tempfile.TemporaryDirectory() as folder:
                path, table = os.path.join(folder, "data.parquet"), pa.table({"x": pa.array(column, pa.string()), "n": pa.array(range(len(column)), pa.int64())})
                profiler = profile.Profiler()
                with RowGroupWriter(path, table.schema, profiler.begin(table.schema)) as writer:
                    for start in range(0, len(column), 50_000):
                        writer.add(table.slice(start, 50_000))
                self.assertEqual(pq.read_table(path), table)
                with open(path, "rb") as file:
                    seen, found = profiler.finish(file.fileno(), lambda done, total: None), profile.profile(file.fileno())
                self.assertEqual(seen["rowCount"], len(column))
                for name in ("type", "nullCount", "distinctIsExact", "topValues"):
                    self.assertEqual([one[name] for one in seen["columns"]], [one[name] for one in found["columns"]])
                for one, other in zip(seen["columns"], found["columns"]):
                    self.assertLess(abs(one["distinctCount"] - other["distinctCount"]), 0.06 * len(column) + 1)


class Bars(unittest.TestCase):
    def test_every_value_is_in_its_bar_whatever_comes_when(self):
        pick = random.Random(1)
        for seed in range(1_000):
            exact = seed % 2 == 0
            ends = [0, -1, 1, 2**63 - 1, -(2**63)] if exact else [0.0, -0.0, 5e-324, 1.7e308, -1.7e308, 1.0]
            draw = (lambda: pick.choice([*ends, pick.randint(-(10**15), 10**15)])) if seed % 4 < 2 else (lambda: pick.randint(-30, 30)) if exact else (lambda: pick.gauss(0, 10.0 ** pick.randint(-3, 3)))
            values = np.array([draw() if exact else float(draw()) for _ in range(pick.randint(1, 50))], np.int64 if exact else np.float64)
            histogram = Histogram()
            for start in range(0, len(values), 7):
                histogram.add(values[start : start + 7])
            bars = histogram.to_json(pa.int64() if exact else pa.float64())
            number = int if exact else float
            with self.subTest(seed=seed):
                self.assertLessEqual(len(bars), 20)
                for position, bar in enumerate(bars):
                    low, high, last = number(bar["from"]), number(bar["to"]), position == len(bars) - 1
                    self.assertEqual(bar["count"], sum(low <= value < high or last and value == high for value in values.tolist()))


if __name__ == "__main__":
    unittest.main()
