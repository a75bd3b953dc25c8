import { useTranslations } from 'next-intl'
import { LetterSheet } from '@/components/letters/letter-sheet'
import type { Letter } from '@/lib/letters/letter'
import { LetterSteps } from './letter-steps'

/** What is signed, each with what is done with it by hand; on paper each begins a page. */
export function Letters({ letters }: { letters: readonly Letter[] }) {
  const t = useTranslations('letters.authorisation')
  return letters.map((letter, index) => (
    <section key={letter.variant} className={index > 0 ? 'mt-10 print:mt-0 print:break-before-page' : undefined}>
      {letter.variant === 'AUTHORISATION' ? (
        <div className="mb-4 print:hidden">
          <h2 className="text-lg">{t('title')}</h2>
          <p className="max-w-measure text-text-muted">{t('intro')}</p>
        </div>
      ) : null}
      <LetterSteps letter={letter} />
      <LetterSheet letter={letter} />
    </section>
  ))
}
