"""The order of rows in files that are not CSV, and in files that rows were appended to."""

import unittest
from datetime import date, timedelta

import pyarrow as pa

from tests.support import import_file, parquet_bytes

ROWS = 130_000
DAYS = [date(2020, 1, 1) + timedelta(days=row * 7919 % 3000) for row in range(ROWS)]
TABLE = pa.table({"day": DAYS, "n": range(ROWS)})


class Layout(unittest.TestCase):
    def imported(self, content, **more):
        answer, table, profile = import_file(content, **more)
        self.assertEqual(answer["type"], "result", answer)
        return answer["sortedBy"], table, profile

    def test_a_large_parquet_file_is_ordered_by_its_main_date_and_keeps_ties_in_order(self):
        sorted_by, table, profile = self.imported(parquet_bytes(TABLE))
        self.assertEqual(sorted_by, "day")
        self.assertEqual(list(zip(*table.to_pydict().values())), sorted(zip(DAYS, range(ROWS))))
        self.assertEqual((profile["rowCount"], profile["columns"][0]["distinctCount"]), (ROWS, 3000))

    def test_a_small_one_stays_as_it_is_unless_it_is_asked_for(self):
        small = parquet_bytes(TABLE.slice(0, 100))
        self.assertEqual(self.imported(small)[:2], (None, TABLE.slice(0, 100)))
        sorted_by, table, _ = self.imported(small, sortBy="day")
        self.assertEqual((sorted_by, table["day"].to_pylist()), ("day", sorted(DAYS[:100])))

    def test_null_keeps_the_order_of_the_file(self):
        self.assertEqual(self.imported(parquet_bytes(TABLE), sortBy=None)[:2], (None, TABLE))

    def test_a_column_that_is_not_there(self):
        answer, _, _ = import_file(parquet_bytes(TABLE.slice(0, 10)), sortBy="nope")
        self.assertEqual((answer["type"], answer["column"]), ("failure", "nope"))

    def test_rows_that_are_appended_are_put_in_order_with_the_others(self):
        base = TABLE.take(pa.compute.sort_indices(TABLE["day"]))
        sorted_by, table, profile = self.imported("day,n\n2019-12-31,-1\n2020-01-01,-2\n", append_to=base)
        self.assertEqual((sorted_by, table.num_rows, table["n"][0].as_py()), ("day", ROWS + 2, -1))
        days = table["day"].to_pylist()
        self.assertEqual(days, sorted(days))
        self.assertEqual((profile["columns"][0]["min"], profile["columns"][1]["min"]), ("2019-12-31", -2))


if __name__ == "__main__":
    unittest.main()
