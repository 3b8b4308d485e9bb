"""What a card returns, as MIME bundles."""

import base64
import json
import unittest
from datetime import date

import numpy as np
import pyarrow as pa

from tests.support import run_card

TABLE = pa.table({"kind": ["a", "b", "a"], "amount": [1.0, 2.0, 3.5], "day": pa.array([date(2024, 1, 1), date(2024, 1, 2), None])})
PLOTLY = "application/vnd.plotly.v1+json"
VEGA = "application/vnd.vegalite.v5+json"
KPI = "application/vnd.cardloom.kpi+json"
RESOURCE = "application/vnd.dataresource+json"


def display(body, **job):
    result = run_card("def render(dataset, filters, params):\n    " + body.replace("\n", "\n    "), TABLE, **job)
    json.dumps(result, allow_nan=False).encode()
    if "error" in result:
        raise AssertionError(result["error"])
    return result["display"]


def error(body, **job):
    return run_card("def render(dataset, filters, params):\n    " + body.replace("\n", "\n    "), TABLE, **job)["error"]


class Text(unittest.TestCase):
    def test_html_markdown_and_print(self):
        self.assertEqual(display("return '<b>x</b>'"), {"text/html": "<b>x</b>"})
        self.assertEqual(display("return Markdown('# x')")["text/markdown"], "# x")
        self.assertEqual(display("print('x')"), {"text/plain": "x\n"})

    def test_html_result_says_what_it_used(self):
        result = run_card("def render(d): return HTMLResult(html='x', used_columns=['kind'], filter_applicable=False)", TABLE)
        self.assertEqual((result["display"]["text/html"], result["usedColumns"], result["filterApplicable"]), ("x", ["kind"], False))

    def test_results_can_be_imported(self):
        self.assertIn(KPI, display("from cardloom import Kpi as K\nreturn K(1)"))


class Numbers(unittest.TestCase):
    def test_scalars(self):
        for expression, value in (
            ("1", 1),
            ("dataset.amount.sum()", 6.5),
            ("np.int64(3)", 3),
            ("2**60", str(2**60)),
            ("__import__('decimal').Decimal('1.10')", "1.10"),
            ("float('nan')", None),
            ("float('-inf')", "-Infinity"),
            ("pd.NaT", None),
            ("True", "true"),
            ("pd.Timestamp('2024-01-01 10:00')", "2024-01-01T10:00:00"),
            ("np.array(2.5)", 2.5),
        ):
            with self.subTest(expression):
                self.assertEqual(display(f"return {expression}")[KPI]["value"], value)

    def test_kpi(self):
        shown = display("return Kpi(dataset.amount.mean(), 'Mean', delta=np.float64(0.5), format='percent', good='down', trend=dataset.amount)")
        self.assertEqual(shown[KPI], {"value": 6.5 / 3, "label": "Mean", "delta": 0.5, "format": "percent", "good": "down", "trend": [1.0, 2.0, 3.5]})
        self.assertIn("good", error("return Kpi(1, good='left')")["message"])


class Tables(unittest.TestCase):
    def test_columns_types_and_cells(self):
        shown = display(
            "from decimal import Decimal\n"
            "return pd.DataFrame({'i': [2**53 + 1, 1], 'f': [np.nan, np.inf], 'd': [Decimal('1.10'), None], 's': ['x', None], 'b': [True, False],"
            " 'day': pd.to_datetime(['2024-01-01', None]), 'at': pd.to_datetime(['2024-01-01 10:00', None]), 'z': pd.to_datetime(['2024-01-01 10:00', None]).tz_localize('Asia/Tokyo')})"
        )[RESOURCE]
        self.assertEqual([column["type"] for column in shown["columns"]], ["int64", "double", "decimal", "string", "boolean", "date", "timestamp", "timestamptz"])
        self.assertEqual(
            shown["rows"],
            [[str(2**53 + 1), None, "1.10", "x", True, "2024-01-01", "2024-01-01T10:00:00", "2024-01-01T10:00:00+09:00"], [1, "Infinity", None, None, False, None, None, None]],
        )

    def test_an_index_with_meaning_is_kept(self):
        self.assertEqual(display("return dataset.groupby('kind').amount.sum()")[RESOURCE]["rows"], [["a", 4.5], ["b", 2.0]])
        self.assertEqual([column["name"] for column in display("return dataset.groupby('kind').agg({'amount': ['sum', 'max']})")[RESOURCE]["columns"]], ["kind", "amount · sum", "amount · max"])
        self.assertEqual(len(display("return dataset")[RESOURCE]["columns"]), 3)

    def test_the_first_ten_thousand_rows_travel_and_say_so(self):
        shown = display("return pd.DataFrame({'n': range(12_345)})")[RESOURCE]
        self.assertEqual((len(shown["rows"]), shown["totalRows"]), (10_000, 12_345))

    def test_tables_of_other_libraries(self):
        for code in (
            "import pyarrow as pa\nreturn pa.table({'n': [1, None]})",
            "import polars as pl\nreturn pl.DataFrame({'n': [1, None]})",
            "import polars as pl\nreturn pl.LazyFrame({'n': [1, None]})",
            "import polars as pl\nreturn pl.Series('n', [1, None])",
            "import duckdb\nreturn duckdb.sql('select * from (values (1), (null)) t(n)')",
        ):
            with self.subTest(code):
                shown = display(code)[RESOURCE]
                self.assertEqual((shown["columns"], shown["rows"]), ([{"name": "n", "type": "int64"}], [[1], [None]]))

    def test_mixed_and_unusual_columns_travel_as_text(self):
        shown = display("return pd.DataFrame({'m': [1, 'a', None], 'p': pd.period_range('2024-01', periods=3, freq='M'), 'c': pd.Categorical(['x', None, 'y'])})")[RESOURCE]
        self.assertEqual(shown["rows"], [["1", "2024-01", "x"], ["a", "2024-02", None], [None, "2024-03", "y"]])


