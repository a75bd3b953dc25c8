import type { Carrier, FilingState, StandingReason } from '@/lib/db/generated/enums'
import type { StaffKey } from './cast'
import type { Refusal } from './reviewing'
import type { When } from './timeline'
import type { Extent, Faults, Profile } from './writing'

/** Changes an application by the verb of that name. */
export type Step = { at: When } & (
  | { act: 'submit' | 'withdraw' | 'urgent' }
  | { act: 'correct'; faults: Faults }
  | { act: 'renew' }
  | { act: 'write'; upTo: Extent; faults: Faults; mistakes: Readonly<Record<string, string>> }
  | { act: 'claim'; by: StaffKey }
  | { act: 'review'; by: StaffKey; refusals: readonly Refusal[] }
  | { act: 'suspend' | 'resume' | 'revoke'; reason: StandingReason; note: string | null }
  | { act: 'file'; carriers: readonly Carrier[]; state: FilingState; reason: string | null }
)

/** Describes one application, or several of one person one after the other. */
export type Story = {
  /** Holds the digits of the applicant's phone after 154; the same digits are the same person. */
  phone: number
  locale?: 'zh-CN' | 'en'
  profile: Profile
  steps: readonly Step[]
}

type Written = { upTo?: Extent; faults?: Faults; mistakes?: Record<string, string> }

/**
 * Starts an application and writes it, as far as given. A fault is in a picture, a mistake in an answer; `correct`
 * corrects both.
 */
export const write = (at: When, { upTo = 'ALL', faults = {}, mistakes = {} }: Written = {}): Step => ({
  at,
  act: 'write',
  upTo,
  faults,
  mistakes,
})
export const submit = (at: When): Step => ({ at, act: 'submit' })
/** Corrects what was refused and submits again. */
export const correct = (at: When, faults: Faults = {}): Step => ({ at, act: 'correct', faults })
export const withdraw = (at: When): Step => ({ at, act: 'withdraw' })
export const urgent = (at: When): Step => ({ at, act: 'urgent' })
/** Starts a renewal. The steps after it belong to the renewal. */
export const renew = (at: When): Step => ({ at, act: 'renew' })
export const claim = (at: When, by: StaffKey): Step => ({ at, act: 'claim', by })
export const review = (at: When, by: StaffKey, ...refusals: Refusal[]): Step => ({ at, act: 'review', by, refusals })
export const suspend = (at: When, reason: StandingReason, note: string | null = null): Step => ({
  at,
  act: 'suspend',
  reason,
  note,
})
export const resume = (at: When, reason: StandingReason, note: string | null = null): Step => ({
  at,
  act: 'resume',
  reason,
  note,
})
export const revoke = (at: When, reason: StandingReason, note: string | null = null): Step => ({
  at,
  act: 'revoke',
  reason,
  note,
})
export const file = (
  at: When,
  state: FilingState,
  carriers: readonly Carrier[],
  reason: string | null = null,
): Step => ({
  at,
  act: 'file',
  carriers,
  state,
  reason,
})
