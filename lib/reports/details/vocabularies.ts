import type { SignInFactor, UploadWay } from '@/lib/actor/actor'
import type { Locale } from '@/lib/core/languages/locales'
import type access from '@/lib/core/languages/messages/en/access.json'
import type audit from '@/lib/core/languages/messages/en/audit.json'
import type cases from '@/lib/core/languages/messages/en/cases.json'
import type common from '@/lib/core/languages/messages/en/common.json'
import type conditions from '@/lib/core/languages/messages/en/conditions.json'
import type consents from '@/lib/core/languages/messages/en/consents.json'
import type dossier from '@/lib/core/languages/messages/en/dossier.json'
import type figures from '@/lib/core/languages/messages/en/figures.json'
import type filings from '@/lib/core/languages/messages/en/filings.json'
import type handover from '@/lib/core/languages/messages/en/handover.json'
import type integrations from '@/lib/core/languages/messages/en/integrations.json'
import type messages from '@/lib/core/languages/messages/en/messages.json'
import type outbox from '@/lib/core/languages/messages/en/outbox.json'
import type reports from '@/lib/core/languages/messages/en/reports.json'
import type retention from '@/lib/core/languages/messages/en/retention.json'
import type review from '@/lib/core/languages/messages/en/review.json'
import type rules from '@/lib/core/languages/messages/en/rules.json'
import type standing from '@/lib/core/languages/messages/en/standing.json'
import type supplements from '@/lib/core/languages/messages/en/supplements.json'
import type webhooks from '@/lib/core/languages/messages/en/webhooks.json'
import type * as Enum from '@/lib/db/generated/enums'
import type { Failure } from '@/lib/notifications/outbox/lifecycle'
import type { MessageTemplate } from '@/lib/notifications/templates'
import type { Task } from '@/lib/qualifications/draft/tasks'
import type { Reached } from '@/lib/qualifications/lifecycle'
import type { ClaimLossReason } from '@/lib/review/claims/record-lost-claim'
import type { ReleaseReason } from '@/lib/review/claims/release-reasons'
import type { SearchBy } from '@/lib/review/queue/search-term'
import { DOCUMENT_KINDS } from '@/lib/rulebook/document-kinds'
import { documentName, staffFieldName } from '@/lib/rulebook/part-names'
import { wordsOf } from '@/lib/rulebook/words'
import type { SessionEnd } from '@/lib/sign-in/sessions/end-sessions'
import type { Paths } from '../event-key'
import type { Vocabulary } from './event-codes'

/** Translates a whole key of the message files. */
export type Say = ((key: string, values?: Record<string, string | number>) => string) & {
  has: (key: string) => boolean
}

/** Lists the sentences that codes may have. Both languages have the same ones: tests/messages.test.ts. */
type Sentence = Paths<{
  access: typeof access
  audit: typeof audit
  cases: typeof cases
  common: typeof common
  conditions: typeof conditions
  consents: typeof consents
  dossier: typeof dossier
  figures: typeof figures
  filings: typeof filings
  handover: typeof handover
  integrations: typeof integrations
  messages: typeof messages
  outbox: typeof outbox
  reports: typeof reports
  retention: typeof retention
  review: typeof review
  rules: typeof rules
  standing: typeof standing
  supplements: typeof supplements
  webhooks: typeof webhooks
}>

/** Returns a code in words; null for one that has none. */
type InWords = (say: Say, code: string) => string | null

/** Fails to compile while a code of `C` has no sentence. Codes of earlier versions may have none. */
function worded<C extends string>(key: (code: C) => Sentence): InWords {
  return (say, code) => {
    const found = key(code as C)
    return say.has(found) ? say(found, wordsOf({})) : null
  }
}

const isDocument = (code: string): code is Enum.DocumentKind => Object.hasOwn(DOCUMENT_KINDS, code)

const documentInWords: InWords = (say, code) => (isDocument(code) ? documentName(say, code) : null)

/** A field of a draft is also a document whose pages were moved, or one of the lists. */
const fieldInWords: InWords = (say, code) =>
  say.has(`review.correctables.${code}`) || say.has(`rulebook.fields.${code}.label`)
    ? staffFieldName(say, code)
    : documentInWords(say, code)

const deliveryFailure = worded<Failure>((code) => `outbox.failures.${code}`)

/**
 * Gives each set of codes in events its words: those that other pages have for the same codes, where there are any. It
 * fails to compile while a set that an event names is missing.
 */
