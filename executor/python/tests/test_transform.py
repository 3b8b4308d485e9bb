import json
import os
import tempfile
import unittest

import pyarrow as pa
import pyarrow.parquet as pq

from cardloom import sql_engine, transform
from cardloom.row_group_writer import RowGroupWriter
from tests.support import import_libraries

ORDERS = pa.table({"id": [1, 2, 3, 4], "customer": ["a", "b", "a", None], "amount": [10, 20, 30, 2**40]})
CUSTOMERS = pa.table({"customer": ["a", "b"], "name": ["Ann", "Bob"]})


class Ran:
    def __init__(self, answer, messages, table, profile):
        self.answer, self.messages, self.table, self.profile = answer, messages, table, profile

    @property
    def error(self):
        return self.answer.get("error") or self.answer.get("preview", {}).get("error")

    @property
    def log(self):
        return "".join(message["text"] for message in self.messages if message["type"] == "log")


def run(code, body=None, **tables):
    """A transform over tables by alias; an unnamed set is orders and customers."""
    import_libraries()
    tables = tables or {"orders": ORDERS, "customers": CUSTOMERS}
    with tempfile.TemporaryDirectory() as inputs, tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, table in enumerate(tables.values()):
            paths.append(os.path.join(inputs, f"{number}.parquet"))
            pq.write_table(table, paths[-1], row_group_size=100_000)
        job = {"language": "python", "code": code, "inputs": [{"alias": alias} for alias in tables], "params": {}, "timezone": "UTC", **(body or {})}
        messages = []
        out = os.path.join(folder, "data.parquet")
        answer = transform.run(job, paths, messages.append, out)
        json.dumps(answer, allow_nan=False)
        profile_path = os.path.join(folder, "profile.json")
        table = pq.read_table(out) if os.path.exists(out) and not (answer.get("error")) else None
        profile = None
        if os.path.exists(profile_path):
            with open(profile_path, encoding="utf-8") as file:
                profile = json.load(file)
        return Ran(answer, messages, table, profile)


def body(*lines):
    return "def transform(inputs, params):\n" + "".join(f"    {line}\n" for line in lines)


SUMS = {"customer": ["a", "b"], "amount": [40, 20]}
WAYS = {
    "a pandas frame": body('return inputs["orders"].dropna().groupby("customer", as_index=False)["amount"].sum()'),
    "a pandas series with a named index": body('return inputs["orders"].groupby("customer")["amount"].sum()'),
    "a Polars frame": body('return inputs.polars("orders").drop_nulls().group_by("customer").agg(pl.col("amount").sum()).sort("customer").collect()'),
    "a Polars lazy frame": body('return inputs.polars("orders").drop_nulls().group_by("customer").agg(pl.col("amount").sum()).sort("customer")'),
    "an Arrow table": body('t = inputs.arrow("orders").to_table().drop_null().group_by("customer").aggregate([("amount", "sum")]).rename_columns(["customer", "amount"])', 'return t.select(["customer", "amount"]).sort_by("customer")'),
    "an Arrow reader": body('t = pa.table({"customer": ["a", "b"], "amount": [40, 20]})', "return t.to_reader()"),
    "an Arrow batch": body('return pa.record_batch({"customer": ["a", "b"], "amount": [40, 20]})'),
    "a DuckDB relation over all inputs": body('return inputs.sql("select customer, sum(amount) amount from orders join customers using (customer) group by 1 order by 1")'),
    "a DuckDB relation of one input": body('return inputs.duckdb("orders").filter("customer is not null").aggregate("customer, sum(amount) as amount").order("customer")'),
}


