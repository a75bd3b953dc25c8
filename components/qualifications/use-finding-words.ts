import { useFormatter, useTranslations } from 'next-intl'
import { FindingCode } from '@/lib/db/generated/enums'
import { atPages } from '@/lib/rulebook/file-places'
import type { Finding } from '@/lib/rulebook/findings'
import type { ProblemCode } from '@/lib/rulebook/problems'

const isFindingCode = (code: Finding['code']): code is FindingCode => code in FindingCode

/** Maps findings to the sentences that name the pages of a letter. */
const PAGE_WORDS = { PAGE_MISSING: 'letters.order.missing', LETTER_PAGE_TWICE: 'letters.order.twice' } as const
const isPageCode = (code: Finding['code']): code is keyof typeof PAGE_WORDS => code in PAGE_WORDS

/** Returns the sentence of a finding for the applicant: what it is, and what they can do. */
export function useFindingWords(): (finding: Finding) => string {
  const t = useTranslations()
  const format = useFormatter()
  return ({ code, severity, params, letterPages = [], filePlaces }) => {
    if (code === 'FILES_EXAMINED') return t('applicant.documents.state.checking')
    if (code === 'FILES_UNCONFIRMED') return t('applicant.documents.unconfirmed', { count: params.files ?? 1 })
    if (code === 'LETTER_OUTDATED' && params.since) {
      return t('letters.changes.outdated', { day: format.dateTime(params.since, 'day') })
    }
    if (code === 'NOT_CORRECTED' && params.added) return t('letters.order.added')
    if (isPageCode(code) && letterPages.length > 0) {
      return t(PAGE_WORDS[code], { list: format.list(letterPages.map(String)), count: letterPages.length })
    }
    if (isFindingCode(code)) return atPages(t, t(`rulebook.findings.${code}.text`, { ...params, severity }), filePlaces)
    return t(`rulebook.problems.${code satisfies ProblemCode}`, params)
  }
}
