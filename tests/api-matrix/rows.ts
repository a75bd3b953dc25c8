import { database } from '@/lib/db/client'
import type { ApiScope } from '@/lib/db/generated/enums'
import { readEvaluations } from '@/lib/integrations/applications/read-evaluations'
import { listSenders } from '@/lib/integrations/changes/list-senders'
import type { ApiCode } from '@/lib/web/api/refusals'
import { aClient } from '@/tests/factories/api-keys'
import { anAttestation, attestationsOf } from '@/tests/factories/attestations'
import { aHandover, aReturnAddress, RETURN_URL } from '@/tests/factories/handovers'
import { submit } from '@/tests/factories/journey'
import { aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { aSubmittedQualification } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { specimen } from '@/tests/factories/specimens'
import type { Customer } from './callers'

/** Holds what is sent: the steps of the path, the query, headers and the body. */
export type Sent = {
  path?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  /** It is JSON or a form. */
  body?: unknown
}

export type Row = {
  /** Makes what the operation does its work on, and what is sent for it to succeed once. */
  arrange: (customer: Customer) => Promise<Sent>
  /**
   * Says how a key of another account is answered: by a code; HIDDEN where it is answered without anything of the
   * customer; SAME for what is about no account.
   */
  foreign: ApiCode | 'HIDDEN' | 'SAME'
  /**
   * Says how a test key is answered about any other account, and any other key about a test account, where that
   * differs: as about what does not exist. A pattern is found in the answer.
   */
  unknown?: ApiCode | 'HIDDEN' | RegExp
  /** Scopes that it requires in addition. */
  also?: readonly ApiScope[]
  /** Says whether it is for test keys alone; each other key is refused. */
  isTest?: true
}

const draftOf = async (applicant: Customer) => (await aReadyDraft({ applicant })).id
const ofDraft = async (applicant: Customer): Promise<Sent> => ({ path: { id: await draftOf(applicant) } })
const senderOf = async (applicant: Customer) => (await anApprovedSender({ applicant })).check
const START = { limit: 1, accountId: null, isTest: false }

/** Consents are attested for an account that nobody belongs to. */
async function memberless({ accountId }: Customer): Promise<{ externalRef: string }> {
  const externalRef = `attested-${accountId}`
  await database().membership.deleteMany({ where: { accountId } })
  await database().account.update({ where: { id: accountId }, data: { externalRef } })
  return { externalRef }
}
const [CARRIERS] = attestationsOf(['PROVISION_TO_CARRIERS'])

/** A change of a draft names the state in which it was read. */
const changing = (body: unknown) => async (applicant: Customer) => {
  const id = await draftOf(applicant)
  const { revision, draftVersion } = await submissionOf(id)
  return { path: { id }, headers: { 'If-Match': `"${revision}-${draftVersion}"` }, body }
}

/** Returns a row where a test key plays staff for its own accounts (`test-keys.db.test.ts`). It knows of no others. */
const playing = (body: unknown): Row => ({
  arrange: async (applicant) => ({ ...(await ofDraft(applicant)), body }),
  foreign: 'NOT_FOUND',
  isTest: true,
})

/** Has one row for each operation, by its ID. An operation without a row is a failure of the test. */
export const ROWS: Readonly<Record<string, Row>> = {
  describeApi: { arrange: async () => ({}), foreign: 'SAME' },
  checkSender: {
    arrange: async (customer) => ({ query: await senderOf(customer) }),
    foreign: 'ACCOUNT_NOT_ALLOWED',
    unknown: /"allowed":false,"reason":"NOT_QUALIFIED"/,
  },
  checkSenders: {
    arrange: async (customer) => ({ body: { checks: [await senderOf(customer)] } }),
    foreign: 'ACCOUNT_NOT_ALLOWED',
    unknown: /"allowed":false,"reason":"NOT_QUALIFIED"/,
  },
  listSenders: {
    async arrange(customer) {
      await senderOf(customer)
      return { query: { limit: '1000' } }
    },
    foreign: 'HIDDEN',
  },
  readChanges: {
    async arrange(customer) {
      const { changes } = await listSenders(START)
      await senderOf(customer)
      return { query: { after: changes, limit: '1000' } }
    },
    foreign: 'HIDDEN',
  },
  readPolicy: { arrange: async () => ({ path: { rulebook: 'current' } }), foreign: 'SAME' },
  listQualifications: {
    async arrange(customer) {
      await draftOf(customer)
      return { query: { account: customer.accountId } }
    },
    foreign: 'ACCOUNT_NOT_ALLOWED',
    unknown: /"qualifications":\[\]/,
  },
  readQualification: { arrange: ofDraft, foreign: 'NOT_FOUND' },
  createHandover: {
    async arrange({ accountId: account, phone }) {
      await aReturnAddress()
      return { body: { account, phone, purpose: 'SEE', returnUrl: RETURN_URL } }
    },
    foreign: 'ACCOUNT_NOT_ALLOWED',
    unknown: 'NOT_FOUND',
  },
  readHandover: {
    arrange: async (customer) => ({ path: { id: (await aHandover({ of: customer })).id } }),
    foreign: 'NOT_FOUND',
  },
  putAccount: {
    arrange: async ({ accountId }) => ({
      path: { externalRef: `customer-${accountId}` },
      body: { account: accountId },
    }),
    foreign: 'ACCOUNT_NOT_ALLOWED',
    unknown: 'NOT_FOUND',
  },
  readConsents: {
    arrange: async (customer) => ({ path: await memberless(customer) }),
    foreign: 'NOT_FOUND',
  },
  attestConsents: {
    arrange: async (customer) => ({ path: await memberless(customer), body: { consents: [CARRIERS] } }),
    foreign: 'NOT_FOUND',
  },
  withdrawConsent: {
    async arrange(customer) {
      const path = await memberless(customer)
      await anAttestation({ ...path, purposes: ['PROVISION_TO_CARRIERS'] })
      return { path, body: { purpose: 'PROVISION_TO_CARRIERS' } }
    },
    foreign: 'NOT_FOUND',
  },
  startQualification: {
    arrange: async ({ accountId: account }) => ({ body: { account, kind: 'INDIVIDUAL' } }),
    foreign: 'NOT_FOUND',
  },
  readQueueFigures: {
    async arrange(applicant) {
      await aSubmittedQualification({ applicant })
      return {}
    },
    foreign: 'HIDDEN',
  },
  recordFilings: {
    async arrange(applicant) {
      const { senderSignatureId } = await anApprovedSender({ applicant, filing: 'NOT_FILED' })
      const filing = { senderSignatureId, carrier: 'CMCC', from: 'NOT_FILED', state: 'FILED', filedOn: '2026-01-01' }
      return { body: { filings: [filing] } }
    },
    foreign: 'HIDDEN',
    unknown: /"recorded":false,"code":"NOT_FOUND"/,
  },
  readEvaluations: { arrange: ofDraft, foreign: 'NOT_FOUND' },
  submitQualification: {
    async arrange(customer) {
      const id = await draftOf(customer)
      const { revision, draftVersion, shown } = await readEvaluations(await aClient(), id)
      return { path: { id }, body: { revision, draftVersion, shown } }
    },
    foreign: 'NOT_FOUND',
  },
  readDraft: { arrange: ofDraft, foreign: 'NOT_FOUND' },
  saveAnswers: { arrange: changing({ answers: { 'use.audience': '会员' } }), foreign: 'NOT_FOUND' },
  saveSignatures: {
    arrange: changing({ signatures: [{ source: 'OWN_NAME', text: '小明书屋' }], samples: [] }),
    foreign: 'NOT_FOUND',
  },
  readDocuments: { arrange: ofDraft, foreign: 'NOT_FOUND' },
  uploadDocument: {
    async arrange(applicant) {
      const body = new FormData()
      body.append('file', new Blob([new Uint8Array(await specimen('ID_PORTRAIT'))]), 'a.jpg')
      return { path: { id: await draftOf(applicant), slot: 'ID_PORTRAIT' }, body }
    },
    foreign: 'NOT_FOUND',
  },
  deleteFile: {
    async arrange(applicant) {
      const id = await draftOf(applicant)
      const [page] = await database().documentPage.findMany({
        where: { document: { submission: { qualificationId: id } } },
      })
      return { path: { id, file: page?.fileId ?? '' } }
    },
    foreign: 'NOT_FOUND',
  },
  withdrawQualification: { arrange: ofDraft, foreign: 'NOT_FOUND' },
  renewQualification: {
    async arrange(applicant) {
      const { id } = await anApprovedSender({ applicant })
      await database().qualification.update({ where: { id }, data: { validUntil: new Date() } })
      return { path: { id } }
    },
    foreign: 'NOT_FOUND',
  },
  issueLetters: { arrange: ofDraft, foreign: 'NOT_FOUND' },
  downloadLetter: {
    arrange: async (applicant) => ({ path: { id: await draftOf(applicant), letter: 'INDIVIDUAL' } }),
    foreign: 'NOT_FOUND',
    also: ['QUALIFICATIONS_WRITE'],
  },
  readDeclared: { arrange: ofDraft, foreign: 'NOT_FOUND', also: ['QUALIFICATIONS_READ'] },
  downloadReceipt: {
    async arrange(applicant) {
      const id = await draftOf(applicant)
      await submit(applicant, id)
      return { path: { id, revision: '1' } }
    },
    foreign: 'NOT_FOUND',
    also: ['QUALIFICATIONS_READ'],
  },
  playDecision: playing({ outcome: 'APPROVED' }),
  playFilings: playing({ carrier: 'CMCC', state: 'EFFECTIVE' }),
  playStanding: playing({ act: 'SUSPENDED' }),
}
