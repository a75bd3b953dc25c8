import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/auth/actor'
import { database, type Reader } from '@/lib/db/client'
import type { RuleKind, RuleStatus } from '@/lib/db/generated/enums'
import { currentLetterVersion, letterTextsOf } from '@/lib/letters/registry'
import { currentReasons, currentRulebook } from '@/lib/rulebook/registry'
import { type Change, changesBetween } from './changes'
import { KINDS, type RuleContents } from './contents'
import { isVersionName } from './version-names'

/** A version as a list shows it. */
export type RuleVersionHead = {
  version: string
  /** Null for one that comes with the portal. */
  id: string | null
  status: RuleStatus | 'BUILT_IN'
  isCurrent: boolean
  basedOn: string | null
  edits: number
  /** Who published it; who began it, while it is a draft. */
  by: string | null
  /** When it was published; when it was last changed, while it is a draft. */
  at: Date | null
}

export type RuleVersionView<K extends RuleKind = RuleKind> = RuleVersionHead & {
  content: RuleContents[K]
  /** What it changes of the version that it was begun from. */
  changes: Change[]
  /** What publishing it would change of what is in force; null where that is the version it was begun from. */
  changesOfCurrent: Change[] | null
  current: string
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
} as const

/** Every version there is: the draft first, then the newest. Nothing for those who don't manage rules. */
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

/** Null when there is none of that name, or it isn't theirs to see. */
export async function readRuleVersion<K extends RuleKind>(
  actor: PersonActor,
  kind: K,
  version: string,
): Promise<RuleVersionView<K> | null> {
  if (!can(actor, 'rules.manage') || !isVersionName(version)) return null
  const inForce = await currentContent(database(), kind)
  const { version: current } = inForce
  const builtIn = KINDS[kind].builtIn.find((candidate) => candidate.version === version)
  if (builtIn) {
    return { ...builtInHead(version, current), content: builtIn, changes: [], changesOfCurrent: null, current }
  }
  const row = await database().ruleVersion.findUnique({ where: { kind_version: { kind, version } } })
  if (!row) return null
  const content = KINDS[kind].schema.parse(row.content)
  const base = await contentOf(database(), kind, row.basedOn)
  const names = await staffNames([row.publishedById ?? row.createdById])
  const isBehind = row.status === 'DRAFT' && row.basedOn !== current
  return {
    ...headOf(row, current, names),
    content,
    changes: base ? changesBetween(base, content) : [],
    changesOfCurrent: isBehind ? changesBetween(inForce, content) : null,
    current,
  }
}

/** A version that is built in or published; undefined when there is none of that name. */
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

/** What is in force. */
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
}

function headOf(row: Row, current: string, names: ReadonlyMap<string, string>): RuleVersionHead {
  const { id, version, status, basedOn, edits, publishedById, createdById, publishedAt, updatedAt } = row
  const by = names.get(publishedById ?? createdById) ?? null
  return { id, version, status, basedOn, edits, by, at: publishedAt ?? updatedAt, isCurrent: version === current }
}

function builtInHead(version: string, current: string): RuleVersionHead {
  const none = { id: null, basedOn: null, by: null, at: null, edits: 0 }
  return { ...none, version, status: 'BUILT_IN', isCurrent: version === current }
}
