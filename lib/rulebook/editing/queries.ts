import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { database, databaseTime, type Reader } from '@/lib/db/client'
import type { RuleKind, RuleStatus } from '@/lib/db/generated/enums'
import { currentLetterVersion, letterTextsOf } from '../letters/registry'
import { currentReasons, currentRulebook } from '../registry'
import { type Change, changesBetween } from './changes'
import { KINDS, type RuleContents } from './contents'
import { type RequiredFromDays, requiredFromDays } from './required-from'
import { isVersionName } from './version-names'

/** Describes a version as a list shows it. */
export type RuleVersionHead = {
  version: string
  /** Null for one that comes with the portal. */
  id: string | null
  status: RuleStatus | 'BUILT_IN'
  isCurrent: boolean
  basedOn: string | null
  edits: number
  /** The name of the person who published it or, for a draft, who started it. */
  by: string | null
  /** When it was published or, for a draft, last changed. */
  at: Date | null
  /** Published letters name the day from which older ones are not accepted; null when they name none. */
  requiredFrom: string | null
}

export type RuleVersionView<K extends RuleKind = RuleKind> = RuleVersionHead & {
  content: RuleContents[K]
  /** Its changes since the version that it was started from. */
  changes: Change[]
  /** The changes that publishing it would make to the version in force; null when it was started from that version. */
  changesOfCurrent: Change[] | null
  current: string
  /** The version that it is compared with: the one that was chosen, or else the one that it was started from. */
  compared: { version: string; changes: Change[] } | null
  /** The other versions that it can be compared with, newest first. */
  others: string[]
  /** The days that may be published with a draft of letters; null for everything else. */
  requiredFromDays: RequiredFromDays | null
}

const HEAD = {
  id: true,
  version: true,
  status: true,
  basedOn: true,
  edits: true,
  createdById: true,
  publishedById: true,
  publishedAt: true,
  updatedAt: true,
  requiredFrom: true,
} as const

/** Returns every version: the draft first, then the newest. Returns none for people who don't manage rules. */
export async function listRuleVersions(actor: PersonActor, kind: RuleKind): Promise<RuleVersionHead[]> {
  if (!can(actor, 'rules.manage')) return []
  const rows = await database().ruleVersion.findMany({
    where: { kind },
    orderBy: [{ publishedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    select: HEAD,
  })
  const { version: current } = await currentContent(database(), kind)
  const names = await staffNames(rows.map((row) => row.publishedById ?? row.createdById))
  return [
    ...rows.map((row) => headOf(row, current, names)),
    ...KINDS[kind].builtIn.map(({ version }) => builtInHead(version, current)).reverse(),
  ]
}

/**
 * Returns a version by its name. Null when there is none, or they may not see it.
 *
 * @param against the name of a version to compare it with, built in or published
 */
export async function readRuleVersion<K extends RuleKind>(
  actor: PersonActor,
  kind: K,
  version: string,
  against = '',
): Promise<RuleVersionView<K> | null> {
  if (!can(actor, 'rules.manage') || !isVersionName(version)) return null
  const inForce = await currentContent(database(), kind)
  const { version: current } = inForce
  const builtIn = KINDS[kind].builtIn.find((candidate) => candidate.version === version)
  if (builtIn) {
    const compared = await comparedWith(kind, builtIn, against)
    const others = await othersOf(kind, version)
    return {
      ...builtInHead(version, current),
      content: builtIn,
      changes: [],
      changesOfCurrent: null,
      current,
      compared,
      others,
      requiredFromDays: null,
    }
  }
  const row = await database().ruleVersion.findUnique({ where: { kind_version: { kind, version } } })
  if (!row) return null
  const content = KINDS[kind].schema.parse(row.content)
  const base = await contentOf(database(), kind, row.basedOn)
  const names = await staffNames([row.publishedById ?? row.createdById])
  const changes = base ? changesBetween(base, content) : []
  const isBehind = row.status === 'DRAFT' && row.basedOn !== current
  return {
    ...headOf(row, current, names),
    content,
    changes,
    changesOfCurrent: isBehind ? changesBetween(inForce, content) : null,
    current,
    compared: (await comparedWith(kind, content, against)) ?? { version: row.basedOn, changes },
    others: await othersOf(kind, version),
    requiredFromDays:
      kind === 'LETTERS' && row.status === 'DRAFT' ? requiredFromDays(await databaseTime(database())) : null,
  }
}

async function comparedWith<K extends RuleKind>(kind: K, content: RuleContents[K], against: string) {
  const other = isVersionName(against) ? await contentOf(database(), kind, against) : undefined
  return other ? { version: other.version, changes: changesBetween(other, content) } : null
}

async function othersOf(kind: RuleKind, version: string): Promise<string[]> {
  const rows = await database().ruleVersion.findMany({
    where: { kind, status: 'PUBLISHED' },
    orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
    select: { version: true },
  })
  const all = [...rows, ...KINDS[kind].builtIn.toReversed()].map((one) => one.version)
  return all.filter((one) => one !== version)
}

/** Returns a version that is built in or published; undefined when there is none of that name. */
export async function contentOf<K extends RuleKind>(
  reader: Reader,
  kind: K,
  version: string,
): Promise<RuleContents[K] | undefined> {
  const builtIn = KINDS[kind].builtIn.find((candidate) => candidate.version === version)
  if (builtIn) return builtIn
  const row = await reader.ruleVersion.findFirst({ where: { kind, version, status: 'PUBLISHED' } })
  return row ? KINDS[kind].schema.parse(row.content) : undefined
}

const CURRENT: { readonly [K in RuleKind]: (reader: Reader) => Promise<RuleContents[K]> } = {
  RULEBOOK: currentRulebook,
  REASONS: currentReasons,
  LETTERS: async (reader) => letterTextsOf(await currentLetterVersion(reader), reader),
}

/** Returns the content in force. */
export function currentContent<K extends RuleKind>(reader: Reader, kind: K): Promise<RuleContents[K]> {
  return CURRENT[kind](reader)
}

type Row = {
  id: string
  version: string
  status: RuleStatus
  basedOn: string
  edits: number
  createdById: string
  publishedById: string | null
  publishedAt: Date | null
  updatedAt: Date
  requiredFrom: Date | null
}

function headOf(row: Row, current: string, names: ReadonlyMap<string, string>): RuleVersionHead {
  const { id, version, status, basedOn, edits, publishedById, createdById, publishedAt, updatedAt } = row
  const requiredFrom = row.requiredFrom?.toISOString().slice(0, 10) ?? null
  const by = names.get(publishedById ?? createdById) ?? null
  const at = publishedAt ?? updatedAt
  return { id, version, status, basedOn, edits, by, at, isCurrent: version === current, requiredFrom }
}

function builtInHead(version: string, current: string): RuleVersionHead {
  const none = { id: null, basedOn: null, by: null, at: null, edits: 0, requiredFrom: null }
  return { ...none, version, status: 'BUILT_IN', isCurrent: version === current }
}
