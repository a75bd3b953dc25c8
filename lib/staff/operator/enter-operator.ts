import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { type Entered, holdEntered } from '@/lib/core/operator'
import { transaction } from '@/lib/db/client'
import { digestOf } from '@/lib/rulebook/editing/digest'
import { requireRuleManager } from '@/lib/rulebook/editing/policy'
import { newestEdition } from './editions'
import type { EnterOperatorInput } from './schemas'
import { countSignedLetters } from './signed-letters'

const CODES = { name: 'NAME', phone: 'PHONE', email: 'EMAIL' } as const

/**
 * Enters who runs the portal, as a new edition after the one that was seen. What the environment decides stays as it
 * was entered. Another name makes the signed letters of open applications void, if there are any once that was
 * confirmed.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, CONFLICT, INVALID_INPUT with `problem`
 */
export async function enterOperator(actor: PersonActor, input: EnterOperatorInput): Promise<void> {
  requireRuleManager(actor)
  const entered = await transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    const before = await newestEdition(tx)
    if (before.edition !== input.edition) throw changedMeanwhile()
    const wanted = withSettings(before, input)
    const changed = (['name', 'phone', 'email'] as const).filter((field) => wanted[field] !== before[field])
    if (changed.length === 0) return wanted
    const voided = changed.includes('name') ? await countSignedLetters(tx) : 0
    if (voided > 0 && input.voids !== 'yes') throw invalid('VOIDS_LETTERS')
    const edition = before.edition + 1
    const { count } = await tx.operatorEdition.createMany({
      data: { edition, ...wanted, enteredById: actor.id },
      skipDuplicates: true, // somebody else has this number
    })
    if (count !== 1) throw changedMeanwhile()
    const data = { edition, changed: changed.map((field) => CODES[field]), voided, digest: digestOf(wanted) }
    await recordAudit(tx, actor, { action: 'operator.entered', subjectId: null, data }, { using: 'rules.manage' })
    return wanted
  })
  holdEntered(entered)
}

/** @throws DomainError INVALID_INPUT without a name, or without a way to get in touch */
function withSettings(before: Entered, { name, phone, email }: EnterOperatorInput): Entered {
  const { OPERATOR_NAME, OPERATOR_PHONE, OPERATOR_EMAIL } = env()
  const entered = {
    name: OPERATOR_NAME ? before.name : (name ?? null),
    phone: OPERATOR_PHONE ? before.phone : (phone ?? null),
    email: OPERATOR_EMAIL ? before.email : (email ?? null),
  }
  if (!OPERATOR_NAME && !entered.name) throw invalid('NAME_MISSING')
  if (!OPERATOR_PHONE && !OPERATOR_EMAIL && !entered.phone && !entered.email) throw invalid('CONTACT_MISSING')
  return entered
}

const invalid = (problem: string) => new DomainError('INVALID_INPUT', problem, { params: { problem } })

const changedMeanwhile = () => new DomainError('CONFLICT', 'Entered by someone else meanwhile')
