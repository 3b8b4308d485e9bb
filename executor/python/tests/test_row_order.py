"""Rows in the order of one column: when, by which, and that nothing else changes."""

import os
import random
import tempfile
import unittest
import unittest.mock
from datetime import date, datetime, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from cardloom import row_group_writer, row_sort
from cardloom.row_order import OrderWatch, TimeColumn, by_preference
from tests.support import run_import

DAY, TIME, ZONED = pa.date32(), pa.timestamp("us"), pa.timestamp("us", "UTC")

PREFERENCES = [
    ("a date comes before a time", [("at", TIME, 0), ("day", DAY, 0)], ["day", "at"]),
    ("a complete time before a date with gaps", [("delivered", DAY, 1), ("created_at", TIME, 0)], ["created_at", "delivered"]),
    ("a name that tells, between columns alike", [("birthday", DAY, 0), ("order_date", DAY, 0)], ["order_date", "birthday"]),
    ("the first, where nothing tells", [("a", DAY, 0), ("b", DAY, 0)], ["a", "b"]),
    ("mostly empty ones last", [("closed", DAY, 90), ("opened", ZONED, 10)], ["opened", "closed"]),
    ("only dates and times", [("amount", pa.float64(), 0), ("name", pa.string(), 0)], []),
]

ORDERS = [
    ("rising", [[1, 2], [2, 3]], True),
    ("falling within a piece", [[2, 1]], False),
    ("falling between pieces", [[1, 3], [2, 4]], False),
    ("nulls at the end", [[1, None], [None]], True),
    ("a null within", [[1, None, 2]], False),
    ("a value after a null of another piece", [[1, None], [2]], False),
    ("nulls only", [[None], [None, None]], True),
    ("an empty piece", [[1], [], [2]], True),
]


class Preference(unittest.TestCase):
    def test_table(self):
        for sentence, columns, expected in PREFERENCES:
            with self.subTest(sentence):
                self.assertEqual(by_preference([TimeColumn(name, kind, nulls, 100) for name, kind, nulls in columns]), expected)


class Watch(unittest.TestCase):
    def test_table(self):
        for sentence, pieces, expected in ORDERS:
            with self.subTest(sentence):
                watch = OrderWatch()
                for piece in pieces:
                    watch.take(pa.array(piece, pa.int64()))
                self.assertEqual(watch.ascending, expected)


class Sorting(unittest.TestCase):
    def test_every_type_comes_through_and_equal_rows_keep_their_order(self):
        pick = random.Random(5)
        rows = 1_000
        columns = {
            "number": pa.array([pick.choice([None, 2**63 - 1, -(2**63), 2**53 + 1, 0, 7]) for _ in range(rows)], pa.int64()),
            "double": pa.array([pick.choice([None, -0.0, 0.0, 1e-320, 0.1, -5.5]) for _ in range(rows)]),
            "decimal": pa.array([pick.choice([None, Decimal("0.1"), Decimal("-12345678901234567890.5")]) for _ in range(rows)], pa.decimal128(38, 1)),
            "day": pa.array([pick.choice([None, date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)]) for _ in range(rows)]),
            "nanoseconds": pa.array([pick.choice([None, 1, 2**62, -5]) for _ in range(rows)], pa.int64()).cast(pa.timestamp("ns", "UTC")),
            "truth": pa.array([pick.choice([None, True, False]) for _ in range(rows)]),
            "text": pa.array([pick.choice([None, "a", "Ä", "😀", "b" * 300]) for _ in range(rows)]),
            "place": pa.array(range(rows)),
        }
        table = pa.table(columns)
        for name in table.column_names[:-1]:
            with self.subTest(name):
                after = _sorted(table, name)
                self.assertEqual(after.schema, table.schema)
                # Python's own sort is stable.
                order = sorted(range(rows), key=lambda row: _key(table[name][row].as_py() if name != "nanoseconds" else table[name][row].value))
                self.assertEqual(after["place"].to_pylist(), order)
                self.assertTrue(after.equals(table.take(order)))

    def test_nothing_is_left_in_the_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            _sort_in(folder, pa.table({"a": [3, 1, 2]}), "a")
            self.assertEqual(os.listdir(folder), ["data.parquet"])


class Imports(unittest.TestCase):
    def test_rows_are_put_in_order_where_it_pays_or_was_asked_for(self):
        several = "".join(f"{number},2024-01-{31 - number % 31:02}\n" for number in range(100))
        in_order = "".join(f"{number},2024-01-{number // 10 + 1:02}\n" for number in range(100))
        for sentence, body, options, sorted_by, first in (
            ("several row groups", several, {}, "day", 30),
            ("several row groups in order", in_order, {}, "day", 0),
            ("one row group", several[:100], {}, None, 0),
            ("one row group, asked for", several[:100], {"sortBy": "day"}, "day", 7),
            ("by a number", in_order, {"sortBy": "n"}, "n", 0),
            ("not, when told so", several, {"sortBy": None}, None, 0),
        ):
            with self.subTest(sentence), unittest.mock.patch.object(row_group_writer, "ROW_GROUP_ROWS", 30), unittest.mock.patch.object(row_sort, "ROW_GROUP_ROWS", 30):
                answer, table = run_import(f"n,day\n{body}", **options)
                self.assertEqual((answer["sortedBy"], table["n"][0].as_py()), (sorted_by, first))
                if sorted_by is not None:
                    keys = table[sorted_by].to_pylist()
                    self.assertEqual(keys, sorted(keys))

    def test_a_column_to_sort_by_must_be_there(self):
        answer, _ = run_import("a,b\n1,2\n", sortBy="c")
        self.assertEqual((answer["type"], answer["column"]), ("failure", "c"))


def _key(value: object) -> tuple[bool, object]:
    return value is None, 0 if value is None else value


def _sorted(table: pa.Table, name: str) -> pa.Table:
    with tempfile.TemporaryDirectory() as folder:
        return _sort_in(folder, table, name)


def _sort_in(folder: str, table: pa.Table, name: str) -> pa.Table:
    path = os.path.join(folder, "data.parquet")
    pq.write_table(table, path, row_group_size=64)
    small = [unittest.mock.patch.object(row_sort, "ROW_GROUP_ROWS", 50), unittest.mock.patch.object(row_sort, "_BUCKET_BYTES", 4_096)]
    with small[0], small[1]:
        row_sort.sort_file(path, name, folder)
    return pq.read_table(path)


if __name__ == "__main__":
    unittest.main()
