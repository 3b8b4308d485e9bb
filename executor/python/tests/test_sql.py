"""A SQL card from its data to its result: what it may be, what it gives, how it fails."""

import json
import tempfile
import unittest
from datetime import date, datetime, timezone
from decimal import Decimal

import pyarrow as pa

from cardloom import slicer
from tests.support import parquet_file, run_card

TABLE = "application/vnd.dataresource+json"
KPI = "application/vnd.cardloom.kpi+json"
PLOTLY = "application/vnd.plotly.v1+json"

SALES = pa.table(
    {
        "day": pa.array([date(2024, 2, 1), date(2024, 1, 1), None]),
        "region": ["north", "south", None],
        "amount": [1.5, 2.5, 4.0],
        "units": pa.array([1, 2, None], pa.int64()),
        "big": pa.array([2**60 + 1, None, 3], pa.int64()),
        "price": pa.array([Decimal("1.10"), Decimal("2.20"), None], pa.decimal128(10, 2)),
    }
)


def run(sql, *tables, **body):
    result = run_card(sql, *(tables or (SALES,)), language="sql", **body)
    json.dumps(result, allow_nan=False)
    return result


class Rows(unittest.TestCase):
    def table(self, sql, *tables, **body):
        result = run(sql, *tables, **body)
        self.assertNotIn("error", result)
        return result["display"][TABLE]

    def test_a_select_over_the_dataset_by_its_alias(self):
        result = run("SELECT region, sum(amount) AS total FROM in0 GROUP BY ALL ORDER BY total")
        self.assertEqual(
            result["display"][TABLE],
            {
                "columns": [{"name": "region", "type": "string"}, {"name": "total", "type": "double"}],
                "rows": [["north", 1.5], ["south", 2.5], [None, 4.0]],
                "totalRows": 3,
            },
        )
        self.assertEqual((result["inputRows"], result["filteredRows"], result["stdout"]), (3, 3, ""))

    def test_several_datasets_can_be_joined(self):
        people = pa.table({"region": ["north"], "who": ["Ada"]})
        self.assertEqual(self.table("SELECT who, amount FROM in0 JOIN in1 USING (region)", SALES, people)["rows"], [["Ada", 1.5]])

    def test_cells_are_those_of_a_table_from_python(self):
        table = self.table("SELECT day, big, price FROM in0 LIMIT 1")
        self.assertEqual([column["type"] for column in table["columns"]], ["date", "int64", "decimal"])
        self.assertEqual(table["rows"], [["2024-02-01", str(2**60 + 1), "1.10"]])

    def test_types(self):
        for expression, kind, cell in (
            ("sum(units)", "int64", 3),
            ("sum(big::HUGEINT * 1000)", "decimal", str((2**60 + 4) * 1000)),
            ("count(*)", "int64", 3),
            ("avg(units)", "double", 1.5),
            ("sum(price)", "decimal", "3.30"),
            ("max(day)", "date", "2024-02-01"),
            ("TIMESTAMP '2024-01-02 03:04:05.5'", "timestamp", "2024-01-02T03:04:05.5"),
            ("TIMESTAMPTZ '2024-01-02 03:04:05+00'", "timestamptz", "2024-01-02T03:04:05Z"),
            ("true", "boolean", True),
            ("'a'::ENUM('a','b')", "string", "a"),
            ("NULL", "int64", None),
            ("1 / 0", "double", "Infinity"),
        ):
            with self.subTest(expression):
                table = self.table(f"SELECT {expression} AS it FROM in0 LIMIT 1" if "(" not in expression or "ENUM" in expression else f"SELECT {expression} AS it FROM in0")
                self.assertEqual((table["columns"][0]["type"], table["rows"][0][0]), (kind, cell))

    def test_a_day_is_one_of_the_workspaces_time_zone(self):
        instants = pa.table({"moment": pa.array([datetime(2024, 1, 1, 23, 30, tzinfo=timezone.utc)], pa.timestamp("us", "UTC"))})
        table = self.table("SELECT moment::DATE AS day, moment FROM in0", instants, timezone="Europe/Berlin")
        self.assertEqual(table["rows"], [["2024-01-02", "2024-01-01T23:30:00Z"]])

    def test_ten_thousand_rows_travel_and_all_are_counted(self):
        table = self.table("SELECT * FROM range(25000)")
        self.assertEqual((len(table["rows"]), table["totalRows"], table["rows"][-1]), (10_000, 25_000, [9_999]))

    def test_no_rows_are_a_table_too(self):
        table = self.table("SELECT region, units FROM in0 WHERE false")
        self.assertEqual((table["rows"], table["totalRows"], len(table["columns"])), ([], 0, 2))

    def test_columns_of_one_name_are_told_apart(self):
        table = self.table("SELECT 1 AS a, 2 AS a, 3 AS a_2")
        self.assertEqual([column["name"] for column in table["columns"]], ["a", "a_3", "a_2"])

    def test_the_ways_a_select_may_begin(self):
        for sql in ("FROM in0", "VALUES (1)", "WITH x AS (SELECT 1) FROM x", "(SELECT 1)", "SELECT 1;", "-- why\nSELECT 1 -- done", "PIVOT in0 ON region IN ('north') USING sum(amount)", "DESCRIBE in0"):
            with self.subTest(sql):
                self.table(sql)

    def test_params_are_named_parameters(self):
        params = {"top": 1, "region": "o'north", "list": ["north", "south"], "unused": {"a": 1}}
        self.assertEqual(self.table("SELECT $region AS r, count(*) AS n FROM in0 WHERE list_contains($list, region) LIMIT $TOP", params=params)["rows"], [["o'north", 2]])

    def test_columns_that_differ_by_case_are_all_there_and_said(self):
        result = run("SELECT * FROM in0", pa.table({"a": [1], "A": [2]}))
        self.assertEqual(result["display"][TABLE]["rows"], [[1, 2]])
        self.assertIn("differ only by case: a, A", result["warnings"][0])

    def test_the_slice_is_read_and_not_changed(self):
        self.assertEqual(self.table("SELECT region FROM in0 WHERE units = 2")["rows"], [["south"]])


