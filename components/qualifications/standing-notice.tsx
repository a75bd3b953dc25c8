import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { StandingAct } from '@/lib/qualifications/standing'

const TONES = { SUSPENDED: 'warning', RESUMED: 'success', REVOKED: 'danger' } as const

type Props = { act: StandingAct /** A code of `STANDING_REASONS`. */; reason: string | null; note: string | null }

/** What an applicant reads when their qualification was suspended, resumed or revoked. */
export function StandingNotice({ act, reason, note }: Props) {
  const t = useTranslations('standing')
  return (
    <Alert tone={TONES[act]} title={t(`told.${act}.title`)}>
      <p>{t(`told.${act}.text`)}</p>
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
