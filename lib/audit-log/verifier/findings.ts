import 'server-only'
import type { Finding } from './verify.mjs'

/** Limits how many findings are listed one by one; of a changed log, that is enough. */
const MAX = 1_000

/** Collects findings, in the order in which they were made. */
export class Findings {
  readonly all: Finding[] = []
  more = 0

  add(finding: Finding): void {
    const last = this.all.at(-1)
    // Subtrees side by side are one place.
    if (finding.code === 'tree-changed' && last?.code === 'tree-changed' && last.to === finding.from) {
      Object.assign(last, { to: finding.to })
    } else if (this.all.length < MAX) this.all.push({ ...finding })
    else this.more++
  }
}
