"""A card from its data to its result."""

import json
import tempfile
import unittest
from datetime import date

import pyarrow as pa

from cardloom import slicer
from tests.support import parquet_file, run_card

SALES = pa.table(
    {
        "day": pa.array([date(2024, 1, 1), date(2024, 2, 1), None]),
        "region": ["north", "south", None],
        "amount": [1.5, 2.5, float("nan")],
        "units": pa.array([1, 2, None], pa.int64()),
        "big": pa.array([2**60 + 1, None, 3], pa.int64()),
    }
)


def html(result):
    return result["display"]["text/html"]


class Card(unittest.TestCase):
    def test_the_dataset_is_pandas_with_nothing_rounded(self):
        result = run_card("def render(dataset): return str([str(t) for t in dataset.dtypes]) + str(dataset.big[0]) + str(dataset.day.dt.month[1])", SALES)
        self.assertEqual(html(result), "['datetime64[ms]', 'str', 'float64', 'float64', 'Int64']" + str(2**60 + 1) + "2.0")

    def test_a_card_may_change_its_dataset_in_place(self):
        code = "def render(d):\n    d.loc[0, 'amount'] = 9.0\n    d['twice'] = d.amount * 2\n    d.iloc[1, 2] = 4.0\n    return d[['amount', 'twice']]"
        table = run_card(code, SALES)["display"]["application/vnd.dataresource+json"]
        self.assertEqual(table["rows"], [[9.0, 18.0], [4.0, 5.0], [None, None]])

    def test_several_datasets_come_by_alias_and_none_as_none(self):
        self.assertEqual(html(run_card("def render(d): return str(sorted(d))", SALES, SALES)), "['in0', 'in1']")
        self.assertEqual(html(run_card("def render(d): return str(d)")), "None")

    def test_filters_come_resolved(self):
        filters = [
            {"id": "when", "type": "date_range", "value": {"start": "2024-01-01"}},
            {"id": "region", "type": "category", "value": ["north", None]},
            {"id": "size", "type": "number_range", "value": {"max": 3}},
            {"id": "name", "type": "text", "value": "x"},
            {"id": "unset", "type": "category", "value": None},
        ]
        result = run_card("import datetime\ndef render(d, f): return str(f)", SALES, filters=filters)
        self.assertEqual(
            html(result),
            "{'when': {'start': datetime.date(2024, 1, 1), 'end': None}, 'region': ['north', None], 'size': {'min': None, 'max': 3}, 'name': 'x', 'unset': None}",
        )

    def test_render_takes_as_many_arguments_as_it_likes(self):
        for signature, shown in (
            ("", "none"),
            ("dataset", "1"),
            ("dataset, filters", "2"),
            ("dataset, filters, params", "3"),
            ("*everything", "many"),
            ("dataset, *, params", "keyword"),
        ):
            result = run_card(f"def render({signature}): return '{shown}'", SALES)
            self.assertEqual(html(result), shown)

    def test_output_is_captured_and_capped(self):
        result = run_card("def render(d):\n    print('a' * 150_000)\n    return 1", SALES)
        self.assertTrue(result["stdout"].startswith("a" * 100_000 + "\n… output truncated: 50,001 characters"))

    def test_warnings_come_once_with_their_line(self):
        code = "import warnings, sys\ndef render(d):\n    for _ in range(3): warnings.warn('careful')\n    print('note', file=sys.stderr)\n    return 1"
        self.assertEqual(run_card(code, SALES)["warnings"], ["UserWarning: careful (line 3)", "note"])

    def test_counts_and_timings(self):
        result = run_card("def render(d): return 1", SALES, SALES)
        self.assertEqual((result["inputRows"], result["filteredRows"]), (6, 6))
        self.assertEqual(set(result["timings"]), {"loadMs", "userMs", "serialiseMs"})


class Errors(unittest.TestCase):
    def error(self, code, *tables, **body):
        result = run_card(code, *(tables or (SALES,)), **body)
        json.dumps(result, allow_nan=False).encode()
        self.assertNotIn("display", result)
        return result["error"]

    def test_an_exception_names_type_message_and_line(self):
        error = self.error("def ratio(x):\n    return x / 0\n\ndef render(d):\n    return ratio(1)")
        self.assertEqual((error["code"], error["type"], error["message"], error["line"]), ("execution_failed", "ZeroDivisionError", "division by zero", 2))
        self.assertEqual([(frame["line"], frame["function"], frame["source"]) for frame in error["frames"]], [(5, "render", "return ratio(1)"), (2, "ratio", "return x / 0")])

    def test_only_the_authors_frames_are_shown(self):
        error = self.error("def render(d):\n    return d.groupby('nope').sum()")
        self.assertEqual([frame["line"] for frame in error["frames"]], [2])

    def test_a_syntax_error_has_its_line(self):
        error = self.error("def render(d):\n    return (1\n")
        self.assertEqual((error["type"], error["line"]), ("SyntaxError", 2))

    def test_hints(self):
        for code, hint in (
            ("def render(d): return d['amuont']", "Did you mean 'amount'?"),
            ("def render(d): return d.Region", "Did you mean 'region'?"),
            ("def render(d): return datset", "Did you mean dataset?"),
            ("import sklern", "A card may import"),
            ("def render(d): open('/nope')", "without network"),
        ):
            with self.subTest(code):
                self.assertIn(hint, self.error(code)["hint"])

    def test_a_column_that_is_there_but_undeclared_is_named(self):
        declared = SALES.select(["amount"])
        with parquet_file(SALES) as source, tempfile.TemporaryFile() as out:
            slicer.slice("sales", source.fileno(), [], ["amount"], out.fileno())
            out.seek(0)
            cut = pa.ipc.open_file(pa.BufferReader(out.read())).read_all()
        error = self.error("def render(d): return d['region']", cut, columns=["amount"])
        self.assertIn("does not declare it", error["hint"])
        self.assertIn("declares only these columns: amount", self.error("def render(d): return d['region']", declared, columns=["amount"])["hint"])

    def test_leaving_the_program_is_an_error_like_others(self):
        self.assertEqual(self.error("def render(d): raise SystemExit")["type"], "SystemExit")
        self.assertEqual(self.error("def render(d): raise KeyboardInterrupt")["type"], "KeyboardInterrupt")
        self.assertEqual(self.error("import sys\nsys.exit(0)")["type"], "SystemExit")

    def test_memory(self):
        error = self.error("def render(d): return np.zeros(10**13)", limits={"outputBytes": 1000, "memoryBytes": 2_000_000_000})
        self.assertEqual((error["code"], error["message"]), ("memory_limit", "This card needed more memory than its limit of 2 GB."))

    def test_a_card_without_render(self):
        self.assertEqual(self.error("x = 1")["type"], "MissingRender")
        self.assertEqual(self.error("")["type"], "MissingRender")

    def test_hostile_exceptions_do_not_break_the_report(self):
        self.assertEqual(self.error("class E(Exception):\n    def __str__(self): raise ValueError\ndef render(d): raise E")["type"], "E")
        self.assertEqual(self.error("def render(d): raise ValueError('\\ud800')")["message"], "?")
        deep = self.error("def render(d): return render(d)")
        self.assertEqual(deep["type"], "RecursionError")
        self.assertLessEqual(len(deep["frames"]), 30)

    def test_null_bytes_in_code(self):
        self.assertEqual(self.error("x = '\0'")["type"], "SyntaxError")


if __name__ == "__main__":
    unittest.main()
