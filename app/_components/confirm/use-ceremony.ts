'use client'
import { useTranslations } from 'next-intl'
import { startTransition, useState } from 'react'
import type { ActionResult } from '@/lib/web/form-action'

type Ask<T> = (previous: null, form: FormData) => Promise<ActionResult<T>>
type Credential<T> = (options: T) => Promise<object>

/**
 * Asks the server what to ask, then the authenticator, then sends what it says on.
 *
 * @param send a form's action, which gets `response` besides what is in `extra`
 */
export function useCeremony<T>(ask: Ask<T>, credential: Credential<T>, send: (form: FormData) => void) {
  const t = useTranslations('factors.passkey')
  const tErrors = useTranslations('errors')
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async (extra: Record<string, string> = {}) => {
    setAsking(true)
    setProblem(null)
    try {
      const asked = await ask(null, new FormData())
      if (!asked.ok) return setProblem(tErrors(asked.error, asked.params))
      const form = new FormData()
      for (const [name, value] of Object.entries(extra)) form.set(name, value)
      form.set('response', JSON.stringify(await credential(asked.value)))
      startTransition(() => send(form))
    } catch {
      setProblem(t('failed')) // refused, taken back, too late: browsers don't tell which
    } finally {
      setAsking(false)
    }
  }
  return { begin, isAsking, problem }
}
