import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LetterSheet } from '@/components/letters/letter-sheet'
import type { Letter } from '@/lib/letters/letter'
import { LetterSteps } from './letter-steps'

type Props = { letter: Letter; isFirst: boolean /** Where it is handed in, signed. */; children: ReactNode }

/** A letter with what is done with it by hand, and the way in once it is signed; on paper each begins a page. */
export function LetterToSign({ letter, isFirst, children }: Props) {
  const t = useTranslations('letters.authorisation')
  return (
    <section className={isFirst ? undefined : 'mt-10 print:mt-0 print:break-before-page'}>
      {letter.variant === 'AUTHORISATION' ? (
        <div className="mb-4 print:hidden">
          <h2 className="text-lg">{t('title')}</h2>
          <p className="max-w-measure text-text-muted">{t('intro')}</p>
        </div>
      ) : null}
      <LetterSteps letter={letter} />
      <LetterSheet letter={letter} />
      <div className="mt-6 print:hidden">{children}</div>
    </section>
  )
}
