/** Makes the bucket of the composed object store, which may still be starting; one that is there is left alone. */
import { setTimeout as pause } from "node:timers/promises"
import { CreateBucketCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3"

const bucket = process.env["S3_BUCKET"] ?? "cardloom"
const attempts = 60
const store = new S3Client({
  region: process.env["S3_REGION"] ?? "us-east-1",
  endpoint: process.env["S3_ENDPOINT"],
  forcePathStyle: true,
})

async function bucketIsThere(): Promise<boolean> {
  try {
    await store.send(new HeadBucketCommand({ Bucket: bucket }))
    return true
  } catch {
    return false
  }
}

for (let attempt = 1; !(await bucketIsThere()); attempt += 1) {
  try {
    await store.send(new CreateBucketCommand({ Bucket: bucket }))
  } catch (error) {
    if (attempt === attempts) throw error
    await pause(1_000)
  }
}
