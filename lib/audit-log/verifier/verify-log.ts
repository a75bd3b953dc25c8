import 'server-only'
import { canonicalEntry } from '@/lib/audit/entry'
import { atOneInstant, type Snapshot } from '@/lib/db/snapshot'
import { encodeKey } from '../note'
import { Checkpoints } from './checkpoints'
import { Findings } from './findings'
import { TileCheck } from './tile-check'
import { type Finding, leafHash, readKeys, Tree } from './verify.mjs'

/**
 * Minutes within which an event must have its place, normally a second or so: a later one was inserted past the log, or
 * the log is stuck.
 */
const UNSEQUENCED_MINUTES = 5

export type LogReport = {
  isWell: boolean
  kind: 'live'
  origin: string | null
  /** Counts the entries of the log, next to the root of their tree. */
  size: number
  root: string
  /** Counts the checkpoints that agree, by where they were stored. */
  compared: { database: number; file: number; saved: number }
  /** Events of the last minutes that have no place yet. */
  waiting: number
  findings: Finding[]
  /** Counts the findings that are not listed. */
  more: number
}

export type LogOptions = {
  /** Public keys that are trusted instead of those that the database names, one a line. */
  keys?: string
  /** Checkpoints that were saved earlier, and those of the file outside the database: notes, one after the other. */
  saved?: string
  file?: string
  onProgress?: (done: number, all: number) => void
}

/**
 * Verifies the log as it is in the database at one instant: each event is made an entry again and compared with its
 * leaf, the tree that the leaves make with its stored hashes, and its roots with every known checkpoint. Takes the
 * memory of some thousand rows, and of the checkpoints.
 */
export function verifyLog({ keys, saved = '', file = '', onProgress }: LogOptions = {}): Promise<LogReport> {
  return atOneInstant(async (snapshot) => {
    const findings = new Findings()
    const checkpoints = new Checkpoints(readKeys(keys ?? (await keysOf(snapshot))))
    await checkpoints.addDatabase(snapshot)
    checkpoints.addNotes('file', file)
    checkpoints.addNotes('saved', saved)
    const [{ all } = { all: 0 }] = await allOf<{ all: string }>(snapshot, 'SELECT count(*) AS all FROM audit_leaves')
    const tree = await walk(snapshot, checkpoints, findings, (done) => onProgress?.(done, Number(all)))
    const waiting = await findUnsequenced(snapshot, findings)
    const { origin, compared } = checkpoints.compareTo(tree, findings)
    const about = { size: tree.size, root: tree.root().toString('base64'), compared, waiting }
    return {
      isWell: findings.all.length === 0,
      kind: 'live',
      origin,
      ...about,
      findings: findings.all,
      more: findings.more,
    }
  })
}

type LeafRow = {
  index: string
  event_id: string
  hash: string
  /** Null where the event isn't there. */
  version: string | null
  ms: string
  actor_kind: 'PERSON' | 'SYSTEM' | 'CLIENT'
  actor_id: string | null
  capabilities: string
  action: string
  subject_kind: string | null
  subject_id: string | null
  data: string
  is_test: string
}

const LEAVES = `
  SELECT l.index, l.event_id, l.hash, e.version, extract(epoch FROM e.at) * 1000 AS ms, e.actor_kind, e.actor_id,
    array_to_json(e.capabilities) AS capabilities, e.action, e.subject_kind, e.subject_id, e.data,
    e.is_test
  FROM audit_leaves l LEFT JOIN audit_events e ON e.id = l.event_id
  ORDER BY l.index`

/** Reads all leaves in their order: builds their tree, and reports what is wrong with one of them. */
async function walk(
  snapshot: Snapshot,
  checkpoints: Checkpoints,
  findings: Findings,
  onProgress: (done: number) => void,
): Promise<Tree> {
  const tiles = new TileCheck(snapshot, findings)
  const tree = new Tree((leaves, hash) => tiles.made(tree.size, leaves, hash))
  for await (const rows of snapshot.rows<LeafRow>(LEAVES)) {
    for (const row of rows) {
      const index = Number(row.index)
      if (index > tree.size) findings.add({ code: 'leaf-missing', from: tree.size, to: index })
      // A missing leaf is filled in as gone, so that those after it have their own places.
      while (tree.size < index) tree.append(GONE)
      const stored = bytesOf(row.hash)
      judge(row, index, stored, findings)
      tree.append(stored)
      if (checkpoints.sizes.has(tree.size)) checkpoints.roots.set(tree.size, tree.root())
    }
    await tiles.compareUpTo(tree.size)
    onProgress(tree.size)
  }
  await tiles.end()
  return tree
}

const GONE = Buffer.alloc(32)
/** Parses bytes, which PostgreSQL writes as \x and hex digits. */
export const bytesOf = (text: string) => Buffer.from(text.slice(2), 'hex')

function judge(row: LeafRow, index: number, stored: Buffer, findings: Findings): void {
  if (row.version === null) findings.add({ code: 'event-missing', index, id: row.event_id })
  else if (!leafOf(row)?.equals(stored)) {
    findings.add({ code: 'event-changed', index, id: row.event_id, time: timeOf(row.ms), action: row.action })
  }
}

/** Returns null when the row can't be an event. */
function leafOf(row: LeafRow): Buffer | null {
  try {
    return leafHash(
      Buffer.from(
        canonicalEntry({
          id: row.event_id,
          version: Number(row.version),
          at: new Date(Number(row.ms)),
          actorKind: row.actor_kind,
          actorId: row.actor_id,
          capabilities: JSON.parse(row.capabilities),
          action: row.action,
          subjectKind: row.subject_kind,
          subjectId: row.subject_id,
          data: JSON.parse(row.data),
          isTest: row.is_test === 't',
        }),
      ),
    )
  } catch {
    return null
  }
}

function timeOf(ms: string): string {
  const time = new Date(Number(ms))
  return Number.isNaN(time.getTime()) ? ms : time.toISOString()
}

const WITHOUT_LEAF = `
  SELECT e.id, e.action, extract(epoch FROM e.at) * 1000 AS ms,
    abs(extract(epoch FROM now() - e.at)) > ${UNSEQUENCED_MINUTES * 60} AS is_late
  FROM audit_events e
  WHERE NOT EXISTS (SELECT FROM audit_leaves l WHERE l.event_id = e.id)
  ORDER BY e.at, e.id`

/** @returns how many are only waiting for their place */
async function findUnsequenced(snapshot: Snapshot, findings: Findings): Promise<number> {
  let waiting = 0
  for await (const rows of snapshot.rows<{ id: string; action: string; ms: string; is_late: string }>(WITHOUT_LEAF)) {
    for (const { id, action, ms, is_late } of rows) {
      if (is_late === 't') findings.add({ code: 'event-unsequenced', id, time: timeOf(ms), action })
      else waiting++
    }
  }
  return waiting
}

const KEYS = 'SELECT name, public_key FROM audit_keys ORDER BY number'

async function keysOf(snapshot: Snapshot): Promise<string> {
  const rows = await allOf<{ name: string; public_key: string }>(snapshot, KEYS)
  const keys = rows.map(({ name, public_key }) =>
    encodeKey({ name, algorithm: 'ed25519', publicKey: bytesOf(public_key) }),
  )
  return keys.join('\n')
}

async function allOf<T extends object>(snapshot: Snapshot, sql: string): Promise<T[]> {
  const all: T[] = []
  for await (const rows of snapshot.rows<T>(sql)) all.push(...rows)
  return all
}
