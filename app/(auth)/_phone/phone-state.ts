import type { ActionFailure } from '@/lib/web/form-action'
import { textOf } from '../text-of'

/** Where someone stands who signs in or registers by phone. Each form carries it along, so that it works without scripts. */
export type PhoneState = {
  step: 'PHONE' | 'PROVE' | 'CODE' | 'CONFIRM' | 'LOCKED' | 'LOST' | 'CONSENTS'
  /** As typed; once a code was sent, in E.164. */
  phone: string
  /** What the browser works out before a code is sent. */
  challenge: string
  /** Proof of the phone, for registering. */
  ticket: string
  /** When a code was sent last, and after how long another one may be. */
  sent: { at: number; resendSeconds: number } | null
  /** The code itself, which only a demo tells. */
  demoCode: string | null
  /** How the ID number ends, which only a demo tells. */
  demoEnding: string | null
  /** Whether the number was someone else's before. */
  isAnew: boolean
  /** What was told of an account by another number, when the form came back. */
  lost: { oldPhone: string; idNumber: string }
  /** The statements that were agreed to, when the form came back. */
  consents: readonly string[]
  failure: Pick<ActionFailure, 'error' | 'params' | 'fields'> | null
}

export const START: PhoneState = {
  step: 'PHONE',
  phone: '',
  challenge: '',
  ticket: '',
  sent: null,
  demoCode: null,
  demoEnding: null,
  isAnew: false,
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

/** Where the form stood that was sent. */
export function stateOf(form: FormData): PhoneState {
  const text = (name: string) => textOf(form.get(name))
  const step = text('step')
  return {
    ...START,
    step: STEPS.includes(step) ? (step as PhoneState['step']) : 'PHONE',
    phone: text('phone'),
    ticket: text('ticket'),
    isAnew: text('anew') === 'yes',
    lost: { oldPhone: text('oldPhone'), idNumber: text('idNumber') },
    consents: form.getAll('consents').map(textOf),
  }
}

/** A refusal leaves one where one was; a proof that no longer holds leads back to the start. */
export function refused(state: PhoneState, { error, params, fields }: ActionFailure): PhoneState {
  if (state.step === 'PROVE') return { ...START, phone: state.phone, failure: { error, params, fields } }
  const isProofGone = state.ticket !== '' && ['CODE_EXPIRED', 'CONFLICT', 'NUMBER_IN_USE'].includes(error)
  return { ...(isProofGone ? { ...START, phone: state.phone } : state), failure: { error, params, fields } }
}
