import { useTranslations } from 'next-intl'
import type { UploadProblem } from './upload'

/** Returns the sentence for a refusal; where there is none, it says that it did not work. */
export function useProblemWords() {
  const t = useTranslations('common.upload')
  const errors = useTranslations('errors')
  return ({ code, params }: UploadProblem): string => {
    const known = code as Parameters<typeof errors>[0]
    // What did not come from the portal, as the page of a proxy, has no number to quote.
    const hasNumber = code !== 'UNEXPECTED' || 'id' in params
    return hasNumber && errors.has(known) ? errors(known, params) : t('failed')
  }
}