class Refused(unittest.TestCase):
    """Nothing but one SELECT over the datasets: by the statement, or by DuckDB itself."""

    STATEMENTS = (
        "INSERT INTO in0 VALUES (1)", "UPDATE in0 SET amount = 0", "DELETE FROM in0", "DROP VIEW in0", "TRUNCATE in0",
        "CREATE TABLE t AS SELECT 1", "CREATE VIEW v AS SELECT 1", "CREATE MACRO f() AS 1", "CREATE TYPE t AS INTEGER",
        "CREATE SECRET (TYPE s3)", "ALTER VIEW in0 RENAME TO x", "COPY in0 TO '/tmp/x.csv'", "COPY (SELECT 1) TO '/tmp/x.parquet'",
        "ATTACH '/tmp/x.db'", "DETACH memory", "USE memory", "INSTALL httpfs", "LOAD httpfs", "SET memory_limit = '1TB'",
        "SET enable_external_access = true", "RESET threads", "PRAGMA version", "PRAGMA database_list", "PRAGMA memory_limit='1TB'",
        "CALL pragma_version()", "EXPLAIN SELECT 1", "EXPORT DATABASE '/tmp/x'", "CHECKPOINT",
        "VACUUM", "ANALYZE", "BEGIN", "COMMIT", "PREPARE p AS SELECT 1", "EXECUTE p", "DEALLOCATE p", "COMMENT ON VIEW in0 IS 'x'",
        "SELECT 1; SELECT 2", "SELECT 1; DROP VIEW in0", "WITH x AS (SELECT 1) INSERT INTO in0 FROM x",
        "WITH x AS (SELECT 1) DELETE FROM in0", "MERGE INTO in0 USING in0 AS o ON true WHEN MATCHED THEN DELETE",
        "/* SELECT */ PRAGMA version", "SET VARIABLE x = 1", "PIVOT in0 ON region USING sum(amount)", "", "  -- nothing\n",
    )  # fmt: skip

    READING = (
        "FROM read_csv('/etc/passwd')", "FROM read_csv_auto('/etc/passwd')", "FROM read_parquet('/etc/passwd')",
        "FROM parquet_scan('/tmp/x.parquet')", "FROM parquet_metadata('/tmp/x.parquet')", "FROM read_json('/etc/passwd')",
        "FROM read_text('/etc/passwd')", "FROM read_blob('/etc/passwd')", "FROM glob('/*')", "FROM sniff_csv('/etc/passwd')",
        "FROM '/etc/passwd'", "FROM '/tmp/x.parquet'", "FROM 'https://example.com/x.csv'", "FROM 's3://bucket/x.parquet'",
        "FROM read_csv('https://example.com/x.csv')", "SELECT getenv('HOME')", "FROM query('FROM read_text(''/etc/passwd'')')",
        "FROM duckdb_extensions()", "FROM arrow_scan(1, 2, 3)", "FROM pandas_scan(1)", "FROM python_map_function(1)",
        "IMPORT DATABASE '/tmp/x'", "FROM tables", "FROM frames", "FROM inputs", "FROM 'file:///etc/passwd'", "FROM sqlite_scan('/tmp/x', 'y')",
        "SELECT content FROM read_text(['/etc/hostname', '/etc/passwd'])", "FROM read_duckdb('/tmp/x.db')",
    )  # fmt: skip

    def test_every_other_statement_in_a_sentence(self):
        for sql in self.STATEMENTS:
            with self.subTest(sql):
                result = run(sql)
                self.assertNotIn("display", result)
                self.assertIn(result["error"]["type"], ("StatementRefused", "NoStatement", "ParserError"), result["error"])
                if result["error"]["type"] != "ParserError":
                    self.assertIn("SQL card is one SELECT" if "PIVOT" not in sql and ";" not in sql else "", result["error"]["hint"])

    def test_every_way_out_of_the_datasets(self):
        for sql in self.READING:
            with self.subTest(sql):
                result = run(sql)
                self.assertNotIn("display", result)
                self.assertIn(result["error"]["type"], ("PermissionError", "CatalogError", "BinderError", "MissingExtensionError"), result["error"])

    def test_the_settings_are_as_they_should_be(self):
        sql = "SELECT name, value FROM duckdb_settings() WHERE name IN ('enable_external_access', 'lock_configuration', 'threads', 'temp_directory', 'autoload_known_extensions', 'python_enable_replacements') ORDER BY name"
        rows = dict(run(sql)["display"][TABLE]["rows"])
        self.assertEqual(
            rows,
            {"autoload_known_extensions": "false", "enable_external_access": "false", "lock_configuration": "true", "python_enable_replacements": "false", "temp_directory": "", "threads": "1"},
        )

    def test_nothing_stays_for_the_next_card(self):
        run("SELECT 1", pa.table({"secret": [1]}), pa.table({"secret": [2]}))
        self.assertIn("error", run("FROM in1"))


