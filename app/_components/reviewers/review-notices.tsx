'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { dismiss } from '@/app/(review)/queue/actions'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Moment } from '@/components/ui/moment'
import type { Notice } from '@/lib/review/notices/read-news'

type Props = {
  notices: readonly Notice[]
  onDismissed: (id: string) => void
  /** Floats above the page instead of moving it down. */
  isFloating?: boolean
}

/**
 * Shows a reviewer which case was taken from them, by whom and why, and which decision did not take effect, until they
 * dismiss it.
 */
export function ReviewNotices({ notices, onDismissed, isFloating = false }: Props) {
  const t = useTranslations('review.notices')
  const [result, action] = useFormAction(dismiss)
  const tell = useRef(onDismissed)
  tell.current = onDismissed
  useEffect(() => {
    if (result?.ok) tell.current(result.value.noticeId)
  }, [result])
  if (notices.length === 0) return null
  return (
    <section
      aria-label={t('label')}
      className={cn(
        'flex flex-col gap-2',
        isFloating ? 'w-full max-w-2xl [&>*]:shadow-raised' : 'mx-auto w-full max-w-[100rem] px-4 pt-3 sm:px-6',
      )}
    >
      {notices.map((notice) => (
        <Alert
          key={notice.id}
          tone="warning"
          isLive
          title={<Title notice={notice} />}
          action={
            <>
              <Button asChild size="small">
                <Link href={`/queue/${notice.qualificationId}`} prefetch={false}>
                  {t('open', { reference: notice.reference })}
                </Link>
              </Button>
              <form action={action}>
                <input type="hidden" name="noticeId" value={notice.id} />
                <SubmitButton variant="quiet" size="small">
                  {t('dismiss')}
                </SubmitButton>
              </form>
            </>
          }
        >
          {t(`reasons.${notice.reason}`)} {notice.by && notice.isDecisionDropped ? t('withDecision') : null}{' '}
          <span className="text-text-muted">
            <Moment at={new Date(notice.at)} />
          </span>
        </Alert>
      ))}
    </section>
  )
}

function Title({ notice: { by, reference } }: { notice: Notice }) {
  const t = useTranslations('review')
  if (!by) return t('notices.droppedTitle', { reference })
  return t('notices.takenBackTitle', { name: by.name ?? t('queue.someone'), reference })
}
