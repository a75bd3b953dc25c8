import 'server-only'
import { type ConsentWords, wordsOf } from '@/lib/accounts/consents/consent-words'
import { readableNumber } from '@/lib/accounts/mobile-number'
import type { PersonActor } from '@/lib/actor/actor'
import { readStory, type Story } from '@/lib/cases/read-story'
import { answersOf } from '@/lib/cases/story-declared'
import type { StoryRound } from '@/lib/cases/story-rounds'
import { DomainError } from '@/lib/core/errors'
import type { Locale } from '@/lib/core/languages/locales'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { Consent, ConsentMeans } from '@/lib/db/generated/client'
import { type HoldLine, readHolds } from '@/lib/privacy/holds/read-holds'
import { readContent, type SubmissionContent } from '@/lib/qualifications/content'
import { maskAnswer } from '@/lib/rulebook/mask-answer'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups } from '@/lib/rulebook/required-slots'
import type { FieldRule, Rulebook } from '@/lib/rulebook/rulebook'
import { type DossierPerson, readPeople } from './people'
import { type DossierActivity, readActivity } from './read-activity'
import { type DossierRound, readDossierRounds, type SubmittedRevision } from './read-dossier-rounds'
import { type DossierProof, readProof } from './read-proof'

export type DossierAnswer = { key: string; type: FieldRule['type']; value: string }

/** Holds the declared content of the newest revision, masked or not. */
export type DossierDeclared = {
  revision: number
  /** Names the sender: the organisation or the person. */
  applicant: string
  groups: { key: string; answers: DossierAnswer[] }[]
  signatures: SubmissionContent['signatures']
  samples: string[]
}

export type DossierConsent = {
  id: string
  /** Identifies the person who gave it; null where a system of the platform attested it. */
  userId: string | null
  statement: string
  textVersion: string
  locale: string
  /** The words that were read, in that language; null of a version that this release doesn't know. */
  words: ConsentWords | null
  givenAt: Date
  withdrawnAt: Date | null
  /** Says which key attested it, when and how the customer agreed, and the platform's record (empty once erased). */
  attested: { keyId: string; agreedAt: Date; means: ConsentMeans; record: string } | null
}

export type DossierMade = {
  at: Date
  byId: string
  locale: Locale
  isMasked: boolean
  /** Holds the code of the reason; null when it is masked. */
  reason: string | null
  withPictures: boolean
}

export type Dossier = {
  made: DossierMade
  head: Story['head']
  naming: Story['naming']
  statusChanges: Story['statusChanges']
  filings: Story['filings']
  /** Lists the rounds, oldest first. */
  rounds: DossierRound[]
  /** Null once it was erased. */
  declared: DossierDeclared | null
  consents: DossierConsent[]
  activity: DossierActivity
  holds: HoldLine[]
  /** Null before anything was signed. */
  proof: DossierProof | null
  people: ReadonlyMap<string, DossierPerson>
}

/**
 * Returns all that is known of a submitted qualification, as of the time when its export was recorded. The caller
 * checks that the person may.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readDossier(actor: PersonActor, qualificationId: string, made: DossierMade): Promise<Dossier> {
  const story = await readStory(actor, qualificationId)
  if (!story) throw new DomainError('NOT_FOUND', 'No such qualification')
  const found = await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })
  const key = await dataKeyIfStored(database(), found.dataKeyId)
  const activity = await readActivity(qualificationId, made.at)
  const [rounds, consents, holds, declared, proof] = await Promise.all([
    readDossierRounds(found.kind, story.rounds.toReversed(), key, submittedAs(activity)),
    readConsents(found.accountId, made.at),
    readHolds(actor, qualificationId),
    key && story.rounds[0] ? readDeclaredOf(found.kind, story.rounds[0], key, made.isMasked) : null,
    readProof(activity),
  ])
  const { head, naming, statusChanges, filings } = story
  const people = await readPeople([
    made.byId,
    ...rounds.flatMap(({ submittedBy, documents }) => [
      ...(submittedBy.id ? [submittedBy.id] : []),
      ...documents.flatMap(({ files }) => files.map(({ uploadedBy }) => uploadedBy.id)),
    ]),
    ...consents.flatMap(({ userId, attested }) => userId ?? attested?.keyId ?? []),
    ...Object.values(activity).flatMap(({ rows }) => rows.flatMap(({ actorId }) => actorId ?? [])),
  ])
  return {
    ...{ made, head, naming, statusChanges, filings, rounds, declared, consents, activity, people, proof },
    holds: holds?.holds ?? [],
  }
}

function submittedAs({ statusChanges }: DossierActivity): SubmittedRevision {
  const submitted = statusChanges.rows.filter(({ action }) => action === 'qualification.submitted')
  const data = submitted.map(({ data }) => data as { revision: number; files: { kind: string; sha256: string }[] })
  return (revision) => data.find((one) => one.revision === revision)?.files ?? []
}

async function readDeclaredOf(
  kind: SubmissionContent['kind'],
  { id, revision, rulebookVersion }: Pick<StoryRound, 'id' | 'revision' | 'rulebookVersion'>,
  key: Uint8Array,
  isMasked: boolean,
): Promise<DossierDeclared> {
  const content = await readContent(database(), kind, id, key)
  const rulebook = await rulebookOf(rulebookVersion)
  const rules = rulesByKey(rulebook, content)
  const shown = (key: string, value: string) => {
    const rule = rules.get(key)
    if (!rule) throw new Error(`${rulebookVersion} does not ask for ${key}`)
    if (isMasked) return maskAnswer(rule, value)
    return rule.type === 'PHONE' ? readableNumber(value) : value
  }
  const applicant = kind === 'ORGANISATION' ? 'organisation.name' : 'person.name'
  return {
    revision,
    applicant: shown(applicant, content.fields[applicant] ?? ''),
    groups: answersOf(rulebook, content).map(({ key, answers }) => ({
      key,
      answers: answers.map(({ key, type, value }) => ({ key, type, value: value && shown(key, value) })),
    })),
    signatures: content.signatures,
    samples: content.samples.map(({ text }) => text),
  }
}

const rulesByKey = (rulebook: Rulebook, content: SubmissionContent): ReadonlyMap<string, FieldRule> =>
  new Map(requiredGroups(rulebook, content).flatMap(({ fields }) => fields.map((field) => [field.key, field] as const)))

/**
 * Returns the consents of everyone who agreed to something for the account, and what was attested for it, in order of
 * time.
 */
async function readConsents(accountId: string, until: Date): Promise<DossierConsent[]> {
  const rows = await database().consent.findMany({
    where: { accountId, givenAt: { lte: until } },
    orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
  })
  return Promise.all(
    rows.map(async ({ id, userId, statement, textVersion, locale, givenAt, withdrawnAt, ...attestation }) => ({
      ...{ id, userId, statement, textVersion, locale, givenAt, withdrawnAt },
      words: await wordsOf({ statement, textVersion, locale }),
      attested: attestedIn(attestation),
    })),
  )
}

type Attestation = Pick<Consent, 'attestedByKeyId' | 'agreedAt' | 'means' | 'recordReference' | 'recordSha256'>

function attestedIn({ attestedByKeyId: keyId, agreedAt, means, recordReference, recordSha256 }: Attestation) {
  if (!keyId || !agreedAt || !means) return null
  const record = recordReference ?? (recordSha256 ? `SHA-256 ${Buffer.from(recordSha256).toString('hex')}` : '')
  return { keyId, agreedAt, means, record }
}
