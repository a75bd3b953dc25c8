import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { register } from './joining'
import { phoneNumber } from './numbers'
import { individual, type Trade } from './profiles'
import { type Profile, submit, write } from './writing'

/** Counts the people who submit for load; each submits the same number. */
const SENDERS = 50
const LANES = 4
const TRADES: readonly Trade[] = ['books', 'noodles', 'codes', 'parcels', 'clinic']

/**
 * Submits many more applications, by the verbs, each copied from one that its sender wrote and withdrew before. Their
 * files are real, and the verbs accepted them too, once for each sender: all applications of one sender share their
 * pictures, where people would have taken new photographs.
 */
export async function seedMany(count: number, onProgress: (made: number) => void): Promise<void> {
  let [made, sender] = [0, 0]
  const lane = async () => {
    for (let serial = sender++; serial < SENDERS; serial = sender++) {
      const share = Math.floor(count / SENDERS) + (serial < count % SENDERS ? 1 : 0)
      if (share === 0) return
      const { actor, source, files } = await newSender(serial)
      for (let i = 0; i < share; i += 1) {
        await resubmit(actor, source, files)
        made += 1
        if (made % 500 === 0) onProgress(made)
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
  const draft = await readDraft(actor, source)
  const files = new Map(draft?.slots.flatMap(({ slot, pages: [page] }) => (page ? [[slot.kind, page.fileId]] : [])))
  await withdrawQualification(actor, { qualificationId: source })
  return { actor, source, files }
}

/** Submits a copy. It uses the pictures of the first application, where people would take new photographs for each. */
async function resubmit(actor: PersonActor, from: string, files: Files): Promise<void> {
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL', from })
  await makeOlder(id)
  const { id: submissionId } = await database().submission.findFirstOrThrow({ where: { qualificationId: id } })
  const draft = await readDraft(actor, id)
  for (const { slot, pages } of draft?.slots ?? []) {
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
