import { useTranslations } from 'next-intl'
import { useSaid } from '@/components/ui/use-said'
import { MEND_PICTURE } from '@/lib/review/mendable'
import type { ReviewPart } from '@/lib/review/queries'
import { type ReasonCatalogue, reasonIn } from '@/lib/rulebook/reasons'

type Named = Pick<ReviewPart, 'kind' | 'documentKind' | 'fieldGroup'> &
  Partial<Pick<ReviewPart, 'idPage' | 'signature'>>

/** What people call a part, a field, and what is to be mended. */
export function useNames() {
  const rulebook = useTranslations('rulebook')
  const review = useTranslations('review')

  const nameOf = ({ kind, documentKind, fieldGroup, idPage, signature }: Named): string => {
    switch (kind) {
      case 'FIELDS':
        return rulebook(`groups.${fieldGroup}.part`)
      case 'SENDER_SIGNATURE':
        return signature ? rulebook('signatures.part', { text: signature.text }) : rulebook('signatures.title')
      case 'SAMPLE_MESSAGES':
        return rulebook('samples.part')
      case 'DOCUMENT': {
        const ofId = idPage ? `idPages.${idPage.type}.${idPage.page}` : null
        if (ofId && rulebook.has(ofId)) return rulebook(ofId)
        return signature
          ? review('parts.evidence', { text: signature.text })
          : rulebook(`documents.${documentKind}.name`)
      }
    }
  }
  const fieldName = (key: string): string =>
    review.has(`mendables.${key}`) ? review(`mendables.${key}`) : rulebook(`fields.${key}.label`)
  /** @param choice as the form sends it */
  const mendName = (choice: string): string =>
    choice === MEND_PICTURE
      ? review('judge.picture')
      : review('judge.field', { name: fieldName(choice.slice(choice.indexOf(':') + 1)) })
  return { nameOf, fieldName, mendName }
}

/** What a reason is called, by its code. */
export function useReasonName(catalogue: ReasonCatalogue): (code: string) => string {
  const said = useSaid()
  return (code) => {
    const reason = reasonIn(catalogue, code)
    return reason ? said(reason.name) : code
  }
}