class Errors(unittest.TestCase):
    def error(self, sql, *tables, **body):
        return run(sql, *tables, **body)["error"]

    def test_kind_message_and_line(self):
        for sql, kind, message, line in (
            ("SELECT *\nFORM in0", "ParserError", 'syntax error at or near "in0"', 2),
            ("SELECT *\nFROM in0\nWHERE\n", "ParserError", "syntax error at end of input", 3),
            ("\n-- first\nSELECT amuont\nFROM in0", "BinderError", 'There is no column "amuont" here.', 3),
            ("SELECT in0.nope FROM in0", "BinderError", 'There is no column "nope" here.', 1),
            ("SELECT *\nFROM inO", "CatalogError", 'There is no table "inO".', 2),
            ("SELECT 1;\n\nSELECT 2", "StatementRefused", "These are 2 statements; a SQL card is exactly one SELECT.", 3),
            ("-- all\nDROP VIEW in0", "StatementRefused", "A SQL card only reads: DROP is refused.", 2),
            ("SELECT\n'x'::INT", "ConversionError", "Could not convert string 'x' to INT32", 2),
            ("SELECT error('my own')", "InvalidInputError", "my own", None),
            ("SELECT error(E'x\n\nLINE 99: y')", "InvalidInputError", "x", 3),
        ):
            with self.subTest(sql):
                error = self.error(sql)
                self.assertEqual((error["code"], error["type"], error["message"], error.get("line")), ("execution_failed", kind, message, line))
                self.assertNotIn("frames", error)

    def test_hints(self):
        for sql, hint in (
            ("SELECT amuont FROM in0", "Did you mean amount?"),
            ("SELECT zzz FROM in0", "Columns of in0: day, region, amount"),
            ('SELECT * FROM in0 WHERE region = "north"', "single quotes: 'north'"),
            ("FROM nowhere", "The card's datasets are its tables: in0."),
            ("FROM read_csv('/x')", "no files and no network"),
            ("SELECT $top FROM in0", 'such as {"top": 10}'),
            ("SELECT ? FROM in0", "The names are those of the card's params"),
        ):
            with self.subTest(sql):
                self.assertIn(hint, self.error(sql)["hint"])

    def test_an_alias_that_is_a_word_of_sql(self):
        body = {"inputs": [{"alias": "order"}]}
        self.assertIn('write "order" in double quotes', self.error("SELECT * FROM order", SALES, **body)["hint"])
        self.assertEqual(run('SELECT count(*) AS n FROM "order"', SALES, **body)["display"][TABLE]["rows"], [[3]])

    def test_aliases_that_sql_cannot_tell_apart(self):
        error = self.error("SELECT 1", SALES, SALES, inputs=[{"alias": "a"}, {"alias": "A"}])
        self.assertEqual((error["type"], error["message"]), ("AliasError", 'In SQL, "a" and "A" are the same name.'))

    def test_a_column_that_is_there_but_undeclared_is_named(self):
        with parquet_file(SALES) as source, tempfile.TemporaryFile() as out:
            slicer.slice("sales", source.fileno(), [], ["amount"], out.fileno())
            out.seek(0)
            cut = pa.ipc.open_file(pa.BufferReader(out.read())).read_all()
        self.assertIn("does not declare it", self.error("SELECT region FROM in0", cut, columns=["amount"])["hint"])

    def test_a_missing_parameter_is_named(self):
        error = self.error("SELECT $top", params={"bottom": 1})
        self.assertEqual((error["type"], error["message"]), ("ParameterError", "The SQL uses $top, which is not among the card's params."))

    def test_memory(self):
        error = self.error("SELECT list(i) FROM range(200_000_000) t(i)", limits={"outputBytes": 1_000_000, "memoryBytes": 100_000_000})
        self.assertEqual((error["code"], error["message"]), ("memory_limit", "This card needed more memory than its limit of 100 MB."))

    def test_output(self):
        error = self.error("SELECT repeat('x', 1000) FROM range(9000)", limits={"outputBytes": 1_000_000})
        self.assertEqual(error["code"], "output_too_large")


