'use client'
import { useTranslations } from 'next-intl'
import { startTransition, useState } from 'react'
import type { ActionResult } from '@/lib/core/forms/action-result'

type RequestOptions<T> = (previous: null, form: FormData) => Promise<ActionResult<T>>
type Credential<T> = (options: T) => Promise<object>

/**
 * Requests the options of a ceremony from the server, lets the authenticator answer them, and sends the answer.
 * Both the request and the answer carry what is in `extra`.
 *
 * @param send a form's action, which gets `response` too
 * @param failed the words for a passkey that the browser did not give
 */
export function useCeremony<T>(
  requestOptions: RequestOptions<T>,
  credential: Credential<T>,
  send: (form: FormData) => void,
  failed: string,
) {
  const tErrors = useTranslations('errors')
  const [isWaiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const start = async (extra: Record<string, string> | FormData = {}) => {
    setWaiting(true)
    setProblem(null)
    try {
      const form = extra instanceof FormData ? extra : formOf(extra)
      const requested = await requestOptions(null, form)
      if (!requested.ok) return setProblem(tErrors(requested.error, requested.params))
      form.set('response', JSON.stringify(await credential(requested.value)))
      startTransition(() => send(form))
    } catch {
      setProblem(failed) // refused, withdrawn or too late: browsers don't say which
    } finally {
      setWaiting(false)
    }
  }
  return { start, isWaiting, problem }
}

function formOf(extra: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(extra)) form.set(name, value)
  return form
}
