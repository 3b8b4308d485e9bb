"""A file behind a version: columns by name, every value as it was, or refused."""

import unittest
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

from tests.support import import_file, parquet_bytes

D = Decimal
BASE = pa.table(
    {
        "id": pa.array([1, 2], pa.int64()),
        "code": ["007", "x"],
        "day": pa.array([date(2024, 1, 1), None]),
        "price": [1.5, 2.0],
    }
)


def append(content, base=BASE, **options):
    answer, table, profile = import_file(content, append_to=base, **options)
    return answer, table, profile


class Append(unittest.TestCase):
    def test_the_rows_follow_by_the_names_of_their_columns(self):
        answer, table, profile = append("price,day,id,code\n3,2024-02-01,3,12\n")
        self.assertEqual(answer["warnings"], [])
        self.assertEqual(table.to_pydict(), {"id": [1, 2, 3], "code": ["007", "x", "12"], "day": [date(2024, 1, 1), None, date(2024, 2, 1)], "price": [1.5, 2.0, 3.0]})
        self.assertEqual((answer["rowCount"], profile["rowCount"]), (3, 3))
        self.assertEqual([column["type"] for column in answer["columns"]], ["int64", "string", "date", "double"])

    def test_columns_missing_on_either_side_are_empty_there(self):
        answer, table, _ = append("id,note\n3,new\n")
        self.assertEqual(table.column_names, ["id", "code", "day", "price", "note"])
        self.assertEqual((table["code"].to_pylist(), table["note"].to_pylist()), (["007", "x", None], [None, None, "new"]))
        self.assertEqual(len(answer["warnings"]), 4)

    def test_types_widen_where_every_value_stays_what_it_is(self):
        for sentence, before, content, expected, loaded in (
            ("int64 and fractions", [1, 2**53], "x\n1.5\n", "double", [1.0, 2.0**53, 1.5]),
            ("double and int64", [1.5], "x\n2\n", "double", [1.5, 2.0]),
            ("int64 and beyond", [1], f"x\n{2**64}\n", "decimal", [D(1), D(2**64)]),
            ("decimal and int64", [D("1.5")], "x\n2\n", "decimal", [D("1.5"), D(2)]),
            ("decimal and longer ones", [D("1.5")], "x\n0.1234567890123456789\n", "decimal", [D("1.5"), D("0.1234567890123456789")]),
            ("decimal and doubles", pa.array([D("0.1234567890123456789")]), "x\n1.25\n", "decimal", [D("0.1234567890123456789"), D("1.25")]),
            ("date and times", [date(2024, 1, 1)], "x\n2024-01-01T10:00\n", "timestamp", [datetime(2024, 1, 1), datetime(2024, 1, 1, 10)]),
            ("times and dates", [datetime(2024, 1, 1, 10)], "x\n2024-01-02\n", "timestamp", [datetime(2024, 1, 1, 10), datetime(2024, 1, 2)]),
            ("nothing in the file", [1], 'x,y\n,1\n', "int64", [1, None]),
            ("text that looks like numbers", ["a"], "x\n007\n", "string", ["a", "007"]),
            ("text that stays as it is written", ["a"], "x\n1.50\n", "string", ["a", "1.50"]),
        ):
            with self.subTest(sentence):
                answer, table, _ = append(content, pa.table({"x": before}))
                self.assertEqual(answer["type"], "result", answer)
                self.assertEqual((answer["columns"][0]["type"], table["x"].to_pylist()), (expected, loaded))

    def test_what_does_not_fit_is_refused_with_column_line_and_cure(self):
        for sentence, before, content, line, message in (
            ("text among numbers", [1], "x\n5\nfoo\n", 3, "“foo”"),
            ("a late word among dates", [date(2024, 1, 1)], "x\n2024-01-01\nsoon\n", 3, "“soon”"),
            ("days or months", [date(2024, 1, 1)], "x\n01/02/2024\n", 2, "date"),
            ("an integer that a double would round, before", [2**53 + 1], "x\n1.5\n", None, "9007199254740993"),
            ("digits that a double would round", [1.5], "x\n1.5\n0.1234567890123456789\n", 3, "would round"),
            ("a zone and none", [datetime(2024, 1, 1)], "x\n2024-01-01T10:00Z\n", 2, "timestamp"),
            ("booleans and numbers", [True], "x\n2\n", 2, "boolean"),
        ):
            with self.subTest(sentence):
                answer, _, _ = append(content, pa.table({"x": before}))
                self.assertEqual((answer["type"], answer.get("column"), answer.get("line")), ("failure", "x", line), answer)
                self.assertIn(message, answer["message"])
                self.assertIn("cannot be appended", answer["message"])

    def test_parquet_behind_it(self):
        _, table, _ = append(parquet_bytes(pa.table({"id": pa.array([3], pa.int16()), "code": ["y"]})))
        self.assertEqual((table["id"].to_pylist(), table["price"].null_count), ([1, 2, 3], 1))
        answer, _, _ = append(parquet_bytes(pa.table({"id": [[1]]})))
        self.assertEqual((answer["type"], answer["column"]), ("failure", "id"))

    def test_many_rows_on_both_sides(self):
        base = pa.table({"x": range(250_000)})
        _, table, _ = append("x\n" + "".join(f"{n}\n" for n in range(130_000)), base)
        self.assertEqual(table["x"].to_pylist(), [*range(250_000), *range(130_000)])

    def test_too_many_columns_together(self):
        answer, _, _ = append("a,b\n1,2\n", pa.table({f"c{n}": [1] for n in range(1_999)}))
        self.assertIn("2,001", answer["message"])


if __name__ == "__main__":
    unittest.main()