class Ways(unittest.TestCase):
    def test_every_kind_of_table_is_written_the_same(self):
        for name, code in WAYS.items():
            with self.subTest(name):
                ran = run(code)
                self.assertIsNone(ran.error, ran.error)
                self.assertEqual(ran.table.to_pydict(), SUMS)
                self.assertEqual(ran.answer["report"]["columns"], [{"name": "customer", "type": "string"}, {"name": "amount", "type": "int64"}])
                self.assertEqual(ran.answer["report"]["rowCount"], 2)
                self.assertEqual(ran.answer["report"]["inputRows"], 6)
                self.assertEqual(ran.profile["rowCount"], 2)

    def test_an_arrow_dataset_is_streamed_as_it_is(self):
        self.assertEqual(run(body('return inputs.arrow("orders")')).table.to_pydict(), ORDERS.to_pydict())

    def test_sql_reads_aliases_params_and_time_zone(self):
        ran = run("select id, $least as least, timestamptz '2024-01-01 00:00:00+00' as at from orders where amount >= $least order by id", {"language": "sql", "params": {"least": 20}, "timezone": "Asia/Tokyo"})
        self.assertIsNone(ran.error, ran.error)
        self.assertEqual(ran.table["id"].to_pylist(), [2, 3, 4])
        self.assertEqual(str(ran.table.schema.field("at").type), "timestamp[us, tz=UTC]")

    def test_the_function_may_take_fewer_arguments_and_print(self):
        ran = run("def transform(inputs):\n    print('hello', len(inputs), list(inputs), 'orders' in inputs)\n    return inputs['customers']\n")
        self.assertEqual(ran.table.num_rows, 2)
        self.assertEqual(ran.log, "hello 2 ['orders', 'customers'] True\n")

    def test_an_input_may_be_written_to_and_is_the_same_while_held(self):
        ran = run(body('f = inputs["orders"]', 'f.loc[0, "amount"] = 5', 'f["id"] *= 2', 'return inputs["orders"]'))
        self.assertIsNone(ran.error, ran.error)
        self.assertEqual(ran.table["amount"].to_pylist(), [5, 20, 30, 2**40])
        self.assertEqual(ran.table["id"].to_pylist(), [2, 4, 6, 8])

    def test_inputs_themselves_are_read_only(self):
        self.assertEqual(run(body('inputs["new"] = 1')).error["type"], "TypeError")

    def test_types_survive_the_way_through_pandas(self):
        import datetime as dt
        import decimal
        table = pa.table({
            "day": pa.array([dt.date(2024, 1, 1), None], pa.date32()), "at": pa.array([dt.datetime(2024, 1, 1, 5), None], pa.timestamp("us")),
            "instant": pa.array([dt.datetime(2024, 1, 1, 5), None], pa.timestamp("us", "UTC")), "flag": [True, False],
            "price": pa.array([decimal.Decimal("1.50"), None], pa.decimal128(10, 2)), "big": [2**60 + 1, 3], "text": ["x", None],
        })
        ran = run(body('return inputs["t"]'), t=table)
        self.assertIsNone(ran.error, ran.error)
        self.assertEqual([column["type"] for column in ran.answer["report"]["columns"]], ["date", "timestamp", "timestamptz", "boolean", "decimal", "int64", "string"])
        self.assertEqual(ran.table.to_pydict()["big"], [2**60 + 1, 3])
        self.assertEqual(ran.table["day"].to_pylist(), table["day"].to_pylist())

    def test_an_index_becomes_columns_only_where_it_means_something(self):
        for code, names in {
            'return inputs["orders"][inputs["orders"].id > 2]': ["id", "customer", "amount"],
            'return inputs["orders"].set_index("id")': ["id", "customer", "amount"],
            'return pd.DataFrame({"n": [1]}, index=["total"])': ["index", "n"],
            'return inputs["orders"].pivot_table(index="id", columns="customer", values="amount", aggfunc=["sum"])': ["id", "sum_a", "sum_b"],
        }.items():
            with self.subTest(code):
                ran = run(body(code))
                self.assertIsNone(ran.error, ran.error)
                self.assertEqual(ran.table.column_names, names)

    def test_intervals_become_the_text_that_duckdb_reads(self):
        texts = ["1 year 2 months -3 days 00:00:01.5", "-1 month", "25:00:00", "-00:00:00.25", "00:00:00", "1 day"]
        ran = run("select i::interval as i from (values " + ", ".join(f"('{text}')" for text in texts) + ", (null)) t(i)", {"language": "sql"})
        self.assertIsNone(ran.error, ran.error)
        self.assertEqual(ran.table["i"].to_pylist(), [*texts, None])
        self.assertIn("Column “i” holds intervals of months, days and time, which were kept as text.", ran.answer["report"]["warnings"])

    def test_many_rows_stream_in_row_groups_and_their_date_order_is_noticed(self):
        ran = run("select date '2020-01-01' + (i // 1000)::int as day, i from range(300000) r(i)", {"language": "sql"})
        self.assertIsNone(ran.error, ran.error)
        self.assertEqual(ran.answer["report"]["rowCount"], 300_000)
        self.assertEqual(ran.answer["report"]["sortedBy"], "day")

    def test_nanoseconds_that_stream_are_looked_at_before_they_are_written(self):
        for micro, unit in ((True, "us"), (False, "ns")):
            value = "1704067200123456000" if micro else "1704067200123456789"
            ran = run(f"select make_timestamp_ns({value}) as at from range(3)", {"language": "sql"})
            self.assertIsNone(ran.error, ran.error)
            self.assertEqual(ran.table.schema.field("at").type, pa.timestamp(unit))
            self.assertEqual(ran.table.num_rows, 3)

    def test_duckdb_reads_our_layout_itself_and_older_files_by_way_of_arrow(self):
        rows = pa.table({"n": [7 * n for n in range(1000)], "x": [n / 7 for n in range(1000)]})
        sql, answer = "select sum(n) as n, sum(x) as x from t", {"n": [3_496_500], "x": [499_500 / 7]}
        with tempfile.TemporaryDirectory() as folder:
            ours, older = os.path.join(folder, "ours.parquet"), os.path.join(folder, "older.parquet")
            with RowGroupWriter(ours, rows.schema) as writer:
                writer.add(rows)
            pq.write_table(rows, older, use_dictionary=False, use_byte_stream_split=True)
            for path, is_readable in ((ours, True), (older, False)):
                with self.subTest(path):
                    self.assertIs(sql_engine.is_readable(path), is_readable)
                    job = {"language": "sql", "code": sql, "inputs": [{"alias": "t"}], "params": {}, "timezone": "UTC"}
                    out = os.path.join(folder, "data.parquet")
                    self.assertIn("report", transform.run(job, [path], lambda message: None, out))
                    found = pq.read_table(out).to_pydict()
                    self.assertEqual(found["n"], answer["n"])
                    self.assertAlmostEqual(found["x"][0], answer["x"][0])

    def test_sql_beyond_its_memory_is_spilled_to_disk(self):
        sql = "select count(*) as n from (select distinct md5(range::varchar) as key from range(3000000))"
        ran = run(sql, {"language": "sql", "limits": {"memoryBytes": 200_000_000}})
        self.assertIsNone(ran.error, ran.error)
        self.assertEqual(ran.table.to_pydict(), {"n": [3_000_000]})

    def test_an_empty_result_is_allowed_and_said(self):
        for code in (body('return inputs["orders"].head(0)'), body('return inputs.polars("orders").filter(pl.col("id") < 0)')):
            ran = run(code)
            self.assertIsNone(ran.error, ran.error)
            self.assertEqual(ran.answer["report"]["rowCount"], 0)
            self.assertEqual([column["name"] for column in ran.answer["report"]["columns"]], ["id", "customer", "amount"])
            self.assertIn("The result is empty: it has columns but no rows.", ran.answer["report"]["warnings"])
            self.assertEqual(ran.profile["rowCount"], 0)


