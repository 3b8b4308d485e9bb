"""Slices: the rows that pass, unchanged to the last bit."""

import tempfile
import unittest
from datetime import datetime, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.ipc

from cardloom import slicer
from tests.support import parquet_file

TABLE = pa.table(
    {
        "n": pa.array(range(1000), pa.int64()),
        "region": pa.array(["north", "south", None, "west"] * 250),
        "real": pa.array([0.1, float("nan"), float("inf"), None] * 250),
        "money": pa.array([Decimal("1.10")] * 1000, pa.decimal128(10, 2)),
        "at": pa.array([datetime(2024, 1, 1, tzinfo=timezone.utc)] * 1000, pa.timestamp("us", "UTC")),
    }
)


def cut(predicates, columns, source_key="dv", table=TABLE):
    with parquet_file(table, row_group_size=100, compression="zstd") as file, tempfile.TemporaryFile() as out:
        counts = slicer.slice(source_key, file.fileno(), predicates, columns, out.fileno())
        out.seek(0)
        return counts, pa.ipc.open_file(pa.BufferReader(out.read())).read_all()


class Slicer(unittest.TestCase):
    def test_rows_and_columns_asked_for(self):
        counts, table = cut([{"op": "in", "column": "region", "values": ["north"]}], ["n", "money"])
        self.assertEqual((counts["inputRows"], counts["filteredRows"]), (1000, 250))
        self.assertEqual(table.column_names, ["n", "money"])
        self.assertEqual(table["n"].to_pylist(), list(range(0, 1000, 4)))

    def test_everything_survives_exactly(self):
        for limit in (1024**3, 0):
            with self.subTest(warm=bool(limit)):
                slicer.set_cache_limit(limit)
                self.addCleanup(slicer.set_cache_limit, 1024**3)
                counts, table = cut([], None, source_key=f"all-{limit}")
                self.assertEqual(counts["filteredRows"], 1000)
                self.assertEqual(table.schema.types, TABLE.schema.types)
                self.assertEqual(repr(table.to_pylist()), repr(TABLE.to_pylist()))

    def test_cold_and_warm_agree(self):
        predicates = [{"op": "range", "column": "n", "gte": 150, "lte": 349}, {"op": "in", "column": "region", "values": [None]}]
        slicer.set_cache_limit(0)
        _, cold = cut(predicates, ["n", "real"], "cold")
        slicer.set_cache_limit(1024**3)
        _, first = cut(predicates, ["n", "real"], "warm")
        _, second = cut(predicates, ["n", "real"], "warm")
        self.assertEqual(cold["n"].to_pylist(), [n for n in range(150, 350) if n % 4 == 2])
        self.assertEqual(cold, first)
        self.assertEqual(first, second)

    def test_no_row_left_still_has_its_columns(self):
        counts, table = cut([{"op": "in", "column": "region", "values": []}], None)
        self.assertEqual(counts["filteredRows"], 0)
        self.assertEqual(table.column_names, TABLE.column_names)

    def test_an_undeclared_column_is_named(self):
        with self.assertRaises(slicer.UnknownColumn) as caught:
            cut([], ["n", "nope"])
        self.assertEqual((caught.exception.name, caught.exception.available), ("nope", TABLE.column_names))

    def test_the_cache_stays_within_its_bound(self):
        slicer.set_cache_limit(40_000)
        self.addCleanup(slicer.set_cache_limit, 1024**3)
        for number in range(20):
            cut([], ["n"], f"bounded-{number}")
        self.assertLessEqual(slicer.cached_bytes(), 40_000)


if __name__ == "__main__":
    unittest.main()
