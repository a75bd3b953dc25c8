import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { anApiKey } from '@/tests/factories/api-keys'
import { ON_BEHALF } from '@/tests/factories/contents'
import { decide, submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { someStaff } from '@/tests/factories/review'
import { fileWith } from '@/tests/factories/senders'
import { checkSenders } from './check-senders'

test('submitting stores the days of the authorisation, by which the gate answers', async () => {
  const signature = { text: '样本百货', source: 'ORGANISATION_NAME', isOnBehalf: true } as const
  const { applicant, id } = await anOrganisationDraft({ fields: ON_BEHALF, signatures: [signature] })
  await submit(applicant.actor, id)
  await decide(await someStaff(), id)
  const row = await database().qualification.findUniqueOrThrow({ where: { id } })
  expect(row).toMatchObject({
    status: 'APPROVED',
    authorisedFrom: new Date('2026-01-01'),
    authorisedTo: new Date('2099-12-31'),
  })
  const filed = await database().senderSignature.findFirstOrThrow({ where: { submission: { qualificationId: id } } })
  await fileWith('CBN', filed.id, 'EFFECTIVE')
  const hash = createHash('sha256')
    .update((await anApiKey()).secret)
    .digest()
  const check = { account: row.accountId, signature: '样本百货', carrier: 'CBN', use: 'MARKETING' } as const
  const reasonNow = async () => (await checkSenders(hash, [check]))?.answers[0]?.reason
  expect(await reasonNow()).toBeNull()
  await database().qualification.update({ where: { id }, data: { authorisedFrom: new Date('2099-01-01') } })
  expect(await reasonNow()).toBe('AUTHORISATION_NOT_STARTED')
})
