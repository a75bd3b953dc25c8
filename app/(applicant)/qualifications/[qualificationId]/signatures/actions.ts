'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { SaveSignaturesInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { afterSaving, Intent } from '../_components/after-saving'

const Lists = z.intersection(SaveSignaturesInput, Intent)

/** Saves both lists. Without scripts, the buttons that add and remove rows come here, too. */
export const saveLists = formAction('qualification.save_signatures', Lists, async (actor, { intent, ...input }) => {
  const id = input.qualificationId
  const removed = /^remove:(.+)$/.exec(intent)?.[1]
  const staying = <R extends { id: string }>(rows: R[]) => rows.filter((row) => row.id !== removed)
  const lists = { ...input, signatures: staying(input.signatures), samples: staying(input.samples) }
  const { seen } = await saveSignatures(actor, lists)
  const saved = await afterSaving(actor, { id, task: 'signatures', intent, seen })
  const added = /^add:(.+)$/.exec(intent)?.[1]
  if (added || removed) redirect(`/qualifications/${id}/signatures${added ? `?add=${added}` : ''}`)
  return saved
})
