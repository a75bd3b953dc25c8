import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { PrintButton } from './print-button'

const STEPS = ['print', 'sign', 'thumbprint', 'date', 'photograph'] as const

/** What is done with the letter, by hand. */
export function LetterSteps() {
  const t = useTranslations('letters')
  return (
    <Card
      title={t('steps.title')}
      footer={<p className="text-sm text-text-muted">{t('noPrinter')}</p>}
      className="print:hidden"
    >
      <ol className="list-decimal space-y-1 pl-6 marker:text-text-muted">
        {STEPS.map((step) => (
          <li key={step}>{t(`steps.${step}`)}</li>
        ))}
      </ol>
      <p className="mt-3 text-sm text-text-muted">{t('changedSince')}</p>
      <div className="mt-4">
        <PrintButton>{t('print')}</PrintButton>
      </div>
    </Card>
  )
}
