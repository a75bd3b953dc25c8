import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { type Entered, legalName } from '@/lib/core/operator'
import { database } from '@/lib/db/client'
import { requireRuleManager } from '@/lib/rulebook/editing/policy'
import { newestEdition } from './editions'
import { countSignedLetters } from './signed-letters'

export type OperatorView = {
  entered: Entered & { edition: number; by: string | null; at: Date | null }
  /** Holds what the environment says, which wins. */
  given: Entered
  /** Counts the letters that another name makes void. */
  signedLetters: number
  /** Says what letters do while there is no legal name: null once there is one. */
  unnamed: 'SPECIMENS' | 'REFUSED' | null
}

/**
 * Returns who runs the portal, as the page shows it on which administrators enter it.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readOperator(actor: PersonActor): Promise<OperatorView> {
  requireRuleManager(actor)
  const [newest, signedLetters] = await Promise.all([newestEdition(database()), countSignedLetters(database())])
  const { enteredById, enteredAt, ...entered } = newest
  const names = await staffNames(enteredById ? [enteredById] : [])
  const settings = env()
  return {
    entered: { ...entered, by: (enteredById && names.get(enteredById)) || null, at: enteredAt },
    given: {
      name: settings.OPERATOR_NAME ?? null,
      phone: settings.OPERATOR_PHONE ?? null,
      email: settings.OPERATOR_EMAIL ?? null,
    },
    signedLetters,
    unnamed: legalName() ? null : settings.isLoopback ? 'SPECIMENS' : 'REFUSED',
  }
}
