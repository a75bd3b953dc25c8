import 'server-only'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import {
  ReadDraft,
  SaveAnswers,
  SavedDraft,
  SavedSignatures,
  SaveSignatures,
} from '@/lib/integrations/applications/draft-schemas'
import { readDraftFor } from '@/lib/integrations/applications/read-draft-for'
import { slotKeyOf, slotNameOf } from '@/lib/integrations/applications/slot-names'
import type { DraftVersion } from '@/lib/qualifications/draft/draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { tagged, versionIn } from '../draft-tag'
import { named, type Operation, operation } from '../operation'
import { ApiRefusal, type Fault } from '../refusals'

const DRAFTS = { tag: 'Drafts', scope: 'QUALIFICATIONS_WRITE', isTagged: true } as const
const CHANGES = {
  ...DRAFTS,
  isConditional: true,
  codes: ['NOT_FOUND', 'INVALID_STATE', 'LOCKED', 'DROPS_FILES'],
} as const
const path = z.strictObject({ id: z.uuid().toLowerCase() })

/** Lists the operations on what a draft declares. Each change names the state of the draft that it is based on. */
export const DRAFT_OPERATIONS: readonly Operation[] = [
  operation({
    ...DRAFTS,
    id: 'readDraft',
    method: 'GET',
    path: '/qualifications/{id}/draft',
    summary: 'A draft: what was answered, what may change, and what a change would have reviewed again',
    inputs: { path },
    answers: { 200: { description: 'The draft, masked.', schema: named('Draft', ReadDraft) } },
    codes: ['NOT_FOUND', 'INVALID_STATE'],
    async handle(client, { path: { id } }) {
      const body = await readDraftFor(client, id)
      return { body, headers: tagged(body) }
    },
  }),
  operation({
    ...CHANGES,
    id: 'saveAnswers',
    method: 'PATCH',
    path: '/qualifications/{id}/draft',
    summary: 'Answer fields of a draft',
    inputs: { path, body: named('SaveAnswers', SaveAnswers) },
    answers: { 200: { description: 'It is saved.', schema: named('SavedDraft', SavedDraft) } },
    async handle(client, { path: { id }, body }, request) {
      const answers = Object.fromEntries(
        Object.entries(body.answers).map(([key, given]) => [key, [given].flat().join(',')]),
      )
      return saved(id, versionIn(request), (at) =>
        saveFields(client, { qualificationId: id, at, answers, drop: body.drop?.map(slotKeyOf) ?? [] }),
      )
    },
  }),
  operation({
    ...CHANGES,
    id: 'saveSignatures',
    method: 'PUT',
    path: '/qualifications/{id}/draft/signatures',
    summary: 'The sender signatures and sample messages of a draft',
    description: 'Each list as a whole.',
    inputs: { path, body: named('SaveSignatures', SaveSignatures) },
    answers: { 200: { description: 'They are saved.', schema: named('SavedSignatures', SavedSignatures) } },
    async handle(client, { path: { id }, body }, request) {
      const identified = <T extends { id?: string | undefined }>(rows: readonly T[]) =>
        rows.map((row) => ({ ...row, id: row.id ?? newId() }))
      const lists = {
        signatures: identified(body.signatures).map((row) => ({ ...row, isOnBehalf: row.isOnBehalf ?? false })),
        samples: identified(body.samples),
      }
      const { body: version, headers } = await saved(id, versionIn(request), (at) =>
        saveSignatures(client, { qualificationId: id, at, ...lists, drop: body.drop?.map(slotKeyOf) ?? [] }),
      )
      const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id)
      return { body: { ...version, signatures: ids(lists.signatures), samples: ids(lists.samples) }, headers }
    },
  }),
]

/** Changes a draft that is as the client read it, and answers with its new version. */
async function saved(id: string, at: DraftVersion, save: (at: DraftVersion) => Promise<{ draftVersion: number }>) {
  const { draftVersion } = await save(at).catch(refuse)
  const body = { id, revision: at.revision, draftVersion }
  return { body, headers: tagged(body) }
}

const DETAILS = { LOCKED: 'Accepted', INVALID_INPUT: 'Not a field that is answered' } as const

/** Turns refusals of a verb into those that name the place in the body. */
function refuse(error: unknown): never {
  if (!(error instanceof DomainError)) throw error
  const faultsAt = (detail: string): Fault[] =>
    (JSON.parse(String(error.params.fields)) as string[]).map((key) => ({
      detail,
      pointer: `/answers/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    }))
  if (error.code === 'CONFLICT') throw new ApiRefusal('PRECONDITION_FAILED')
  if (error.code === 'LOCKED' || error.code === 'INVALID_INPUT') {
    throw new ApiRefusal(error.code, error.params.fields ? faultsAt(DETAILS[error.code]) : [])
  }
  if (error.code === 'DROPS_FILES') {
    throw new ApiRefusal(
      'DROPS_FILES',
      String(error.params.slots)
        .split(',')
        .map((key) => ({ detail: `It has files: ${slotNameOf(key)}`, pointer: '/drop' })),
    )
  }
  throw error
}
