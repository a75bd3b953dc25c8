import { Readable } from 'node:stream'
import { newId } from '@/lib/core/ids'
import type { SignatureSource } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import type { FieldTask } from '@/lib/qualifications/draft/tasks'
import { uploadReady } from '@/tests/factories/uploads'
import { anOrganisationContent } from './contents'
import { aRegisteredApplicant } from './people'
import { specimen } from './specimens'

const TASK_OF: Readonly<Record<string, FieldTask>> = {
  organisation: 'organisation',
  legalRep: 'legal-representative',
  admin: 'administrator',
  use: 'use',
  principal: 'use',
}

const taskOf = (field: string) => TASK_OF[field.slice(0, field.indexOf('.'))]

type Given = {
  applicant?: Awaited<ReturnType<typeof aRegisteredApplicant>>
  /** Replaces answers of an organisation that is complete. */
  fields?: Readonly<Record<string, string>>
  signatures?: { text: string; source: SignatureSource; isOnBehalf?: boolean }[]
}

/**
 * Creates an organisation's draft through the verbs, with drawn pictures that are really decoded and stored; it is not
 * submitted.
 */
export async function anOrganisationDraft(given: Given = {}) {
  const draft = await aWrittenOrganisation(given)
  const { applicant, id: qualificationId } = draft
  const slots = (await readDraft(applicant.actor, qualificationId))?.slots ?? []
  for (const { slot, senderSignatureId } of slots) {
    if (slot.min === 0) continue
    const { kind } = slot
    const source = Readable.from(await specimen(kind))
    await uploadReady(applicant.actor, { qualificationId, kind, senderSignatureId, fileName: `${kind}.jpg`, source })
  }
  return draft
}

/** Creates an organisation's draft in which everything is declared, and nothing is uploaded. */
export async function aWrittenOrganisation({ applicant, fields = {}, signatures }: Given = {}) {
  const owner = applicant ?? (await aRegisteredApplicant())
  const { id: qualificationId, reference } = await createQualification(owner.actor, { kind: 'ORGANISATION' })
  const content = anOrganisationContent({ ...fields })
  for (const task of new Set(Object.values(TASK_OF))) {
    const answers = Object.fromEntries(Object.entries(content.fields).filter(([key]) => taskOf(key) === task))
    await saveFields(owner.actor, { qualificationId, task, seen: '', answers })
  }
  await saveSignatures(owner.actor, {
    qualificationId,
    seen: '',
    signatures: (signatures ?? content.signatures).map((row) => ({ isOnBehalf: false, ...row, id: newId() })),
    samples: content.samples.map(({ text }) => ({ id: newId(), text })),
  })
  return { applicant: owner, id: qualificationId, reference }
}
