import { textOf } from '@/components/forms/text-of'
import type { ActionFailure } from '@/lib/core/forms/action-result'

/**
 * Says which step somebody is at who signs in or registers by phone. Each form carries the state along, so that it
 * works without scripts.
 */
export type PhoneState = {
  step: 'PHONE' | 'PROVE' | 'CODE' | 'CONFIRM' | 'LOCKED' | 'LOST' | 'CONSENTS' | 'ENTERED'
  /** Holds the number as typed, and in E.164 once a code was sent; empty after a passkey. */
  phone: string
  /** The browser solves it before a code is sent. */
  challenge: string
  /** Proves the phone, or the use of a passkey. */
  ticket: string
  /** Says when the last code was sent, and after how many seconds another may be. */
  sent: { at: number; resendSeconds: number } | null
  /** Says whether the number was someone else's before. */
  isStartedAgain: boolean
  /** Holds what was entered about an account by another number, when the form came back. */
  lost: { oldPhone: string; idNumber: string }
  /** Lists the statements that were agreed to, when the form came back. */
  consents: readonly string[]
  failure: Pick<ActionFailure, 'error' | 'params' | 'fields'> | null
}

export const START: PhoneState = {
  step: 'PHONE',
  phone: '',
  challenge: '',
  ticket: '',
  sent: null,
  isStartedAgain: false,
  lost: { oldPhone: '', idNumber: '' },
  consents: [],
  failure: null,
}

const STEPS: readonly string[] = [
  'PHONE',
  'PROVE',
  'CODE',
  'CONFIRM',
  'LOCKED',
  'CONSENTS',
] satisfies PhoneState['step'][]

/** Returns the step and the answers that a sent form contains. */
export function stateOf(form: FormData): PhoneState {
  const text = (name: string) => textOf(form.get(name))
  const step = text('step')
  return {
    ...START,
    step: STEPS.includes(step) ? (step as PhoneState['step']) : 'PHONE',
    phone: text('phone'),
    ticket: text('ticket'),
    isStartedAgain: text('startsAgain') === 'yes',
    lost: { oldPhone: text('oldPhone'), idNumber: text('idNumber') },
    consents: form.getAll('consents').map(textOf),
  }
}

/** Stays at the step after a refusal; a proof that is no longer valid leads back to the start. */
export function refused(state: PhoneState, { error, params, fields }: ActionFailure): PhoneState {
  if (state.step === 'PROVE') return { ...START, phone: state.phone, failure: { error, params, fields } }
  const isProofGone =
    error === 'OTHER_PERSON' ||
    (state.ticket !== '' && ['CODE_EXPIRED', 'FACTOR_WRONG', 'CONFLICT', 'NUMBER_IN_USE'].includes(error))
  return { ...(isProofGone ? { ...START, phone: state.phone } : state), failure: { error, params, fields } }
}

/** Stays at the step, with what was typed, when the portal could not be reached. */
export function withoutAnswer(state: PhoneState, form: FormData): PhoneState {
  const { phone, lost, consents } = stateOf(form)
  const failure = { error: 'CONNECTION_LOST', params: {}, fields: {} } as const
  return { ...state, phone: phone || state.phone, lost, consents, failure }
}
