import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { register } from './joining'
import { phoneNumber } from './numbers'
import { individual, type Trade } from './profiles'
import { openDraft, type Profile, submit, write } from './writing'

/** Counts the people who submit for load at most, and the applications of one that are worth another one. */
const MOST_SENDERS = 50
const SHARE = 100
const LANES = 4
const STEPS = 20
const TRADES: readonly Trade[] = ['books', 'noodles', 'codes', 'parcels', 'clinic']

/**
 * Submits many more applications, by the verbs, each copied from one that its sender wrote and withdrew before. Their
 * files are real, and the verbs accepted them too, once for each sender: all applications of one sender share their
 * pictures, where people would have taken new photographs.
 *
 * @param onProgress is called some twenty times in all
 */
export async function seedMany(count: number, onProgress: (made: number) => void): Promise<void> {
  const senders = Math.min(count, Math.max(LANES, Math.min(MOST_SENDERS, Math.ceil(count / SHARE))))
  const step = Math.ceil(count / STEPS)
  let [made, sender] = [0, 0]
  const lane = async () => {
    for (let serial = sender++; serial < senders; serial = sender++) {
      const share = Math.floor(count / senders) + (serial < count % senders ? 1 : 0)
      const { actor, source, files } = await newSender(serial)
      for (let i = 0; i < share; i += 1) {
        await resubmit(actor, source, files)
        made += 1
        if (made % step === 0 || made === count) onProgress(made)
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

type Files = ReadonlyMap<DocumentKind, string>

async function newSender(serial: number): Promise<{ actor: PersonActor; source: string; files: Files }> {
  const profile: Profile = individual({ serial: 1000 + serial, trade: TRADES[serial % TRADES.length] ?? 'books' })
  const own = { ...profile, signatures: [{ text: `样本${serial}号店`, source: 'OWN_NAME' as const }] }
  const actor = await register(phoneNumber(90_000_000 + serial), 'zh-CN')
  const source = await write(actor, own)
  const { slots } = await openDraft(actor, source)
  const lacking = slots.flatMap(({ slot, pages }) => (slot.min > pages.length ? [slot.kind] : []))
  if (lacking.length > 0) throw new Error(`Sender ${serial} lacks: ${lacking.join(', ')}`)
  const files = new Map(slots.flatMap(({ slot, pages: [page] }) => (page ? [[slot.kind, page.fileId]] : [])))
  await withdrawQualification(actor, { qualificationId: source })
  return { actor, source, files }
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
