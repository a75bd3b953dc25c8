import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { addressOf } from '@/components/ui/address'
import { Button } from '@/components/ui/button'

/** Links to bytes, not pages: the framework's own link would try to render them. */
export function ReportLinks({ choice }: { choice: string }) {
  const t = useTranslations('figures.report')
  return (
    <>
      <Button asChild>
        <a href={addressOf('/api/overview/report', { period: choice, format: 'PDF' })} download>
          <Download aria-hidden />
          {t('pdf')}
        </a>
      </Button>
      <Button asChild>
        <a href={addressOf('/api/overview/report', { period: choice, format: 'XLSX' })} download>
          <Download aria-hidden />
          {t('xlsx')}
        </a>
      </Button>
    </>
  )
}
