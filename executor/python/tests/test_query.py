"""Preview and values, as the dataset page and the filters ask."""

import unittest
from datetime import date, datetime

import pyarrow as pa

from tests.support import run_query

TABLE = pa.table(
    {
        "region": ["b", "a", None, "b", "a", "50%"],
        "big": pa.array([2**53 + 1, 1, None, -1, 2, 3], pa.int64()),
        "real": [0.5, float("nan"), float("inf"), None, -1.5, 0.5],
        "day": pa.array([date(2024, 1, 2), None, date(2024, 1, 1), date(2024, 1, 3), None, None]),
        "at": pa.array([datetime(2024, 1, 1, 10, 30), None, None, None, None, None], pa.timestamp("us")),
    }
)


class Query(unittest.TestCase):
    def test_preview_gives_the_first_rows_and_says_how_many_there_are(self):
        answer = run_query("preview", {"limit": 3}, TABLE)
        self.assertEqual(answer["totalRows"], 6)
        self.assertEqual([column["type"] for column in answer["columns"]], ["string", "int64", "double", "date", "timestamp"])
        self.assertEqual(
            answer["rows"],
            [["b", str(2**53 + 1), 0.5, "2024-01-02", "2024-01-01T10:30:00"], ["a", 1, None, None, None], [None, None, "Infinity", "2024-01-01", None]],
        )

    def test_preview_of_nothing(self):
        self.assertEqual(run_query("preview", {"limit": 0}, TABLE)["rows"], [])

    def test_values_come_most_frequent_first_then_by_value(self):
        answer = run_query("values", {"column": "region", "query": "", "limit": 10}, TABLE)
        self.assertEqual([(one["value"], one["count"]) for one in answer["values"]], [("a", 2), ("b", 2), ("50%", 1), (None, 1)])
        self.assertEqual((answer["totalValues"], answer["min"], answer["max"]), (4, None, None))

    def test_a_search_is_literal_and_ignores_case(self):
        for query, found in (("%", ["50%"]), ("B", ["b"]), (".", []), ("a", ["a"])):
            answer = run_query("values", {"column": "region", "query": query, "limit": 10}, TABLE)
            self.assertEqual([one["value"] for one in answer["values"]], found)

    def test_the_limit_cuts_the_list_but_not_the_count(self):
        answer = run_query("values", {"column": "region", "query": "", "limit": 1}, TABLE)
        self.assertEqual((len(answer["values"]), answer["totalValues"]), (1, 4))

    def test_extents(self):
        for column, low, high in (("big", -1, str(2**53 + 1)), ("day", "2024-01-01", "2024-01-03"), ("at", "2024-01-01T10:30:00", "2024-01-01T10:30:00")):
            answer = run_query("values", {"column": column, "query": "", "limit": 10}, TABLE)
            self.assertEqual((answer["min"], answer["max"]), (low, high))

    def test_an_empty_cell_is_counted_once_however_it_is_written(self):
        answer = run_query("values", {"column": "real", "query": "", "limit": 10}, TABLE)
        self.assertEqual({one["value"]: one["count"] for one in answer["values"]}, {0.5: 2, None: 2, -1.5: 1, "Infinity": 1})

    def test_predicates_leave_out_what_the_other_rows_hold(self):
        for predicates, found in (
            ([], {"a": 2, "b": 2, "50%": 1, None: 1}),
            ([{"op": "range", "column": "big", "gte": 1}], {"a": 2, "b": 1, "50%": 1}),
            ([{"op": "in", "column": "region", "values": ["a"]}], {"a": 2}),
            ([{"op": "in", "column": "region", "values": ["a", None]}, {"op": "range", "column": "big", "lte": 1}], {"a": 1}),
            ([{"op": "in", "column": "region", "values": []}], {}),
        ):
            answer = run_query("values", {"column": "region", "query": "", "limit": 10, "predicates": predicates}, TABLE)
            self.assertEqual({one["value"]: one["count"] for one in answer["values"]}, found)
            self.assertEqual(answer["totalValues"], len(found))

    def test_extents_are_those_of_the_rows_that_pass(self):
        body = {"column": "big", "query": "", "limit": 10, "predicates": [{"op": "in", "column": "region", "values": ["a"]}]}
        answer = run_query("values", body, TABLE)
        self.assertEqual((answer["min"], answer["max"]), (1, 2))

    def test_a_predicate_on_an_unknown_column_is_a_failure_and_not_all_rows(self):
        body = {"column": "region", "query": "", "limit": 10, "predicates": [{"op": "in", "column": "nope", "values": ["a"]}]}
        self.assertEqual(run_query("values", body, TABLE)["type"], "failure")

    def test_an_unknown_column_is_a_failure_that_names_it(self):
        answer = run_query("values", {"column": "nope", "query": "", "limit": 10}, TABLE)
        self.assertEqual((answer["type"], answer["column"]), ("failure", "nope"))


if __name__ == "__main__":
    unittest.main()
