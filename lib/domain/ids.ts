import { z } from "zod"

// No vowels and no look-alikes: ids are read aloud, and must not spell words.
const ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
const LENGTH = 20

const idSchema = <Prefix extends string>(prefix: Prefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{4,40}$`), `must be an id that begins with ${prefix}_`)
    .brand<Prefix>()

export const DatasetId = idSchema("ds")
export type DatasetId = z.infer<typeof DatasetId>
export const CardId = idSchema("card")
export type CardId = z.infer<typeof CardId>
export const DashboardId = idSchema("dash")
export type DashboardId = z.infer<typeof DashboardId>
export const TransformId = idSchema("tf")
export type TransformId = z.infer<typeof TransformId>
export const RunId = idSchema("run")
export type RunId = z.infer<typeof RunId>
export const UserId = idSchema("usr")
export type UserId = z.infer<typeof UserId>
export const TokenId = idSchema("tok")
export type TokenId = z.infer<typeof TokenId>
export const SessionId = idSchema("ses")
export type SessionId = z.infer<typeof SessionId>
export const GroupId = idSchema("grp")
export type GroupId = z.infer<typeof GroupId>
export const ShareId = idSchema("shr")
export type ShareId = z.infer<typeof ShareId>
export const LinkId = idSchema("lnk")
export type LinkId = z.infer<typeof LinkId>
export const FilterViewId = idSchema("fv")
export type FilterViewId = z.infer<typeof FilterViewId>
export const AuditEventId = idSchema("aud")
export type AuditEventId = z.infer<typeof AuditEventId>
/** Names one immutable Parquet object of a dataset. */
export const DataVersionId = idSchema("dv")
export type DataVersionId = z.infer<typeof DataVersionId>
/** Names one uploaded file, as it came. */
export const UploadId = idSchema("up")
export type UploadId = z.infer<typeof UploadId>
/** Names one conversation with the model about a dashboard's or dataset's data. */
export const ConversationId = idSchema("conv")
export type ConversationId = z.infer<typeof ConversationId>
/** Names one look at the data in a conversation: what a figure is cited by. */
export const QueryId = idSchema("qry")
export type QueryId = z.infer<typeof QueryId>

const SCHEMA_BY_PREFIX = {
  ds: DatasetId,
  card: CardId,
  dash: DashboardId,
  tf: TransformId,
  run: RunId,
  usr: UserId,
  tok: TokenId,
  ses: SessionId,
  grp: GroupId,
  shr: ShareId,
  lnk: LinkId,
  fv: FilterViewId,
  aud: AuditEventId,
  dv: DataVersionId,
  up: UploadId,
  conv: ConversationId,
  qry: QueryId,
}
type Prefix = keyof typeof SCHEMA_BY_PREFIX
type IdOf<P extends Prefix> = z.infer<(typeof SCHEMA_BY_PREFIX)[P]>

/** A new random id: 20 characters of a 30-letter alphabet, 98 bits. */
export function newId<P extends Prefix>(prefix: P): IdOf<P> {
  return SCHEMA_BY_PREFIX[prefix].parse(`${prefix}_${randomLetters(LENGTH)}`) as IdOf<P>
}

function randomLetters(count: number): string {
  let letters = ""
  while (letters.length < count) {
    for (const byte of crypto.getRandomValues(new Uint8Array(count))) {
      // 240 = 8 × 30: bytes above it would make some letters likelier than others.
      if (byte < 240 && letters.length < count) letters += ALPHABET[byte % ALPHABET.length]
    }
  }
  return letters
}