class Figures(unittest.TestCase):
    def test_plotly_is_data_without_our_template(self):
        figure = display("return px.bar(dataset, x='kind', y='amount', title='Amounts')")
        self.assertEqual(figure[PLOTLY]["data"][0]["y"], [1.0, 2.0, 3.5])
        self.assertEqual(figure[PLOTLY]["data"][0]["marker"]["color"], "#4269d0")
        self.assertNotIn("template", figure[PLOTLY]["layout"])
        self.assertEqual(figure["text/plain"], "Amounts")
        self.assertNotIn("template", display("return go.Figure(go.Scatter(y=[1, 2]))")[PLOTLY]["layout"])

    def test_a_template_the_author_chose_stays(self):
        self.assertIn("template", display("return px.bar(dataset, x='kind', y='amount', template='plotly_dark')")[PLOTLY]["layout"])

    def test_dates_and_missing_numbers_in_figures(self):
        trace = display("return go.Figure(go.Scatter(x=dataset.day, y=[1, np.nan, np.inf]))")[PLOTLY]["data"][0]
        self.assertEqual((trace["x"], trace["y"]), (["2024-01-01", "2024-01-02", None], [1, None, None]))

    def test_long_arrays_travel_packed(self):
        trace = display("return px.scatter(x=np.arange(5_000), y=np.linspace(0, 1, 5_000))")[PLOTLY]["data"][0]
        self.assertEqual(trace["x"]["dtype"], "i4")
        np.testing.assert_array_equal(np.frombuffer(base64.b64decode(trace["y"]["bdata"]), trace["y"]["dtype"]), np.linspace(0, 1, 5_000))

    def test_altair_with_its_data_and_without_a_row_limit(self):
        shown = display("import altair as alt\nreturn alt.Chart(pd.DataFrame({'n': range(6_000)})).mark_bar().encode(x='n')")[VEGA]
        self.assertEqual([len(rows) for rows in shown["datasets"].values()], [6_000])

    def test_matplotlib_in_all_its_ways(self):
        for code in (
            "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
            "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nreturn fig",
            "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nreturn ax",
            "import matplotlib.pyplot as plt\nreturn plt.subplots(2, 2)[1]",
            "import matplotlib.pyplot as plt\nreturn plt.plot([1, 2])",
            "return dataset.amount.plot()",
            "import seaborn as sns\nreturn sns.relplot(dataset, x='amount', y='amount')",
        ):
            with self.subTest(code):
                self.assertIn("<svg", display(code)["image/svg+xml"])

    def test_a_heavy_drawing_becomes_a_png(self):
        shown = display("import matplotlib.pyplot as plt\nplt.scatter(np.random.rand(40_000), np.random.rand(40_000))")
        self.assertTrue(base64.b64decode(shown["image/png"]).startswith(b"\x89PNG"))


class Refusals(unittest.TestCase):
    def test_nothing_returned(self):
        self.assertIn("returned nothing", error("pass")["message"])

    def test_what_cannot_be_shown_is_named(self):
        for value, named in (("[1, 2]", "a list"), ("{}", "a dict"), ("object()", "an object"), ("dataset.groupby('kind')", "a pandas.DataFrameGroupBy"), ("1j", "a complex")):
            with self.subTest(value):
                self.assertIn(f"render returned {named}", error(f"return {value}")["message"])
        self.assertIn("without async", run_card("async def render(d): return 1", TABLE)["error"]["hint"])

    def test_output_over_the_limit(self):
        for value in ("'x' * 5_000_001", "pd.DataFrame({'x': ['y' * 1_000] * 9_000})", "HTMLResult(html='é' * 2_600_000)"):
            with self.subTest(value):
                refused = error(f"return {value}")
                self.assertEqual(refused["code"], "output_too_large")
                self.assertIn("the limit is 5.0 MB", refused["message"])


if __name__ == "__main__":
    unittest.main()
