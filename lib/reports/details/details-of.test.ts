import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SIGN_IN_FACTORS } from '@/lib/actor/actor'
import { count, digest, id, instant, webAddress } from '@/lib/audit/define'
import { AUDIT_ACTIONS, type AuditAction, EVENTS } from '@/lib/audit/events/all'
import { HOME_ZONE } from '@/lib/core/clock'
import { ERROR_CODES } from '@/lib/core/errors'
import { FORMATS } from '@/lib/core/languages/formats'
import { LOCALES, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import en from '@/lib/core/languages/messages/en/audit.json'
import * as Enum from '@/lib/db/generated/enums'
import { MESSAGE_TEMPLATES } from '@/lib/notifications/templates'
import { tasksFor } from '@/lib/qualifications/draft/tasks'
import { FOLLOWS } from '@/lib/qualifications/lifecycle'
import { RELEASE_REASONS } from '@/lib/review/claims/release-reasons'
import { detailsOf } from './details-of'
import { type Vocabulary, vocabularyOf } from './event-codes'
import type { Say } from './vocabularies'

const ID = '0199a1b2-0000-7000-8000-0123456789ab'

/** Throws when a sentence or a value of it is missing. */
async function sayIn(locale: Locale): Promise<Say> {
  const messages = (await messagesOf(locale)) as unknown as { [key in string]: string }
  const onError = (error: Error) => {
    throw error
  }
  const translate = createTranslator({ locale, messages, formats: FORMATS, timeZone: HOME_ZONE, onError })
  const say = (key: string, values?: Record<string, string | number>) => translate<string>(key, values)
  return Object.assign(say, { has: (key: string) => translate.has(key) })
}

const SAY = Object.fromEntries(await Promise.all(LOCALES.map(async (one) => [one, await sayIn(one)]))) as Record<
  Locale,
  Say
>

const { sessionEnds, phoneChanges, operatorFields, searches, uploadWays } = en.details.codes

/**
 * The acts of all pages, routes and operations of the API come from their source: what is refused is recorded under
 * these names.
 */
const OPERATIONS = readdirSync('lib/web/api/operations').flatMap((file) =>
  [...readFileSync(path.join('lib/web/api/operations', file), 'utf8').matchAll(/^ +id: '(\w+)'/gm)].map(
    ([, id = '']) => `api.${id}`,
  ),
)
const ACTS = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [
      ...readFileSync(path.join('app', file), 'utf8').matchAll(/\b\w*(?:Action|[rR]oute)\(\s*'([a-z_]+\.[a-z_]+)'/g),
    ].map(([, act = '']) => act),
  )
  .concat(OPERATIONS.filter((act) => act !== 'api.describeApi')) // which refuses no key

/** Lists the refusals that are recorded for a key that exists. */
const REFUSED_KEYS = [...readFileSync('lib/web/api/refusals.ts', 'utf8').matchAll(/^ +(\w+): \[\s*40[13],/gm)]
  .map(([, refusal = '']) => refusal)
  .filter((refusal) => !['KEY_MISSING', 'KEY_UNKNOWN'].includes(refusal))

/** Every code of a vocabulary, from where it is defined. */
const CODES: Record<Vocabulary, readonly string[]> = {
  asItIs: ['2026-11-28'],
  mediaType: ['image/jpeg', 'application/pdf'],
  act: ACTS,
  accessCase: Object.values(Enum.AccessCaseKind),
  accessCaseReason: Object.values(Enum.CaseReason),
  accessCaseSide: Object.values(Enum.CaseSide),
  accessCaseState: ['GRANTED', 'REFUSED'],
  accessChange: Object.values(Enum.AccessChangeKind),
  accessLink: Object.values(Enum.AccessLinkKind),
  apiScope: Object.values(Enum.ApiScope),
  applicantKind: Object.values(Enum.QualificationKind),
  audience: Object.values(Enum.Audience),
  carrier: Object.values(Enum.Carrier),
  channel: Object.values(Enum.Channel),
  claimLoss: ['LEASE_ENDED', 'REVIEWER_DISABLED', 'REVIEWER_BLOCKED', 'ROLE_TAKEN'],
  condition: Object.values(Enum.ConditionKind),
  consent: Object.values(Enum.ConsentKey),
  consentMeans: Object.values(Enum.ConsentMeans),
  deliveryFailure: ['REFUSED', 'THROTTLED', 'UNREACHABLE', 'UNSURE', 'LEFT_BEHIND', 'EXPIRED', 'REFUSED/550'],
  document: Object.values(Enum.DocumentKind),
  erasureCause: Object.values(Enum.ErasureCause),
  erasureObstacle: Object.values(Enum.ErasureObstacle),
  erasureReason: Object.values(Enum.ErasureDecisionReason),
  erasureScope: Object.values(Enum.ErasureScope),
  event: AUDIT_ACTIONS,
  exportFailure: Object.values(Enum.ExportFailure),
  exportReason: Object.values(Enum.ExportReason),
  exportSubject: Object.values(Enum.ExportSubject),
  factor: SIGN_IN_FACTORS,
  field: ['person.name', 'legalRep.idNumber', 'signatures', 'samples', 'ID_PORTRAIT'],
  fileRefusal: Object.values(Enum.FileRefusal),
  filingState: Object.values(Enum.FilingState),
  handoverPurpose: Object.values(Enum.HandoverPurpose),
  holdReason: Object.values(Enum.HoldReason),
  language: LOCALES,
  messageState: Object.values(Enum.OutboxState),
  operatorField: Object.keys(operatorFields),
  phoneChange: Object.keys(phoneChanges),
  phoneEnd: Object.values(Enum.PhoneSessionEnd),
  releaseReason: RELEASE_REASONS,
  refusal: [...ERROR_CODES, ...REFUSED_KEYS],
  reminder: Object.values(Enum.ReminderKind),
  role: Object.values(Enum.StaffRole),
  rules: Object.values(Enum.RuleKind),
  search: Object.keys(searches),
  sessionEnd: Object.keys(sessionEnds),
  signInMiss: ['WRONG', 'ELSEWHERE', 'DISABLED'],
  standingReason: Object.values(Enum.StandingReason),
  status: Object.keys(FOLLOWS),
  supplementOutcome: Object.values(Enum.SupplementState),
  task: [...tasksFor('INDIVIDUAL'), ...tasksFor('ORGANISATION')],
  template: MESSAGE_TEMPLATES,
  uploadWay: Object.keys(uploadWays),
  variant: Object.values(Enum.BlobVariant),
  vaultFault: Object.values(Enum.VaultFaultKind),
  webhookEvent: Object.values(Enum.WebhookEvent),
  webhookOff: Object.values(Enum.WebhookOff),
}

type Schema = z.core.$ZodType
const plain = (schema: Schema): Schema =>
  schema instanceof z.ZodNullable ? plain(schema.unwrap()) : schema instanceof z.ZodArray ? schema.element : schema

const isCode = (schema: Schema) => 'vocabulary' in schema

/** Returns values of a field, each of which an event may have: every code, and lists that are shown by their length. */
function valuesOf(action: AuditAction, name: string, schema: Schema): readonly unknown[] {
  const one = plain(schema)
  const vocabulary = vocabularyOf(action, name)
  const long = (value: unknown) => (name === 'from' || name === 'to' ? [] : Array(5).fill(value)) // there are four roles
  const list = (values: readonly unknown[]) =>
    schema instanceof z.ZodArray ? [...values.map((value) => [value]), long(values[0]), []] : values
  if (one === id) return list([ID])
  if (one === digest) return ['a'.repeat(64)]
  if (one === webAddress) return ['https://console.example.cn/kyc/']
  if (one === instant) return ['2026-11-25T01:00:00.000Z']
  if (one === count) return [0, 1, 2]
  if (isCode(one)) return name === 'reference' ? ['ZX-20261125-WRHLVM'] : list(vocabulary ? CODES[vocabulary] : [])
  if (one instanceof z.ZodBoolean) return [true, false]
  if (one instanceof z.ZodISODate) return ['2026-11-25']
  if (one instanceof z.ZodObject) return list([{}])
  throw new Error(`No values for ${action}.${name}`)
}

const CODE = /^\w+[=×]|\b[A-Z]+_[A-Z_]+\b/

describe.each(LOCALES)('in %s', (locale) => {
  test.each(EVENTS.map(({ action, data }) => [action, data] as const))('%s is said in words', (action, { shape }) => {
    for (const [name, schema] of Object.entries(shape)) {
      for (const value of valuesOf(action, name, schema)) {
        for (const said of detailsOf(SAY[locale], action, { [name]: value })) {
          expect(said).not.toMatch(CODE)
          expect(CODES[vocabularyOf(action, name) ?? 'act'].filter((one) => one !== '2026-11-28')).not.toContain(said)
        }
      }
    }
  })
})

test('the acts of the pages are found', () => {
  expect(ACTS.length).toBeGreaterThan(80)
  expect(ACTS).toEqual(expect.arrayContaining(['review.release', 'phone.finish', 'export.ask', 'api.checkSender']))
})

test('of the codes only the reference, which has a column of its own, is without words', () => {
  for (const { action, data } of EVENTS) {
    for (const [name, schema] of Object.entries(data.shape)) {
      const one = plain(schema)
      const isInWords = vocabularyOf(action, name) !== null
      expect([action, name, isInWords]).toEqual([action, name, isCode(one) && name !== 'reference'])
      if (one instanceof z.ZodString && one !== digest && one !== webAddress)
        expect([action, name, isCode(one)]).toEqual([action, name, true])
    }
  }
})

test.each<[AuditAction, object, string[], string[]]>([
  [
    'review.decided',
    { from: 'IN_REVIEW', to: 'REJECTED', decisionId: ID, revision: 2, parts: [{}] },
    ['In review → Rejected', 'Submission\u00a02', '1 part'],
    ['审核中 → 未通过', '第\u00a02\u00a0次提交', '1 个部分'],
  ],
  [
    'session.started',
    { sessionId: ID, audience: 'STAFF', factors: ['PASSWORD', 'TOTP'] },
    ['Staff', 'Password, Authenticator app'],
    ['员工', '密码、身份验证器应用'],
  ],
  ['staff.roles_changed', { from: [], to: ['ADMIN'] }, ['none → Administrator'], ['无 → 系统管理员']],
  ['qualification.withdrawn', { from: 'SUBMITTED' }, ['Was: Waiting for review'], ['原状态：待审核']],
  ['document.removed', { kind: 'ID_PORTRAIT', fileId: ID }, ['ID, portrait side'], ['证件人像面']],
  [
    'filing.changed',
    { from: 'NOT_FILED', to: 'FILED', carrier: 'CMCC', filedOn: '2026-12-01', effectiveOn: null },
    ['Not filed → Filed', 'China Mobile', 'Filed on Dec 1, 2026'],
    ['未报备 → 已提交', '中国移动', '报备日期 2026年12月1日'],
  ],
  [
    'figures.exported',
    { from: '2026-11-01', to: '2026-11-30' },
    ['Nov 1, 2026 → Nov 30, 2026'],
    ['2026年11月1日 → 2026年11月30日'],
  ],
  ['document.taken_in', { size: 180_349 }, ['177 KB'], ['177 KB']],
  ['review.urgency_set', { isUrgent: false }, ['No longer urgent'], ['取消加急']],
  ['audit.exported', { format: 'CSV', from: null, to: '2026-11-25T01:00:00.000Z', actions: [] }, ['CSV'], ['CSV']],
])('%s: %j', (action, data, english, chinese) => {
  expect(detailsOf(SAY.en, action, data)).toEqual(english)
  expect(detailsOf(SAY['zh-CN'], action, data)).toEqual(chinese)
})

test.each<[AuditAction, object | undefined, string[]]>([
  ['act.refused', { act: 'review.nothing', code: 'CODE_LOST' }, ['act=review.nothing', 'code=CODE_LOST']],
  ['session.started', { factors: ['PASSWORD', 'STAMP'] }, ['factors=Password, STAMP']],
  ['session.started', { formerly: 'STAMP', earlier: [ID] }, ['formerly=STAMP', 'earlier×1']],
  ['review.decided', { from: 'IN_REVIEW', to: 'STAMPED' }, ['In review → STAMPED']],
  ['review.decided', { from: ID, to: 'a'.repeat(64) }, []],
  ['review.decided', undefined, []],
])('%s: what has no words stays as the log has it: %j', (action, data, said) => {
  expect(detailsOf(SAY.en, action, data)).toEqual(said)
})
