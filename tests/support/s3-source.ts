import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { startFauxqs } from "fauxqs"
import { startWatchingProxy, type WatchingProxy } from "./watching-proxy.ts"

export type S3Source = {
  /** Between Cardloom and the server, so that a test can act while a file is read. */
  proxy: WatchingProxy
  /** What makes Cardloom read from it. */
  env: Record<string, string>
  /** The server itself, past the proxy. */
  endpoint: string
  put: (key: string, body: string | Uint8Array, bucket?: string) => Promise<void>
  stop: () => Promise<void>
}

/** A server that speaks S3's protocol, with an allowed bucket `lake` and one that is not, `private`. */
export async function startS3Source(): Promise<S3Source> {
  const server = await startFauxqs({ port: 0, logger: false })
  for (const bucket of ["lake", "private"]) server.createBucket(bucket)
  const endpoint = `http://127.0.0.1:${server.port}`
  const proxy = await startWatchingProxy(endpoint)
  const credentials = { accessKeyId: "test", secretAccessKey: "test" }
  const client = new S3Client({ region: "us-east-1", endpoint, forcePathStyle: true, credentials })
  return {
    proxy,
    env: {
      S3_SOURCE_BUCKETS: "lake, missing",
      S3_SOURCE_REGION: "us-east-1",
      S3_SOURCE_ENDPOINT: proxy.url,
      S3_SOURCE_FORCE_PATH_STYLE: "true",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    endpoint,
    put: async (key, body, bucket = "lake") => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
    },
    stop: async () => {
      client.destroy()
      await proxy.close()
      await server.stop()
    },
  }
}
