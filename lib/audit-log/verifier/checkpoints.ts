import 'server-only'
import type { Snapshot } from '@/lib/db/snapshot'
import type { Findings } from './findings'
import { type Finding, readCheckpoint, type readKeys, splitNotes, Tree } from './verify.mjs'

const SOURCES = ['database', 'file', 'saved'] as const
type Source = (typeof SOURCES)[number]

type StoredCheckpoint = { size: number; root: Buffer; note: string }

/** Collects every known checkpoint, by where it was stored. */
export class Checkpoints {
  readonly sizes = new Set<number>()
  /** Maps sizes to the roots of the present tree. */
  readonly roots = new Map<number, Buffer>([[0, new Tree().root()]])
  private readonly stored: Record<Source, StoredCheckpoint[]> = { database: [], file: [], saved: [] }

  constructor(private readonly keys: ReturnType<typeof readKeys>) {}

  async addDatabase(snapshot: Snapshot): Promise<void> {
    const sql = 'SELECT size, root, note FROM audit_checkpoints ORDER BY size'
    for await (const rows of snapshot.rows<{ size: string; root: string; note: string }>(sql)) {
      for (const { size, root, note } of rows) {
        this.add('database', { size: Number(size), root: Buffer.from(root.slice(2), 'hex'), note })
      }
    }
  }

  /** @param text notes, one after the other */
  addNotes(source: Source, text: string): void {
    for (const note of splitNotes(text)) this.add(source, readCheckpoint(note, this.keys))
  }

  private add(source: Source, { size, root, note }: StoredCheckpoint): void {
    this.sizes.add(size)
    this.stored[source].push({ size, root, note })
  }

  /** Reports checkpoints that contradict the tree: of each source the first one after which something was changed. */
  compareTo(tree: Tree, findings: Findings) {
    const compared = { database: 0, file: 0, saved: 0 }
    const origin = this.originOf(this.stored.database.at(-1))
    for (const source of SOURCES) {
      let agreed = 0
      const seen = new Set<string>()
      for (const stored of this.stored[source].sort((a, b) => a.size - b.size)) {
        const wrong = this.contradiction(stored, source, tree, origin)
        if (!wrong) {
          compared[source]++
          agreed = stored.size
        } else if (!seen.has(wrong.code)) {
          seen.add(wrong.code)
          findings.add({ source, size: stored.size, from: agreed, to: stored.size, ...wrong })
        }
      }
    }
    const covered = this.stored.database.at(-1)?.size ?? 0
    if (covered < tree.size) findings.add({ code: 'uncovered', from: covered, to: tree.size })
    return { origin, compared }
  }

  private contradiction(stored: StoredCheckpoint, source: Source, tree: Tree, origin: string | null): Finding | null {
    // What agrees with the tree needs no signature to be believed, other than where it is said to have been signed.
    const agrees = this.roots.get(stored.size)?.equals(stored.root) ?? false
    if (agrees && source === 'file') return null
    const { isSigned, ...said } = readCheckpoint(stored.note, this.keys)
    if (origin && said.origin !== origin) return { code: 'other-log', origin: said.origin }
    if (!isSigned || said.size !== stored.size || !said.root.equals(stored.root)) return { code: 'signature' }
    if (stored.size > tree.size) return { code: 'cut-off', left: tree.size }
    return agrees ? null : { code: 'fork' }
  }

  private originOf(stored: StoredCheckpoint | undefined): string | null {
    return stored ? readCheckpoint(stored.note, this.keys).origin : null
  }
}
