import 'server-only'
import type { Finding } from './verify.mjs'

/** As many are told one by one; of what was done to a whole log, that is enough. */
const MOST = 1_000

/** What was found wrong, in the order in which it was found. */
export class Findings {
  readonly all: Finding[] = []
  more = 0

  add(finding: Finding): void {
    const last = this.all.at(-1)
    // Subtrees side by side are one place.
    if (finding.code === 'tree-changed' && last?.code === 'tree-changed' && last.to === finding.from) {
      Object.assign(last, { to: finding.to })
    } else if (this.all.length < MOST) this.all.push({ ...finding })
    else this.more++
  }
}
