import 'server-only'
import { pipeline, type Readable, Transform } from 'node:stream'
import { callbackify } from 'node:util'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { logBug } from '@/lib/core/log'
import { transaction } from '@/lib/db/client'

type Sent = {
  exportId: string
  /** Returns the number of rows so far. */
  rows: () => number
}

/**
 * Returns the content of an export that is sent at once, and records how the sending ended: whole, with its rows and
 * bytes, or broken off. The reader sees the end only when it is recorded.
 */
export function recordSending(actor: PersonActor, content: Readable, { exportId, rows }: Sent): Readable {
  let bytes = 0
  const record = (action: 'export.sent' | 'export.broken_off') =>
    transaction((tx) => recordAudit(tx, actor, { action, subjectId: exportId, data: { rows: rows(), bytes } }))
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length
      done(null, piece)
    },
    flush: callbackify(async () => {
      await record('export.sent')
    }),
  })
  pipeline(content, counted, (error) => {
    if (error) record('export.broken_off').catch((failure: unknown) => logBug(failure, { act: 'export.send' }))
  })
  return counted
}
