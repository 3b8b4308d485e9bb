import { resolve } from "node:path"
import { expect, test } from "vitest"
import { parseLaunchConfig } from "./launch-config.ts"

const secret = "s".repeat(32)

test("nothing set means this machine alone, port 3000, stores in .data", () => {
  expect(parseLaunchConfig({})).toMatchObject({
    dataDir: resolve(".data"),
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://localhost:3000",
    demo: true,
    externalDatabase: false,
    objectsDir: resolve(".data/objects"),
  })
})

test.each([
  ["an empty variable counts as unset", { PORT: "", DATA_DIR: "" }, { port: 3000, dataDir: resolve(".data") }],
  ["a port is honoured in the printed address", { PORT: "8080" }, { port: 8080, publicUrl: "http://localhost:8080" }],
  [
    "a public address wins over the port",
    { CARDLOOM_URL: "https://bi.example.org/" },
    { publicUrl: "https://bi.example.org" },
  ],
  ["demo data can be left out", { CARDLOOM_DEMO: "0" }, { demo: false }],
  [
    "an endpoint means no embedded database",
    { DYNAMODB_ENDPOINT: "http://127.0.0.1:8000" },
    { externalDatabase: true },
  ],
  ["a region alone means DynamoDB at AWS", { DYNAMODB_REGION: "eu-central-1" }, { externalDatabase: true }],
  ["a bucket means no folder of objects", { S3_BUCKET: "cards" }, { objectsDir: undefined }],
  ["given secrets are kept", { AUTH_SECRET: secret }, { secrets: { AUTH_SECRET: secret } }],
])("%s", (_, environment, expected) => expect(parseLaunchConfig(environment)).toMatchObject(expected))

test.each([
  ["a port beyond the range", { PORT: "70000" }, "The environment variable PORT must be a number from 1 to 65535."],
  ["a port that is a word", { PORT: "web" }, "The environment variable PORT must be a number from 1 to 65535."],
  [
    "a short secret",
    { AUTH_SECRET: "short" },
    "The environment variable AUTH_SECRET must have at least 32 characters.",
  ],
  [
    "a public host without its address",
    { HOST: "0.0.0.0" },
    "HOST is 0.0.0.0, so others can reach this server: set CARDLOOM_URL to the address they will use.",
  ],
  [
    "an address that is none",
    { CARDLOOM_URL: "bi" },
    "The environment variable CARDLOOM_URL must be an address such as https://cardloom.example.org.",
  ],
  [
    "two object stores",
    { S3_BUCKET: "b", OBJECTS_DIR: "o" },
    "Both S3_BUCKET and OBJECTS_DIR are set: keep the one where objects should be stored.",
  ],
  [
    "an executor elsewhere without a token",
    { EXECUTOR_URL: "http://e:1" },
    "EXECUTOR_URL names an executor elsewhere: set EXECUTOR_TOKEN to the token it expects.",
  ],
])("%s is one sentence", (_, environment, mistake) => expect(parseLaunchConfig(environment)).toEqual({ mistake }))
