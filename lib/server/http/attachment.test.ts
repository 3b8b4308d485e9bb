import { expect, test } from "vitest"
import { attachment } from "./attachment.ts"

test.each([
  ["a plain name", "Sales 2024", `attachment; filename="Sales 2024.csv"; filename*=UTF-8''Sales%202024.csv`],
  [
    "letters beyond ASCII",
    "Größe 売上",
    `attachment; filename="Gr__e __.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E5%A3%B2%E4%B8%8A.csv`,
  ],
  ["a path", "../etc/passwd", `attachment; filename="_etc_passwd.csv"; filename*=UTF-8''_etc_passwd.csv`],
  [
    "a quote and a line break",
    'a"\r\nset-cookie: x',
    `attachment; filename="a___set-cookie_ x.csv"; filename*=UTF-8''a___set-cookie_%20x.csv`,
  ],
  [
    "a percent sign and brackets",
    "5% (net)",
    `attachment; filename="5_ (net).csv"; filename*=UTF-8''5%25%20%28net%29.csv`,
  ],
  ["a turn of direction", "a\u202egpj", `attachment; filename="a_gpj.csv"; filename*=UTF-8''a_gpj.csv`],
  ["nothing but dots", "...", `attachment; filename="data.csv"; filename*=UTF-8''data.csv`],
  ["half a letter", "a\ud800", `attachment; filename="a_.csv"; filename*=UTF-8''a%EF%BF%BD.csv`],
])("%s", (_, name, expected) => expect(attachment(name, "csv")).toBe(expected))
