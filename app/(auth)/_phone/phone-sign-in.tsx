'use client'
import { useActionState, useEffect } from 'react'
import { useAnswered } from '@/components/forms/use-form-action'
import type { DemoPeople } from '@/components/sign-in/demo-people'
import { continueWithPhone } from './actions'
import { CodeStep } from './code-step'
import { ConfirmStep } from './confirm-step'
import { ConsentStep } from './consent-step'
import { focusOnStep } from './focus-on-step'
import { LockedStep } from './locked-step'
import { LostStep } from './lost-step'
import { type PhoneState, withoutAnswer } from './phone-state'
import { PhoneStep } from './phone-step'
import { ProveStep } from './prove-step'

type Props = {
  /** Holds the step that a page continues with which is loaded again. */
  start: PhoneState
  /** Says which page it is on; both lead to the same. */
  page: 'signIn' | 'register'
  /** Says where to go afterwards. */
  next: string
  /** Says whether messages stay here and can be read. */
  isOutboxReadable: boolean
  /** Lists the people who can be signed in as, in a demo. */
  demo: DemoPeople | null
}

/** Phone, code and, for who is new, consents. */
export function PhoneSignIn({ start, page, next, isOutboxReadable, demo }: Props) {
  const [state, action] = useActionState(useAnswered(continueWithPhone, withoutAnswer), start)
  useEffect(() => focusOnStep(state.step), [state.step])
  const given = { state, action, next }
  switch (state.step) {
    case 'PHONE':
      return <PhoneStep {...given} page={page} demo={demo} />
    case 'PROVE':
      return <ProveStep {...given} key={state.challenge} />
    case 'CODE':
      return <CodeStep {...given} isOutboxReadable={isOutboxReadable} />
    case 'CONFIRM':
      return <ConfirmStep {...given} />
    case 'LOCKED':
      return <LockedStep {...given} />
    case 'LOST':
      return <LostStep {...given} />
    case 'CONSENTS':
      return <ConsentStep {...given} />
    case 'ENTERED': // in a dialog: a page is left
      return null
  }
}
