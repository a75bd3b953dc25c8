import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { dataKeyIfKept } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { type HoldLine, readHolds } from '@/lib/privacy/read-holds'
import { readContent, type SubmissionContent } from '@/lib/qualifications/content'
import { readStory, type Story } from '@/lib/review/read-story'
import { answersOf } from '@/lib/review/story-declared'
import type { StoryRound } from '@/lib/review/story-rounds'
import { askedGroups } from '@/lib/rulebook/asked'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { FieldRule, Rulebook } from '@/lib/rulebook/rulebook'
import { maskedValue, plainValue } from './masks'
import { type DossierPerson, readPeople } from './people'
import { type DossierActivity, readActivity } from './read-activity'
import { type DossierRound, type HandedIn, readDossierRounds } from './read-dossier-rounds'
import { type DossierProof, readProof } from './read-proof'

export type DossierAnswer = { key: string; type: FieldRule['type']; value: string }

/** What the newest revision declares, masked or not. */
export type DossierDeclared = {
  revision: number
  /** Whose it is: the organisation, or the person. */
  applicant: string
  groups: { key: string; answers: DossierAnswer[] }[]
  signatures: SubmissionContent['signatures']
  samples: string[]
}

export type DossierConsent = {
  id: string
  userId: string
  statement: string
  textVersion: string
  locale: string
  givenAt: Date
  withdrawnAt: Date | null
}

/** How it was made. */
export type DossierMade = {
  at: Date
  byId: string
  locale: Locale
  isMasked: boolean
  /** A code, when it isn't masked. */
  reason: string | null
  withPictures: boolean
}

export type Dossier = {
  made: DossierMade
  head: Story['head']
  naming: Story['naming']
  turns: Story['turns']
  filings: Story['filings']
  /** Oldest first. */
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
 * All that is known of a qualification that was handed in, as of when its export was recorded. Who may is the caller's to
 * ask.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readDossier(actor: PersonActor, qualificationId: string, made: DossierMade): Promise<Dossier> {
  const story = await readStory(actor, qualificationId)
  if (!story) throw new DomainError('NOT_FOUND', 'No such qualification')
  const found = await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })
  const key = await dataKeyIfKept(database(), found.dataKeyId)
  const activity = await readActivity(qualificationId, made.at)
  const [rounds, consents, holds, declared, proof] = await Promise.all([
    readDossierRounds(found.kind, story.rounds.toReversed(), key, handedInAs(activity)),
    readConsents(found.accountId, made.at),
    readHolds(actor, qualificationId),
    key && story.rounds[0] ? readDeclaredOf(found.kind, story.rounds[0], key, made.isMasked) : null,
    readProof(activity),
  ])
  const { head, naming, turns, filings } = story
  const people = await readPeople([
    made.byId,
    ...rounds.flatMap(({ submittedById, documents }) => [
      ...(submittedById ? [submittedById] : []),
      ...documents.flatMap(({ files }) => files.map(({ uploadedById }) => uploadedById)),
    ]),
    ...consents.map(({ userId }) => userId),
    ...Object.values(activity).flatMap(({ rows }) => rows.flatMap(({ actorId }) => actorId ?? [])),
  ])
  return {
    ...{ made, head, naming, turns, filings, rounds, declared, consents, activity, people, proof },
    holds: holds?.holds ?? [],
  }
}

function handedInAs({ turns }: DossierActivity): HandedIn {
  const handedIn = turns.rows.filter(({ action }) => action === 'qualification.submitted')
  const data = handedIn.map(({ data }) => data as { revision: number; files: { kind: string; sha256: string }[] })
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
    return isMasked ? maskedValue(rule, value) : plainValue(rule, value)
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
  new Map(askedGroups(rulebook, content).flatMap(({ fields }) => fields.map((field) => [field.key, field] as const)))

/** Of everyone who agreed to something for the account, in the order of time. */
function readConsents(accountId: string, until: Date): Promise<DossierConsent[]> {
  return database().consent.findMany({
    where: { accountId, givenAt: { lte: until } },
    orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, userId: true, statement: true, textVersion: true, locale: true },
      ...{ givenAt: true, withdrawnAt: true },
    },
  })
}
