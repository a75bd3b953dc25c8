import 'server-only'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { type AuditRow, canonicalEntry } from '@/lib/audit/entry'
import { type ZipEntries, zipStream } from '@/lib/core/files/zip-stream'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { publicKeys } from '../audit-keys'
import { type LatestCheckpoint, latestCheckpoint, proveConsistency, proveEvents } from '../read'
import { sequenceEvents } from '../sequence'
import { bundleReadme } from './readme'

const BATCH = 2_000
/** Earlier checkpoints that the bundle can be compared with: this many of the newest, and the last of each day. */
const NEWEST = 100

/** @param where of `audit_events e`: which entries */
type Wanted = { where?: Prisma.Sql; onProgress?: (done: number) => void }

/**
 * Returns a proof bundle: a ZIP that is made while it is read, in the memory of one batch. With it, and nothing else
 * but Node, its entries are shown to be those of the log, in ten years and without the portal.
 */
export async function writeBundle({ where = Prisma.sql`TRUE`, onProgress }: Wanted = {}): Promise<Readable> {
  const checkpoint = await coverAll()
  const entries = () => pagesOf(checkpoint, where)
  return zipStream('audit.bundle', (zip) => fill(zip, checkpoint, entries, onProgress))
}

/**
 * Makes sure that every event up to now has its place in the bundle, not only those that the sequencer has processed.
 */
async function coverAll(): Promise<LatestCheckpoint> {
  while ((await sequenceEvents())?.isMore);
  const checkpoint = await latestCheckpoint()
  if (!checkpoint) throw new Error('Nothing was ever recorded, so there is nothing to prove')
  return checkpoint
}

type Row = AuditRow & { index: bigint }

async function fill(
  zip: ZipEntries,
  checkpoint: LatestCheckpoint,
  pages: () => AsyncGenerator<Row[]>,
  onProgress: ((done: number) => void) | undefined,
): Promise<void> {
  const keys = await publicKeys()
  const verifier = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), VERIFIER))
  await zip.add('README.txt', bundleReadme({ ...checkpoint, keys }))
  await zip.add('verify.mjs', verifier)
  await zip.add('checkpoint.txt', checkpoint.note)
  await zip.add('keys.txt', keys.map(({ key }) => `${key}\n`).join(''))
  await zip.add('entries.jsonl', linesFrom(entryLines(pages())))
  await zip.add('proofs.jsonl', linesFrom(proofLines(pages(), checkpoint, onProgress)))
  await zip.add('consistency.jsonl', linesFrom(consistencyLines(checkpoint.size)))
}

const VERIFIER = 'lib/audit-log/verifier/verify.mjs'

const linesFrom = (lines: AsyncGenerator<string>) => Readable.from(lines, { objectMode: false })

/** Yields the events in the order of the log. */
async function* pagesOf(checkpoint: LatestCheckpoint, where: Prisma.Sql): AsyncGenerator<Row[]> {
  for (let from: bigint | undefined = 0n; from !== undefined; ) {
    const rows: Row[] = await database().$queryRaw<Row[]>`
      SELECT l.index, e.id, e.version, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.capabilities,
        e.action, e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.data, e.is_test AS "isTest"
      FROM audit_leaves l JOIN audit_events e ON e.id = l.event_id
      WHERE l.index >= ${from} AND l.index < ${checkpoint.size} AND ${where}
      ORDER BY l.index
      LIMIT ${BATCH}`
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    from = last && rows.length === BATCH ? last.index + 1n : undefined
  }
}

async function* entryLines(pages: AsyncGenerator<Row[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${canonicalEntry(row)}\n`).join('')
}

async function* proofLines(
  pages: AsyncGenerator<Row[]>,
  checkpoint: LatestCheckpoint,
  onProgress: ((done: number) => void) | undefined,
): AsyncGenerator<string> {
  let done = 0
  for await (const rows of pages) {
    const proofs = await proveEvents(
      rows.map(({ id }) => id),
      checkpoint,
    )
    yield rows.map(({ id }) => proofLine(proofs.get(id))).join('')
    done += rows.length
    onProgress?.(done)
  }
}

/** Returns the hashes of a `c2sp.org/tlog-proof@v1`, without the checkpoint, which all of them share. */
function proofLine(proved: { index: bigint; proof: string } | undefined): string {
  if (!proved) throw new Error('An entry of the log has no proof')
  const [, , ...lines] = proved.proof.split('\n')
  return `${JSON.stringify({ index: Number(proved.index), proof: lines.slice(0, lines.indexOf('')) })}\n`
}

async function* consistencyLines(size: bigint): AsyncGenerator<string> {
  const rows = await database().$queryRaw<{ size: bigint }[]>`
    SELECT size FROM (
      SELECT size, row_number() OVER (ORDER BY size DESC) AS newest,
        row_number() OVER (PARTITION BY date_trunc('day', at) ORDER BY size DESC) AS of_day
      FROM audit_checkpoints WHERE size < ${size}
    ) AS earlier
    WHERE newest <= ${NEWEST} OR of_day = 1
    ORDER BY size`
  for (const { size: from } of rows) {
    const proof = (await proveConsistency(from, size)).map((hash) => Buffer.from(hash).toString('base64'))
    yield `${JSON.stringify({ from: Number(from), proof })}\n`
  }
}
