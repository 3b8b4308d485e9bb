"""Parquet files from anywhere: the same values in our eight types, or a sentence about why not."""

import random
import unittest
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from cardloom.columns import cells
from tests.support import import_file, parquet_bytes, run_import

D = Decimal
UTC = timezone.utc
NS = 1_700_000_000_123_456_789

MAPPED = [
    ("small integers", pa.array([1, None, -128], pa.int8()), "int64", [1, None, -128]),
    ("unsigned ones", pa.array([1, 2**32 - 1], pa.uint32()), "int64", [1, 2**32 - 1]),
    ("uint64 within int64", pa.array([1, 2**63 - 1], pa.uint64()), "int64", [1, 2**63 - 1]),
    ("uint64 beyond int64", pa.array([1, 2**64 - 1], pa.uint64()), "decimal", [D(1), D(2**64 - 1)]),
    ("single floats", pa.array([0.5, None], pa.float32()), "double", [0.5, None]),
    ("decimals", pa.array([D("1.50"), D("-0.01")], pa.decimal128(10, 2)), "decimal", [D("1.50"), D("-0.01")]),
    ("long decimals that fit", pa.array([D("1.5")], pa.decimal256(60, 1)), "decimal", [D("1.5")]),
    ("decimals beyond 38 digits", pa.array([D(10**45), None], pa.decimal256(60, 1)), "string", [f"{10**45}.0", None]),
    ("booleans", pa.array([True, None]), "boolean", [True, None]),
    ("dates", pa.array([date(1, 1, 1), date(9999, 12, 31)]), "date", [date(1, 1, 1), date(9999, 12, 31)]),
    ("milliseconds", pa.array([datetime(2024, 1, 1, 10)], pa.timestamp("ms")), "timestamp", [datetime(2024, 1, 1, 10)]),
    ("nanoseconds that are microseconds", pa.array([NS // 1000 * 1000], pa.int64()).cast(pa.timestamp("ns")), "timestamp", [datetime(2023, 11, 14, 22, 13, 20, 123456)]),
    ("a zone", pa.array([datetime(2024, 1, 1, 10, tzinfo=UTC)], pa.timestamp("us", "Europe/Paris")), "timestamptz", [datetime(2024, 1, 1, 10, tzinfo=UTC)]),
    ("text", pa.array(["a", "", None]), "string", ["a", "", None]),
    ("large text", pa.array(["😀"], pa.large_string()), "string", ["😀"]),
    ("a dictionary", pa.array(["a", None, "a"]).dictionary_encode(), "string", ["a", None, "a"]),
    ("nothing", pa.nulls(2), "string", [None, None]),
    ("bytes that are text", pa.array([b"caf\xc3\xa9"]), "string", ["café"]),
    ("bytes that are not", pa.array([b"\xff\x00", b"a"]), "string", ["ff00", "61"]),
    ("times of day", pa.array([time(10, 30), time(0, 0, 0, 500)], pa.time64("us")), "string", ["10:30:00", "00:00:00.0005"]),
    ("durations", pa.array([timedelta(seconds=-1.5), timedelta(days=1)], pa.duration("us")), "string", ["-1.5", "86400"]),
    ("lists", pa.array([[1, None], []]), "string", ["[1, null]", "[]"]),
    ("records", pa.array([{"a": D("1.5"), "b": date(2024, 1, 1)}]), "string", ['{"a": "1.5", "b": "2024-01-01"}']),
]
WARNED = {"uint64 beyond int64", "decimals beyond 38 digits", "a zone", "bytes that are not", "times of day", "durations", "lists", "records"}


class Types(unittest.TestCase):
    def test_table(self):
        for sentence, values, expected, loaded in MAPPED:
            with self.subTest(sentence):
                answer, table = run_import(parquet_bytes(pa.table({"x": values})))
                self.assertEqual(answer["type"], "result", answer)
                self.assertEqual((answer["columns"][0]["type"], table["x"].to_pylist()), (expected, loaded))
                self.assertEqual(bool(answer["warnings"]), sentence in WARNED, answer["warnings"])
                self.assertEqual((answer["format"], answer["dialect"]), ("parquet", None))

    def test_nanoseconds_stay(self):
        _, table = run_import(parquet_bytes(pa.table({"x": pa.array([NS]).cast(pa.timestamp("ns"))})))
        self.assertEqual(cells(table["x"]), ["2023-11-14T22:13:20.123456789"])

    def test_types_asked_for(self):
        file = parquet_bytes(pa.table({"n": [1, 2], "t": ["3", "4"], "d": [1.0, 2.0], "at": [datetime(2024, 1, 1), datetime(2024, 1, 2)]}))
        answer, table = run_import(file, types={"n": "double", "t": "int64", "d": "int64", "at": "date"})
        self.assertEqual(table.to_pydict(), {"n": [1.0, 2.0], "t": [3, 4], "d": [1, 2], "at": [date(2024, 1, 1), date(2024, 1, 2)]})
        self.assertEqual([column["type"] for column in answer["columns"]], ["double", "int64", "int64", "date"])
        self.assertEqual(run_import(file, types={"n": "string"})[1]["n"].to_pylist(), ["1", "2"])

    def test_types_that_would_change_a_value_are_refused_with_the_row(self):
        for values, wanted in ((["7", "007"], "int64"), ([1, 2**53 + 1], "double"), ([1.0, 1.5], "int64"), (["true", "x"], "boolean"), ([D("0.1"), D("0.1234567890123456789")], "double")):
            with self.subTest(wanted=wanted, values=values):
                answer, _ = run_import(parquet_bytes(pa.table({"x": values})), types={"x": wanted})
                self.assertEqual((answer["type"], answer.get("column")), ("failure", "x"))
                self.assertIn("row 2", answer["message"])

    def test_names_are_made_present_and_unique(self):
        table = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], names=["a", "a", ""])
        answer, loaded = run_import(parquet_bytes(table))
        self.assertEqual(loaded.column_names, ["a", "a_2", "column_3"])
        self.assertEqual(len(answer["warnings"]), 2)

    def test_many_row_groups_become_ours(self):
        rows = 300_000
        answer, table = run_import(parquet_bytes(pa.table({"x": range(rows)}), row_group_size=1_000))
        self.assertEqual((answer["rowCount"], table["x"].to_pylist()), (rows, list(range(rows))))


class Refusals(unittest.TestCase):
    def refused(self, content, message, **more):
        answer, _, _ = import_file(content, **more)
        self.assertEqual((answer["type"], answer.get("retryable")), ("failure", False), answer)
        self.assertIn(message, answer["message"])

    def test_files_that_cannot_be_read(self):
        good = parquet_bytes(pa.table({"x": range(1000)}), compression="zstd")
        for sentence, content, message in (
            ("the magic alone", b"PAR1", "cut off or damaged"),
            ("a file cut off", good[:-100], "cut off or damaged"),
            ("its end alone is there", b"PAR1" + b"\0" * 100 + good[-8:], "damaged"),
            ("an encrypted footer", b"PARE" + good[4:-4] + b"PARE", "encrypted"),
            ("a footer of another length", good[:-8] + b"\xff\xff\xff\x7f" + b"PAR1", "damaged"),
            ("no rows", parquet_bytes(pa.table({"x": pa.array([], pa.int64())})), "no rows"),
            ("no columns", parquet_bytes(pa.table({})), "no columns"),
            ("10,000 columns", parquet_bytes(pa.table({f"c{n}": [1] for n in range(10_000)})), "10,000 columns"),
        ):
            with self.subTest(sentence):
                self.refused(content, message)

    def test_pages_that_are_damaged_are_refused_or_read_alike_but_never_crash(self):
        pick = random.Random(5)
        table = pa.table({"x": range(5_000), "t": [f"text {n}" for n in range(5_000)]})
        good = parquet_bytes(table, compression="zstd")
        for seed in range(300):
            broken = bytearray(good)
            for _ in range(pick.choice([1, 3, 30])):
                broken[pick.randrange(4, len(broken) - 8)] = pick.randrange(256)
            with self.subTest(seed=seed):
                answer, _, _ = import_file(bytes(broken))
                self.assertTrue(answer["type"] == "result" or answer.get("code") in ("invalid_file", "too_large", "memory_limit"), answer)

    def test_a_value_above_the_limit(self):
        self.refused(parquet_bytes(pa.table({"x": ["a" * (17 * 1024**2)]})), "the limit is 16 MB")

    def test_a_file_that_unfolds_too_far(self):
        self.refused(parquet_bytes(pa.table({"x": pa.array(["a" * 1000] * 100_000)}), compression="zstd"), "unfolds", limits={"textBytes": 10**7})

    def test_a_record_in_a_record_in_a_record(self):
        nested = pa.int64()
        for _ in range(60):
            nested = pa.struct([("a", nested)])
        answer, table, _ = import_file(parquet_bytes(pa.table({"x": pa.nulls(1, nested)})))
        self.assertEqual((answer["type"], table and table["x"].to_pylist()), ("result", [None]))


if __name__ == "__main__":
    unittest.main()
