import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { StandingReason } from '@/lib/db/generated/enums'
import type { StandingAct } from '@/lib/qualifications/standing/standing'

const TONES = { SUSPENDED: 'warning', RESUMED: 'success', REVOKED: 'danger' } as const

type Props = { act: StandingAct; reason: StandingReason | null; note: string | null }

/** Shows an applicant that their qualification was suspended, resumed or revoked, and why. */
export function StandingNotice({ act, reason, note }: Props) {
  const t = useTranslations('standing')
  return (
    <Alert tone={TONES[act]} title={t(`notice.${act}.title`)}>
      <p>{t(`notice.${act}.text`)}</p>
      {reason ? (
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
          <dt className="text-text-muted">{t('reason')}</dt>
          <dd>
            <span className="font-medium">{t(`reasons.${reason}.name`)}</span>
            <span className="block">{t(`reasons.${reason}.means`)}</span>
          </dd>
          {note ? (
            <>
              <dt className="text-text-muted">{t('note')}</dt>
              <dd className="whitespace-pre-line">{note}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </Alert>
  )
}
