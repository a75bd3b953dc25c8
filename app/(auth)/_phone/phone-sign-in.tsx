'use client'
import { useActionState, useEffect } from 'react'
import type { DemoSignIn } from '../_components/demo-people'
import { continueWithPhone } from './actions'
import { CodeStep } from './code-step'
import { ConfirmStep } from './confirm-step'
import { ConsentStep } from './consent-step'
import { LockedStep } from './locked-step'
import { LostStep } from './lost-step'
import { type PhoneState, START } from './phone-state'
import { PhoneStep } from './phone-step'
import { ProveStep } from './prove-step'

type Props = {
  /** Which page it is on; both lead to the same. */
  page: 'signIn' | 'register'
  /** Where to go afterwards. */
  next: string
  /** Whether messages stay here and can be read. */
  isOutboxReadable: boolean
  /** Who can be signed in as, in a demo. */
  demo: DemoSignIn | null
}

/** Phone, code and, for who is new, consents. */
export function PhoneSignIn({ page, next, isOutboxReadable, demo }: Props) {
  const [state, action] = useActionState(continueWithPhone, START)
  useEffect(() => focusOn(state.step), [state.step])
  const given = { state, action, next }
  switch (state.step) {
    case 'PHONE':
      return <PhoneStep {...given} page={page} demo={demo} />
    case 'PROVE':
      return <ProveStep {...given} key={state.challenge} />
    case 'CODE':
      return <CodeStep {...given} page={page} isOutboxReadable={isOutboxReadable} demo={demo} />
    case 'CONFIRM':
      return <ConfirmStep {...given} />
    case 'LOCKED':
      return <LockedStep {...given} />
    case 'LOST':
      return <LostStep {...given} />
    case 'CONSENTS':
      return <ConsentStep {...given} />
  }
}

/** Another step takes the place of the one that had the focus. */
function focusOn(step: PhoneState['step']) {
  if (step === 'CODE') document.getElementById('code')?.focus()
  if (step === 'LOST') document.getElementById('oldPhone')?.focus()
  if (step === 'CONFIRM') document.getElementById('ending')?.focus()
  if (step === 'CONSENTS' || step === 'LOCKED' || step === 'PROVE') document.getElementById('main')?.focus()
}