export const VOCABULARIES = {
  /** Versions, days, formats and numbers of an extension are their own words. */
  asItIs: (_, code) => code,
  /** Names a format as people write it: JPEG for image/jpeg. */
  mediaType: (_, code) => code.replace(/^.*\//, '').toUpperCase(),
  /** Acts of the API, and those of earlier versions, have no words. */
  act: (say, code) => (say.has(`audit.acts.${code}`) ? say(`audit.acts.${code}`) : null),
  accessCase: worded<Enum.AccessCaseKind>((code) => `review.accessCases.kinds.${code}`),
  accessCaseReason: worded<Enum.CaseReason>((code) => `review.accessCases.reasons.${code}`),
  accessCaseSide: worded<Enum.CaseSide>((code) => `review.accessCases.sides.${code}`),
  accessCaseState: worded<'GRANTED' | 'REFUSED'>((code) => `review.accessCases.states.${code}`),
  accessChange: worded<Enum.AccessChangeKind>((code) => `audit.details.codes.accessChanges.${code}`),
  accessLink: worded<Enum.AccessLinkKind>((code) => `audit.details.codes.accessLinks.${code}`),
  apiScope: worded<Enum.ApiScope>((code) => `integrations.scopes.${code}.name`),
  applicantKind: worded<Enum.QualificationKind>((code) => `review.queue.kinds.${code}`),
  audience: worded<Enum.Audience>((code) => `audit.details.codes.audiences.${code}`),
  carrier: worded<Enum.Carrier>((code) => `filings.carriers.${code}`),
  channel: worded<Enum.Channel>((code) => `outbox.channels.${code}`),
  claimLoss: worded<ClaimLossReason>((code) => `dossier.events.lapses.${code}`),
  condition: worded<Enum.ConditionKind>((code) => `conditions.${code}.title`),
  consent: worded<Enum.ConsentKey>((code) => `consents.statements.${code}.title`),
  consentMeans: worded<Enum.ConsentMeans>((code) => `consents.means.${code}`),
  /** The provider's own code may follow. */
  deliveryFailure: (say, code) => {
    const [failure = '', provider] = code.split('/')
    const words = deliveryFailure(say, failure)
    return words && provider ? `${words} (${provider})` : words
  },
  document: documentInWords,
  erasureCause: worded<Enum.ErasureCause>((code) => `retention.erasures.causes.${code}`),
  erasureObstacle: worded<Enum.ErasureObstacle>((code) => `retention.requests.obstacles.${code}`),
  erasureReason: worded<Enum.ErasureDecisionReason>((code) => `retention.requests.reasons.${code}`),
  erasureScope: worded<Enum.ErasureScope>((code) => `retention.scopes.${code}`),
  event: (say, code) => (say.has(`audit.actions.${code}`) ? say(`audit.actions.${code}`) : null),
  exportFailure: worded<Enum.ExportFailure>((code) => `reports.own.failures.${code}`),
  exportReason: worded<Enum.ExportReason>((code) => `cases.exporting.reasons.${code}`),
  exportSubject: worded<Enum.ExportSubject>((code) => `reports.subjects.${code}`),
  factor: worded<SignInFactor>((code) => `figures.factors.${code}`),
  field: fieldInWords,
  fileRefusal: worded<Enum.FileRefusal>((code) => `audit.details.codes.fileRefusals.${code}`),
  filingState: worded<Enum.FilingState>((code) => `filings.states.${code}`),
  handoverPurpose: worded<Enum.HandoverPurpose>((code) => `handover.purposes.${code}`),
  holdReason: worded<Enum.HoldReason>((code) => `retention.holds.reasons.${code}`),
  language: worded<Locale>((code) => `dossier.languages.${code}`),
  messageState: worded<Enum.OutboxState>((code) => `outbox.states.${code}`),
  operatorField: worded<'NAME' | 'PHONE' | 'EMAIL'>((code) => `audit.details.codes.operatorFields.${code}`),
  phoneChange: worded<'BOTH_CODES' | 'ACCESS_CASE'>((code) => `audit.details.codes.phoneChanges.${code}`),
  phoneEnd: worded<Enum.PhoneSessionEnd>((code) => `audit.details.codes.phoneEnds.${code}`),
  /** The figures of a period name some refusals too. */
  refusal: (say, code) => {
    const found = [`figures.codes.${code}`, `audit.details.codes.refusals.${code}`].find((key) => say.has(key))
    return found ? say(found) : null
  },
  releaseReason: worded<ReleaseReason>((code) => `review.case.releaseReasons.${code}`),
  reminder: worded<Enum.ReminderKind>((code) => `audit.details.codes.reminders.${code}`),
  role: worded<Enum.StaffRole>((code) => `access.roles.${code}.name`),
  rules: worded<Enum.RuleKind>((code) => `rules.kinds.${code}.name`),
  search: worded<SearchBy>((code) => `audit.details.codes.searches.${code}`),
  sessionEnd: worded<SessionEnd>((code) => `audit.details.codes.sessionEnds.${code}`),
  signInMiss: worded<'WRONG' | 'ELSEWHERE' | 'DISABLED'>((code) => `figures.becauses.${code}`),
  standingReason: worded<Enum.StandingReason>((code) => `standing.reasons.${code}.name`),
  status: worded<Reached>((code) => `common.status.${code}`),
  supplementOutcome: worded<Enum.SupplementState>((code) => `supplements.states.${code}`),
  task: worded<Task>((code) => `audit.details.codes.tasks.${code}`),
  template: worded<MessageTemplate>((code) => `messages.${code}.name`),
  uploadWay: worded<UploadWay>((code) => `audit.details.codes.uploadWays.${code}`),
  variant: worded<Enum.BlobVariant>((code) => `audit.details.codes.variants.${code}`),
  vaultFault: worded<Enum.VaultFaultKind>((code) => `audit.details.codes.faults.${code}`),
  webhookEvent: worded<Enum.WebhookEvent>((code) => `webhooks.events.${code}`),
  webhookOff: worded<Enum.WebhookOff>((code) => `webhooks.off.${code}`),
} as const satisfies Record<Vocabulary, InWords>