class Charts(unittest.TestCase):
    def drawn(self, sql, chart, *tables):
        result = run(sql, *tables, chart=chart)
        self.assertNotIn("error", result)
        # The table is always there for "View data" and for CSV.
        self.assertIn(TABLE, result["display"])
        return result["display"][PLOTLY]

    def test_bars(self):
        figure = self.drawn("SELECT region, amount FROM in0", {"type": "bar", "x": "region", "y": ["amount"]})
        self.assertEqual(figure["data"], [{"type": "bar", "orientation": "v", "name": "amount", "x": ["north", "south", "(empty)"], "y": [1.5, 2.5, 4.0]}])
        self.assertEqual((figure["layout"]["barmode"], figure["layout"]["xaxis"]["type"], figure["layout"]["yaxis"]["title"]["text"]), ("group", "category", "amount"))
        self.assertNotIn("template", figure["layout"])

    def test_horizontal_stacked_bars_with_a_series(self):
        sql = "SELECT * FROM (VALUES ('a', 'x', 1), ('b', 'x', 2), ('b', 'y', 3), ('c', 'y', 4)) t(k, s, v)"
        figure = self.drawn(sql, {"type": "bar", "x": "k", "y": "v", "series": "s", "stacked": True, "horizontal": True})
        self.assertEqual([(trace["name"], trace["x"], trace["y"]) for trace in figure["data"]], [("x", [1, 2], ["a", "b"]), ("y", [3, 4], ["b", "c"])])
        self.assertEqual((figure["layout"]["barmode"], figure["layout"]["yaxis"]["categoryarray"], figure["layout"]["yaxis"]["autorange"]), ("relative", ["a", "b", "c"], "reversed"))

    def test_a_line_runs_forward_in_time(self):
        figure = self.drawn("SELECT day, amount, units FROM in0 WHERE day IS NOT NULL ORDER BY day DESC", {"type": "line"})
        self.assertEqual([(trace["name"], trace["x"], trace["y"]) for trace in figure["data"]], [("amount", ["2024-01-01", "2024-02-01"], [2.5, 1.5]), ("units", ["2024-01-01", "2024-02-01"], [2, 1])])
        self.assertEqual(figure["layout"]["xaxis"]["type"], "date")

    def test_other_charts(self):
        area = self.drawn("SELECT day, amount FROM in0", {"type": "area", "x": "day", "y": ["amount"]})["data"][0]
        self.assertEqual((area["type"], area["stackgroup"]), ("scatter", "all"))
        apart = self.drawn("SELECT day, amount FROM in0", {"type": "area", "x": "day", "y": ["amount"], "stacked": False})["data"][0]
        self.assertEqual(apart["fill"], "tozeroy")
        points = self.drawn("SELECT amount, units FROM in0", {"type": "scatter", "x": "amount", "y": ["units"]})["data"][0]
        self.assertEqual((points["mode"], points["x"], points["y"]), ("markers", [1.5, 2.5, 4.0], [1.0, 2.0, None]))
        pie = self.drawn("SELECT region, price FROM in0", {"type": "pie", "x": "region", "y": "price"})["data"][0]
        self.assertEqual((pie["labels"], pie["values"]), (["north", "south", "(empty)"], [1.1, 2.2, None]))

    def test_texts_that_look_like_numbers_stay_texts(self):
        figure = self.drawn("SELECT * FROM (VALUES ('007', 1), ('2024-01', 2)) t(code, n)", {"type": "bar"})
        self.assertEqual((figure["data"][0]["x"], figure["layout"]["xaxis"]["type"]), (["007", "2024-01"], "category"))

    def test_a_long_label_is_short_on_the_axis_and_whole_where_it_is_hovered(self):
        long = "Hartsfield-Jackson Atlanta International Airport"
        figure = self.drawn(f"SELECT * FROM (VALUES ('{long}', 1), ('Reno', 2)) t(airport, n)", {"type": "bar"})
        self.assertEqual(figure["layout"]["xaxis"]["labelalias"], {long: "Hartsfield-Jackson Atla…"})
        self.assertEqual((figure["data"][0]["hovertext"], figure["data"][0]["hovertemplate"]), ([long, "Reno"], "%{hovertext}<br>%{y}"))
        self.assertNotIn("hovertext", self.drawn("SELECT 'Reno' AS airport, 1 AS n", {"type": "bar"})["data"][0])

    def test_a_number(self):
        for sql, chart, kpi in (
            ("SELECT sum(price) AS total FROM in0", {"label": "Sales", "format": "currency:EUR"}, {"value": 3.3, "label": "Sales", "format": "currency:EUR"}),
            ("SELECT 'x' AS a, count(*) AS n FROM in0", {}, {"value": 3, "label": "n"}),
            ("SELECT 1 AS a, 2 AS b", {"y": "b"}, {"value": 2, "label": "b"}),
            ("SELECT region FROM in0 LIMIT 1", {}, {"value": "north", "label": "region"}),
            ("SELECT amount FROM in0 WHERE false", {}, {"value": None, "label": "amount"}),
        ):
            with self.subTest(sql):
                result = run(sql, chart={"type": "number", **chart})
                self.assertEqual(result["display"][KPI], {**kpi, "good": "up"})
                self.assertIn(TABLE, result["display"])

    def test_a_table_is_a_table(self):
        self.assertEqual(set(run("FROM in0", chart={"type": "table"})["display"]), {TABLE, "text/plain"})

    def test_what_cannot_be_drawn_says_why_and_still_gives_its_rows(self):
        for sql, chart, message, hint in (
            ("SELECT region, amount FROM in0", {"type": "bar", "x": "regoin"}, 'x is "regoin", which is not a column of the result', "Did you mean region? The result's columns: region, amount."),
            ("SELECT region, amount FROM in0", {"type": "bar", "y": ["nope"]}, 'y is "nope"', "The result's columns: region, amount."),
            ("SELECT region, amount FROM in0", {"type": "line", "series": "nope"}, 'series is "nope"', "region, amount"),
            ("SELECT region, amount FROM in0", {"type": "bar", "y": ["region"]}, "holds no numbers but text", "Columns of numbers: amount."),
            ("SELECT region FROM in0", {"type": "bar"}, "needs a column of numbers", "region"),
            ("SELECT i, i::VARCHAR AS s FROM range(60) t(i)", {"type": "line", "series": "s", "y": "i"}, "60 different values", "Keep the largest"),
        ):
            with self.subTest(message):
                result = run(sql, chart=chart)
                self.assertEqual(result["error"]["type"], "ChartError")
                self.assertIn(message, result["error"]["message"])
                self.assertIn(hint, result["error"]["hint"])
                self.assertIn(TABLE, result["display"])

    def test_what_a_chart_leaves_out_is_said(self):
        self.assertIn("first 10,000 of 25,000 rows", run("SELECT i, i AS j FROM range(25000) t(i)", chart={"type": "scatter"})["warnings"][0])
        self.assertIn("first of 3 rows", run("SELECT amount FROM in0", chart={"type": "number"})["warnings"][0])
        self.assertIn("below zero", run("SELECT 'a' AS k, -1 AS v", chart={"type": "pie"})["warnings"][0])
