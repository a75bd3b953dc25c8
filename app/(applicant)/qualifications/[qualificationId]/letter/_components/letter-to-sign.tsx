import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { OperatorContacts } from '@/components/layout/operator'
import { LetterSheet } from '@/components/letters/letter-sheet'
import { LetterSteps } from '@/components/letters/letter-steps'
import { Alert } from '@/components/ui/alert'
import { operator } from '@/lib/core/operator'
import type { Letter } from '@/lib/rulebook/letters/letter'

type Props = {
  qualificationId: string
  letter: Letter
  pages: number
  isFirst: boolean
  /** Lets somebody else sign and upload the letter. */
  forwarding: ReactNode
  /** The place where the signed letter is uploaded. */
  children: ReactNode
}

/** Shows what is done with a letter by hand, its file, what it says, and the upload for the signed one. */
export function LetterToSign({ qualificationId, letter, pages, isFirst, forwarding, children }: Props) {
  const t = useTranslations('letters')
  return (
    <section className={isFirst ? undefined : 'mt-10'}>
      {letter.variant === 'AUTHORISATION' ? (
        <div className="mb-4">
          <h2 className="text-lg">{t('authorisation.title')}</h2>
          <p className="max-w-measure text-text-muted">{t('authorisation.intro')}</p>
        </div>
      ) : null}
      <LetterSteps
        href={`/api/qualifications/${qualificationId}/letters/${letter.variant}`}
        letter={letter}
        pages={pages}
      />
      {forwarding ? <div className="mt-6 print:hidden">{forwarding}</div> : null}
      <Receiver isSpecimen={letter.isSpecimen} />
      {/* Only the file has the code by which a photograph of it is known. */}
      <p className="hidden print:block">{t('printTheFile')}</p>
      <div className="print:hidden">
        <LetterSheet letter={letter} />
      </div>
      <div className="mt-6 print:hidden">{children}</div>
    </section>
  )
}

/** Says who receives the letter, and whom to ask. */
function Receiver({ isSpecimen }: { isSpecimen: boolean }) {
  const t = useTranslations('letters')
  const { name } = operator()
  if (isSpecimen || !name) {
    return (
      <Alert tone="warning" className="mt-6 print:hidden">
        {t(isSpecimen ? 'specimen' : 'unnamed')}
      </Alert>
    )
  }
  return (
    <p className="mt-6 max-w-measure text-text-muted print:hidden">
      {t('receiver', { name })}
      <OperatorContacts className="block" />
    </p>
  )
}
