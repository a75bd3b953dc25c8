import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import type { Letter } from '@/lib/letters/letter'
import { PrintButton } from './print-button'

const STEP_OF_MARK = { SIGNATURE: 'sign', THUMBPRINT: 'thumbprint', SEAL: 'seal', DATE: 'date' } as const

/** What is done with a letter, by hand: the marks that its text has places for. */
export function LetterSteps({ letter: { variant, marks } }: { letter: Letter }) {
  const t = useTranslations('letters')
  const steps = ['print', ...marks.map(({ key }) => STEP_OF_MARK[key]), 'photograph'] as const
  return (
    <Card
      title={t('steps.title', { variant })}
      footer={<p className="text-sm text-text-muted">{t('noPrinter')}</p>}
      className="print:hidden"
    >
      <ol className="list-decimal space-y-1 pl-6 marker:text-text-muted">
        {steps.map((step) => (
          <li key={step}>{t(`steps.${step}`, { variant })}</li>
        ))}
      </ol>
      <p className="mt-3 text-sm text-text-muted">{t('changedSince', { variant })}</p>
      <div className="mt-4">
        <PrintButton>{t('print')}</PrintButton>
      </div>
    </Card>
  )
}
