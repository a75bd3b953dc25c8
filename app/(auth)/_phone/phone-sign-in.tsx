'use client'
import { useActionState } from 'react'
import { continueWithPhone } from './actions'
import { CodeStep } from './code-step'
import { ConsentStep } from './consent-step'
import { START } from './phone-state'
import { PhoneStep } from './phone-step'

type Props = {
  /** Which page it is on; both lead to the same. */
  page: 'signIn' | 'register'
  /** Where to go afterwards. */
  next: string
  /** Whether messages stay here and can be read. */
  isOutboxReadable: boolean
}

/** Phone, code and, for who is new, consents. */
export function PhoneSignIn({ page, next, isOutboxReadable }: Props) {
  const [state, action] = useActionState(continueWithPhone, START)
  const given = { state, action, next }
  switch (state.step) {
    case 'PHONE':
      return <PhoneStep {...given} page={page} />
    case 'CODE':
      return <CodeStep {...given} page={page} isOutboxReadable={isOutboxReadable} />
    case 'CONSENTS':
      return <ConsentStep {...given} />
  }
}