class Faults(unittest.TestCase):
    def test_each_is_told_in_a_sentence(self):
        for code, kind, message, more in [
            ("x = 1", "MissingTransform", "The transform defines no function named transform.", {}),
            ("def transform(a, b, c):\n    return a", "TypeError", "transform asks for 3 arguments, but is given two: inputs and params.", {}),
            (body("pass"), "NothingReturned", "transform returned nothing.", {"code": "invalid_output"}),
            (body("return {'a': 1}"), "WrongReturnType", "transform returned a dict, which is not a table.", {"code": "invalid_output", "hint": "Make it a table by pd.DataFrame(…)."}),
            (body("return 3"), "WrongReturnType", "transform returned an int, which is not a table.", {}),
            (body("return inputs['orders'].groupby('id')"), "WrongReturnType", "transform returned a DataFrameGroupBy: groups, of which nothing was calculated yet.", {}),
            ("async def transform(inputs):\n    return 1", "WrongReturnType", "transform is an async function, and nobody awaits it here.", {}),
            (body("f = inputs['orders']", "return pd.concat([f, f[['id']]], axis=1)"), "DuplicateColumn", "The result has two columns called “id”.", {"code": "invalid_output"}),
            (body("return pd.DataFrame({'': [1]})"), "UnnamedColumn", "Column 1 of the result has no name.", {}),
            (body("return pd.DataFrame({'x' * 1001: [1]})"), "LongName", "The name of column 1 is longer than 1,000 characters.", {}),
            (body("return pd.DataFrame()"), "NoColumns", "The table that transform returned has no columns.", {}),
            (body("return pd.DataFrame({'m': [1, 'two', None]})"), "MixedColumn", "Column “m” holds values of different types: int, str.", {"code": "invalid_output"}),
            (body("return pd.DataFrame({'m': [object()]})"), "UnknownType", None, {}),
            (body("return pl.DataFrame({'m': [object()]})"), "MixedColumn", "Column “m” holds Python objects, which are not values of a dataset.", {}),
            (body("return inputs['order']"), "UnknownInput", 'This transform has no input "order".', {"line": 2, "hint": "Its inputs are: orders, customers."}),
            (body("x = 1", "return inputs['orders']['amuont']"), "KeyError", "'amuont' not found", {"line": 3, "hint": "Did you mean 'amount'?"}),
            (body("return inputs['orders'].groupby('id')['amuont'].sum()"), "KeyError", "'amuont' not found", {"line": 2, "hint": "Did you mean 'amount'?"}),
            (body("return inputs.sql('select * from nowhere')"), "CatalogException", None, {"line": 2}),
            (body("exit()"), "SystemExit", "The transform called exit() before it returned anything.", {"line": 2}),
            ("def transform(:\n", "SyntaxError", None, {"line": 1}),
            (body("import requests"), "ModuleNotFoundError", None, {"line": 2}),
            (body("return inputs.sql('select (2::hugeint ** 70)::hugeint as n')"), "IntegerTooLarge", "Column “n” has a whole number beyond 64 bits.", {"code": "invalid_output", "line": 2}),
            (body("return inputs.sql(\"select '101'::bit as b\")"), "UnknownType", "Column “b” holds bits, which have no place in a dataset.", {"line": 2, "hint": "Make them text: CAST(b AS VARCHAR)."}),
            (body("return inputs.sql('select 1::bignum as b')"), "InvalidOutput", None, {"code": "invalid_output", "line": 2}),
        ]:
            with self.subTest(code):
                error = run(code).error
                self.assertIsNotNone(error)
                self.assertEqual(error["type"], kind, error)
                if message is not None:
                    self.assertEqual(error["message"], message)
                for key, value in more.items():
                    self.assertEqual(error.get(key), value, error)
                self.assertNotIn("card", error["message"] + error.get("hint", ""))

    def test_frames_are_the_authors_own(self):
        error = run("def helper(f):\n    return f['nothing']\n\n" + body("return helper(inputs['orders'])")).error
        self.assertEqual([(frame["line"], frame["function"]) for frame in error["frames"]], [(5, "transform"), (2, "helper")])

    def test_an_error_within_a_stream_names_its_line(self):
        error = run(body("def rows():", "    yield pa.record_batch({'a': [1]})", "    raise ValueError('late')", "return pa.RecordBatchReader.from_batches(pa.schema({'a': pa.int64()}), rows())")).error
        self.assertEqual((error["type"], error["message"], error["line"]), ("ValueError", "late", 4))

    def test_what_is_computed_after_the_return_names_its_line(self):
        early = "if len(inputs) > 5: return None"
        for statement, kind, message in [
            ("return inputs.polars('orders').select(pl.col('customer').cast(pl.Int64))", "InvalidOperationError", "conversion from `str` to `i64` failed"),
            ("return inputs.polars('orders').select('nothing')", "ColumnNotFoundError", "unable to find column"),
            ("return inputs.sql('select customer::int as n from orders where customer is not null')", "ConversionException", "Conversion Error: Could not convert string 'a' to INT32"),
            ("return inputs.sql(\"select case when range > 500000 then error('boo') else range end as n from range(1000000)\")", "InvalidInputException", "Invalid Input Error: boo"),
        ]:
            with self.subTest(statement):
                error = run(body(early, statement)).error
                self.assertEqual((error["type"], error["line"]), (kind, 3), error)
                self.assertTrue(error["message"].startswith(f"While computing what transform returned: {message}"), error["message"])
                self.assertEqual(error["frames"], [{"line": 3, "function": "transform", "source": statement}])
                self.assertNotIn("network", error.get("hint", ""))

    def test_a_function_of_the_author_that_is_called_then_names_its_own(self):
        error = run(body("def half(n):", "    return 1 // (n - 2)", "lazy = inputs.polars('orders')", "return lazy.select(pl.col('id').map_elements(half, return_dtype=pl.Int64))")).error
        self.assertEqual((error["type"], error["line"]), ("ZeroDivisionError", 3))
        self.assertNotIn("While computing", error["message"])

    def test_a_fault_of_the_result_names_the_return_that_gave_it(self):
        error = run(body("if len(inputs) == 2:", "    return (", "        pd.DataFrame({'m': [1, 'two']})", "    )", "return inputs['orders']")).error
        self.assertEqual((error["type"], error["line"], error["frames"][0]["source"]), ("MixedColumn", 3, "return ("))
        self.assertNotIn("line", run("transform = lambda inputs: 3").error)

    def test_memory_that_ends_in_a_stream_is_told_as_such(self):
        self.assertEqual(run(body('return inputs.sql("select list(range) as l from range(10000000)")'), {"limits": {"memoryBytes": 20_000_000}}).error["code"], "memory_limit")

    def test_sql_that_fails_in_a_stream_names_its_line(self):
        error = run("select\n  customer::int as n\nfrom orders where customer is not null", {"language": "sql"}).error
        self.assertEqual((error["type"], error["line"]), ("ConversionError", 2))

    def test_sql_is_one_select_over_the_inputs(self):
        for sql, message in {
            "drop table orders": "A SQL transform only reads: DROP is refused.",
            "select 1; select 2": "These are 2 statements; a SQL transform is exactly one SELECT.",
            "select * from nowhere": 'There is no table "nowhere".',
            "select nothing from orders": 'There is no column "nothing" here.',
            "select $x": "The SQL uses $x, which is not among the transform's params.",
            "select 1 a, 2 a": "The result has two columns called “a”.",
        }.items():
            with self.subTest(sql):
                error = run(sql, {"language": "sql"}).error
                self.assertEqual(error["message"], message)
                self.assertNotIn("card", error.get("hint", ""))

    def test_sql_reads_no_other_file(self):
        for sql in ("select * from read_csv('/etc/passwd')", "select * from '/etc/hosts'", "select * from read_parquet('/inputs/../etc/x.parquet')"):
            error = run(sql, {"language": "sql"}).error
            self.assertEqual(error["code"], "execution_failed")
            self.assertIn("SQL transforms have no files and no network.", error["hint"])

    def test_a_result_above_the_limit_is_refused(self):
        error = run("select random() r from range(500000)", {"language": "sql", "limits": {"outputBytes": 100_000}}).error
        self.assertEqual((error["code"], error["type"]), ("output_too_large", "OutputTooLarge"))


