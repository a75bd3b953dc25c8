import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { KINDS, renamed } from './contents'
import { asJson } from './drafts'
import { requireRuleManager } from './policy'
import { contentOf } from './queries'
import type { StartRuleDraftInput } from './schemas'
import { nextVersion } from './version-names'

/**
 * Starts the next version of a kind of rules, as a copy of one that is built in or published. There is one draft of a
 * kind at a time: two would each lack what the other changed.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when there is no such version, CONFLICT when someone has a draft already
 */
export async function startRuleDraft(actor: PersonActor, { kind, basedOn }: StartRuleDraftInput) {
  requireRuleManager(actor)
  return transaction(async (tx) => {
    const base = await contentOf(tx, kind, basedOn)
    if (!base) throw new DomainError('NOT_FOUND', 'No such version')
    await refuseSecondDraft(tx, kind)
    const today = dateIn(await databaseTime(tx))
    const version = nextVersion(basedOn, await usedVersions(tx, kind), today)
    const id = newId()
    const content = asJson(renamed(kind, base, version, today))
    const { count } = await tx.ruleVersion.createMany({
      data: [{ id, kind, version, basedOn, content, createdById: actor.id }],
      skipDuplicates: true, // another person has just started one
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'Someone was faster')
    const data = { kind, version, basedOn }
    await recordAudit(tx, actor, { action: 'rules.draft_begun', subjectId: id, data }, { using: 'rules.manage' })
    return { id, version, edits: 0 }
  })
}

async function refuseSecondDraft(tx: Tx, kind: RuleKind): Promise<void> {
  const there = await tx.ruleVersion.findFirst({ where: { kind, status: 'DRAFT' } })
  if (!there) return
  const name = (await staffNames([there.createdById])).get(there.createdById) ?? ''
  throw new DomainError('CONFLICT', 'There is a draft already', { subjectId: there.id, params: { name } })
}

async function usedVersions(tx: Tx, kind: RuleKind): Promise<string[]> {
  const rows = await tx.ruleVersion.findMany({ where: { kind }, select: { version: true } })
  return [...KINDS[kind].builtIn, ...rows].map(({ version }) => version)
}
