'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import type { ReasonEntry } from '@/lib/rulebook/reason-catalogue'
import { EditForm } from '../../../_components/edit-form'
import { ReasonFields } from './reason-fields'
import { ReasonPreview } from './reason-preview'

type Props = {
  draft: { id: string; edits: number } | null
  /** Holds null for a reason that is being added. */
  reason: ReasonEntry | null
  /** Names a place that the saved reason is for, in each language. */
  place: Bilingual | null
  path: string
  isJustAdded: boolean
}

export function ReasonCard({ draft, reason, place, path, isJustAdded }: Props) {
  const t = useTranslations('rules.reasons')
  const said = useBilingual()
  return (
    <Card
      title={reason ? said(reason.name) : t('add')}
      aside={
        <Link href={path} className="link inline-flex min-h-11 items-center compact:min-h-0">
          {t('all')}
        </Link>
      }
    >
      {isJustAdded ? (
        <Alert tone="success" isLive className="mb-4">
          {t('added')}
        </Alert>
      ) : null}
      <EditForm draft={draft} part="REASON" about={{ of: reason?.code ?? '' }}>
        <ReasonFields reason={reason} />
      </EditForm>
      {reason ? <ReasonPreview reason={reason} place={place} /> : null}
    </Card>
  )
}