class Logs(unittest.TestCase):
    def test_what_is_printed_is_bounded(self):
        ran = run(body("for n in range(300): print('x' * 9_999)", "return inputs['orders']"))
        self.assertLess(len(ran.log), 1_000_200)
        self.assertIn("log truncated: 2,000,000 characters", ran.log)
        self.assertTrue(all(len(message["text"]) <= 50_000 for message in ran.messages if message["type"] == "log"))

    def test_stderr_is_in_the_log_and_warnings_are_in_the_report(self):
        ran = run(body("import sys, warnings", "print('oops', file=sys.stderr)", "warnings.warn('careful')", "return inputs['orders']"))
        self.assertEqual(ran.log, "oops\n")
        self.assertIn("UserWarning: careful (line 4)", ran.answer["report"]["warnings"])


class Previews(unittest.TestCase):
    def test_reads_the_first_rows_only_and_shows_the_result(self):
        ran = run(body("print('hi')", "return inputs['orders']"), {"sampleRows": 2})
        preview = ran.answer["preview"]
        self.assertEqual(preview["rows"], [[1, "a", 10], [2, "b", 20]])
        self.assertEqual(preview["rowCount"], 2)
        self.assertEqual(preview["inputs"], [{"alias": "orders", "sampledRows": 2, "totalRows": 4}, {"alias": "customers", "sampledRows": 2, "totalRows": 2}])
        self.assertIsNone(ran.profile)

    def test_lazy_readers_see_the_sample_too(self):
        for code in (body("return inputs.sql('select count(*) n from orders')"), body("return inputs.polars('orders').select(n=pl.len())"), body("return pa.table({'n': [inputs.arrow('orders').count_rows()]})")):
            self.assertEqual(run(code, {"sampleRows": 3}).answer["preview"]["rows"], [[3]])

    def test_an_error_comes_with_what_was_read(self):
        preview = run(body("return inputs['orders'].nothing"), {"sampleRows": 2}).answer["preview"]
        self.assertEqual(preview["error"]["line"], 2)
        self.assertEqual(len(preview["inputs"]), 2)


if __name__ == "__main__":
    unittest.main()
