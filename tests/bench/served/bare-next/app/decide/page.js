'use client'
import { useActionState } from 'react'
import { decide } from './actions'

export default function Page() {
  const [state, action] = useActionState(decide, null)
  return (
    <form action={action}>
      <input type="hidden" name="reviewer" value="1" />
      <button type="submit">Decide</button>
      {state?.id}
    </form>
  )
}
