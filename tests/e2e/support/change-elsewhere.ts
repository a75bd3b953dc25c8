import type { PersonActor } from '@/lib/actor/actor'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'

/** Saves answers as another device does that shows the newest. */
export const changeElsewhere = (actor: PersonActor, qualificationId: string, answers: Record<string, string>) =>
  saveFields(actor, { qualificationId, task: 'identity', seen: '', overwrite: 'yes', drop: [], answers })

/** Adds a sample as another device does: it has the brackets of a signature that is not applied for. */
export async function addSampleElsewhere(actor: PersonActor, qualificationId: string): Promise<void> {
  const draft = await readDraft(actor, qualificationId)
  const { signatures = [], samples = [], seen } = draft ?? {}
  const more = { id: crypto.randomUUID(), text: '【别家】您订的书到了。' }
  const lists = { signatures, samples: [...samples, more] }
  await saveSignatures(actor, { qualificationId, seen: seen?.signatures ?? '', ...lists })
}
