import 'server-only'
import { decodeAddCheckpoint, decodeKeys, SIZE_TYPE } from '../add-checkpoint'
import { verifyConsistency } from '../merkle'
import {
  type Checkpoint,
  cosignatureLine,
  decodeKey,
  encodeKey,
  NoteInvalidError,
  type NoteKey,
  parseCheckpoint,
  verifyNote,
} from '../note'
import type { Known, WitnessStore } from './witness-store'

/** Holds a witness's answer; `type` is that of the body. */
export type Answer = { readonly status: number; readonly body: string; readonly type: string }

const says = (status: number, body: string): Answer => ({
  status,
  body: `${body}\n`,
  type: 'text/plain; charset=utf-8',
})

export type Witness = {
  /** Checks a checkpoint against the last one of its log and cosigns it. One at a time. */
  add(request: string, keys: string | undefined): Promise<Answer>
  /** Returns the witness's own key and each log's last checkpoint. */
  describe(): string
}

/**
 * Makes a witness.
 *
 * @param pinned keys of the logs that are watched. Without any, the first log that comes is trusted.
 * @param report is called with a line for each event that the witness's operator should know
 */
export function witnessOf(store: WitnessStore, pinned: readonly NoteKey[], report: (line: string) => void): Witness {
  let known: Known = withPinned(store.known, pinned)
  let last: Promise<unknown> = Promise.resolve()

  async function add(request: string, keys: string | undefined): Promise<Answer> {
    const { checkpoint, old, proof } = decodeAddCheckpoint(request)
    const { origin, size, root } = checkpoint
    const offered = keys ? decodeKeys(keys).filter(({ name }) => name === origin) : []
    const log = known[origin] ?? meet(checkpoint, offered)
    if (!log) return says(404, 'This witness does not watch the log of that name.')
    const trusted = log.keys.map(decodeKey)
    if (!trusted.some((key) => verifyNote(checkpoint, key))) return says(403, 'No key that is known signed it.')

    const before = log.checkpoint === null ? null : parseCheckpoint(log.checkpoint)
    if (old > size) return says(400, 'The old size is larger than the new one.')
    const seen = before?.size ?? 0n
    if (before && size === seen && Buffer.compare(root, before.root) !== 0) return fork(before, checkpoint)
    if (old !== seen) return { status: 409, body: `${seen}\n`, type: SIZE_TYPE }
    const goesOn =
      before === null || verifyConsistency({ from: seen, to: size, fromRoot: before.root, toRoot: root, proof })
    if (before && !goesOn) return fork(before, checkpoint)

    const line = cosignatureLine(checkpoint.body, store.signer, new Date())
    const next = {
      keys: successors(checkpoint, trusted, offered),
      checkpoint: request.slice(request.indexOf('\n\n') + 2) + line,
    }
    const after = { ...known, [origin]: next }
    await store.save(after) // before anyone hears of it
    if (!known[origin])
      report(`Met the log ${origin}: ${log.keys.join(' ')}. Compare this with \`npm run keys:check\` at the portal.`)
    else if (next.keys.join() !== log.keys.join())
      report(`The log ${origin} has another key now: ${next.keys.join(' ')}.`)
    known = after
    return { status: 200, body: line, type: 'text/plain; charset=utf-8' }
  }

  /** The first log that shows up, with the keys that signed what it showed. */
  function meet(checkpoint: Checkpoint, offered: readonly NoteKey[]): Known[string] | null {
    const keys = offered.filter((key) => verifyNote(checkpoint, key)).map(encodeKey)
    return keys.length === 0 || Object.keys(known).length > 0 ? null : { keys, checkpoint: null }
  }

  function fork(before: Checkpoint, now: Checkpoint): Answer {
    const what = `FORK: the log ${now.origin} showed a tree of ${now.size} that does not go on from the tree of ${before.size} that this witness cosigned.`
    report(what)
    return says(now.size === before.size ? 409 : 422, `${what} Its history was rewritten, or a backup was restored.`)
  }

  return {
    add(request, keys) {
      const answer = last
        .then(() => add(request, keys))
        .catch((error: unknown) => {
          if (error instanceof NoteInvalidError) return says(400, `${error.message}.`)
          throw error
        })
      last = answer.catch(() => {})
      return answer
    },
    describe() {
      const logs = Object.values(known).map(({ checkpoint }) => checkpoint ?? '')
      return [`${encodeKey(store.signer)}\n`, ...logs].join('\n')
    },
  }
}

function withPinned(known: Known, pinned: readonly NoteKey[]): Known {
  const added: Record<string, Known[string]> = { ...known }
  for (const key of pinned) {
    const log = added[key.name]
    const keys = new Set([...(log?.keys ?? []), encodeKey(key)])
    added[key.name] = { keys: [...keys], checkpoint: log?.checkpoint ?? null }
  }
  return added
}

/** Returns the keys that take over: those offered ones that signed a checkpoint together with a trusted key. */
function successors(checkpoint: Checkpoint, trusted: readonly NoteKey[], offered: readonly NoteKey[]): string[] {
  const names = new Set(trusted.map(encodeKey))
  const signed = offered.filter((key) => verifyNote(checkpoint, key))
  const fresh = signed.map(encodeKey).filter((key) => !names.has(key))
  return fresh.length > 0 ? fresh : [...names]
}
