import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { Letter } from '@/lib/rulebook/letters/letter'

const STEP_OF_MARK = { SIGNATURE: 'sign', THUMBPRINT: 'thumbprint', SEAL: 'seal', DATE: 'date' } as const

/** `href` is where its file is. */
type Props = { href: string; letter: Pick<Letter, 'variant' | 'marks'>; pages: number; isOwn?: boolean }

/** Lists what is done with a letter by hand, the marks that its text has places for, and gives the file to print. */
export function LetterSteps({ href, letter: { variant, marks }, pages, isOwn = true }: Props) {
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
          <li key={step}>{t(`steps.${step}`, { variant, pages })}</li>
        ))}
      </ol>
      {isOwn ? <p className="mt-3 text-sm text-text-muted">{t('changedSince', { variant })}</p> : null}
      <div className="mt-4">
        <Button asChild variant="primary">
          <a href={href} download>
            <Download aria-hidden />
            {t('download')}
          </a>
        </Button>
      </div>
    </Card>
  )
}
