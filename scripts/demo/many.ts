import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { asOwner } from '@/lib/db/owner'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { register } from './joining'
import { phoneNumber } from './numbers'
import { individual, type Trade } from './profiles'
import { ALL_SENT } from './seed'
import { openDraft, type Profile, submit, write } from './writing'

/** Counts the people who submit for load at most, and the applications of one that are worth another one. */
const MOST_SENDERS = 50
const SHARE = 100
const LANES = 4
/** Gives the number by which the first of them has a phone; the others follow. */
export const FIRST_SENDER = 90_000_000
/** Counts the applications, or senders, between two reports of progress at least, and the reports at most. */
const LEAST_STEP = 10
const STEPS = 20
const TRADES: readonly Trade[] = ['books', 'noodles', 'codes', 'parcels', 'clinic']

/**
 * Submits many more applications, by the verbs, each copied from one that its sender wrote and withdrew before. Their
 * files are real, and the verbs accepted them too, once for each sender: all applications of one sender share their
 * pictures, where people would have taken new photographs. Nothing is copied before each sender has what it needs.
 *
 * @param say is called with a sentence on how far it is, forty times at most
 */
export async function seedMany(count: number, say: (sentence: string) => void): Promise<void> {
  const all = Math.min(count, Math.max(LANES, Math.min(MOST_SENDERS, Math.ceil(count / SHARE))))
  const ready = counter(all, (made) => say(`Senders with documents: ${made} of ${all}`))
  const senders = await inLanes(
    Array.from({ length: all }, (_, serial) => serial),
    async (serial) => {
      const sender = await newSender(serial)
      ready()
      return sender
    },
  )
  const submitted = counter(count, (made) => say(`More applications submitted: ${made} of ${count}`))
  await inLanes([...senders.entries()], async ([serial, { actor, source, files }]) => {
    const share = Math.floor(count / all) + (serial < count % all ? 1 : 0)
    for (let i = 0; i < share; i += 1) {
      await resubmit(actor, source, files)
      submitted()
    }
  })
  await asOwner((client) => client.query(ALL_SENT))
}

/** Returns a function to call after each of so many, which reports now and then, and at the last. */
function counter(all: number, report: (made: number) => void): () => void {
  const step = Math.max(LEAST_STEP, Math.ceil(all / STEPS))
  let made = 0
  return () => {
    made += 1
    if (made % step === 0 || made === all) report(made)
  }
}

/** Works on all items, so many at a time, and returns the results in the order of the items. */
async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = items.entries()
  const lane = async () => {
    for (const [i, item] of waiting) results[i] = await work(item)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return results
}

type Files = ReadonlyMap<DocumentKind, string>

type Sender = { actor: PersonActor; source: string; files: Files }

async function newSender(serial: number): Promise<Sender> {
  const profile: Profile = individual({ serial: 1000 + serial, trade: TRADES[serial % TRADES.length] ?? 'books' })
  const own = { ...profile, signatures: [{ text: `样本${serial}号店`, source: 'OWN_NAME' as const }] }
  const actor = await register(phoneNumber(FIRST_SENDER + serial), 'zh-CN')
  const source = await write(actor, own)
  const files = filesOf(serial, (await openDraft(actor, source)).slots)
  await withdrawQualification(actor, { qualificationId: source })
  return { actor, source, files }
}

/** Returns the first file of each kind. Throws an error that names the required kinds without one. */
export function filesOf(serial: number, slots: readonly DraftSlot[]): Files {
  const lacking = slots.flatMap(({ slot, pages }) => (slot.min > pages.length ? [slot.kind] : []))
  if (lacking.length > 0) throw new Error(`Sender ${serial} lacks: ${lacking.join(', ')}`)
  return new Map(slots.flatMap(({ slot, pages: [page] }) => (page ? [[slot.kind, page.fileId]] : [])))
}

/** Submits a copy. It uses the pictures of the first application, where people would take new photographs for each. */
async function resubmit(actor: PersonActor, from: string, files: Files): Promise<void> {
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL', from })
  await makeOlder(id)
  const { id: submissionId } = await database().submission.findFirstOrThrow({ where: { qualificationId: id } })
  const { slots } = await openDraft(actor, id)
  for (const { slot, pages } of slots) {
    const fileId = files.get(slot.kind)
    if (pages.length > 0 || !fileId) continue
    const page = { create: { fileId, position: 0 } }
    await database().document.create({ data: { submissionId, kind: slot.kind, pages: page } })
  }
  await submit(actor, id)
}

/** An account may start so many in an hour, and these are to seem the work of months. */
async function makeOlder(id: string): Promise<void> {
  await database()
    .$executeRaw`UPDATE qualifications SET created_at = created_at - interval '1 day' WHERE id = ${id}::uuid`
}
