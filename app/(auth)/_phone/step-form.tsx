import { type ReactNode, useSyncExternalStore } from 'react'
import type { PhoneState } from './phone-state'

export type StepProps = {
  state: PhoneState
  action: (form: FormData) => void
  next: string
}

/** Returns the address of signing in by a password, which then leads on to `next`. */
export const passwordPage = (next: string): string =>
  next ? `/sign-in/password?next=${encodeURIComponent(next)}` : '/sign-in/password'

type Props = StepProps & {
  intent: 'send' | 'change' | 'verify' | 'confirm' | 'start-again' | 'register' | 'lost' | 'recover' | 'unlock'
  /** Sent along as it is; left out where the form asks for it. */
  phone?: string
  className?: string
  children: ReactNode
}

/**
 * Draws a form of the flow: it sends the current step and what it is for. Its own checks come back from the server, in
 * our words.
 */
export function StepForm({ state, action, next, intent, phone, className, children }: Props) {
  const runsScripts = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  return (
    <form action={action} noValidate className={className}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="step" value={state.step} />
      <input type="hidden" name="next" value={next} />
      {runsScripts && intent === 'send' ? <input type="hidden" name="scripts" value="yes" /> : null}
      {phone === undefined ? null : <input type="hidden" name="phone" value={phone} />}
      {children}
    </form>
  )
}
