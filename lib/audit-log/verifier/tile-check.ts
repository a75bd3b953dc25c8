import 'server-only'
import type { Snapshot } from '@/lib/db/snapshot'
import type { Findings } from './findings'

type Row = { level: string; index: string; hash: string }

/** Reads tiles in the order in which a growing tree completes them. */
const TILES = 'SELECT level, index, hash FROM audit_tiles ORDER BY (index + 1) << level, level'

/** Compares the stored hashes of the tree with those that its leaves make. */
export class TileCheck {
  /** Maps `level/index` to the hex hash of the leaves read since the last comparison. */
  private readonly due = new Map<string, { from: number; to: number; hex: string }>()
  private readonly rows: AsyncGenerator<Row[]>
  private ahead: Row[] = []

  constructor(
    snapshot: Snapshot,
    private readonly findings: Findings,
  ) {
    this.rows = snapshot.rows<Row>(TILES)
  }

  /** Notes that the leaf before `size` completed a subtree of so many leaves. */
  made(size: number, leaves: number, hash: Buffer): void {
    const level = Math.log2(leaves)
    if (level === 0 || level % 4 !== 0) return
    const place = { from: size - leaves, to: size, hex: hash.toString('hex') }
    this.due.set(`${level}/${size / leaves - 1}`, place)
  }

  async compareUpTo(size: number): Promise<void> {
    for (let row = await this.next(size); row; row = await this.next(size)) {
      const name = `${row.level}/${row.index}`
      const made = this.due.get(name)
      this.due.delete(name)
      if (made && made.hex !== row.hash.slice(2)) this.report(made)
    }
    // These are hashes that the leaves make, and that are not stored.
    for (const place of this.due.values()) this.report(place)
    this.due.clear()
  }

  /** Reports stored hashes of more leaves than there are: some were removed. */
  async end(): Promise<void> {
    for (let row = await this.next(Number.POSITIVE_INFINITY); row; row = await this.next(Number.POSITIVE_INFINITY)) {
      const leaves = 2 ** Number(row.level)
      const from = Number(row.index) * leaves
      this.findings.add({ code: 'tree-changed', from, to: from + leaves })
    }
  }

  private report({ from, to }: { from: number; to: number }): void {
    this.findings.add({ code: 'tree-changed', from, to })
  }

  /** Returns the next row that is complete in a tree of this size. */
  private async next(size: number): Promise<Row | null> {
    if (this.ahead.length === 0) this.ahead = ((await this.rows.next()).value ?? []).reverse()
    const row = this.ahead.at(-1)
    if (!row || (Number(row.index) + 1) * 2 ** Number(row.level) > size) return null
    this.ahead.pop()
    return row
  }
}
