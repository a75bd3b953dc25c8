import { useTranslations } from 'next-intl'
import type { UploadProblem } from './upload'

/** The sentence for a refusal; for what has none, that it did not work. */
export function useProblemWords() {
  const t = useTranslations('common.upload')
  const errors = useTranslations('errors')
  return ({ code, params }: UploadProblem): string => {
    const known = code as Parameters<typeof errors>[0]
    return errors.has(known) ? errors(known, params) : t('failed')
  }
}
