'use client'
import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type RefObject, useEffect, useRef } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { undo } from '@/app/(review)/queue/actions'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { KeyHint } from '@/components/keys/key-hint'
import { ariaKeys } from '@/components/keys/key-map'
import type { Sent } from '@/lib/review/notices/read-news'

type Props = {
  sent: Sent | undefined
  form: RefObject<HTMLFormElement | null>
  onUndone: (id: string) => void
}

/**
 * Says that a decision was sent, for as long as it can be undone. It is read out once: the seconds are outside of what
 * is announced.
 */
export function SentDecision({ sent, form, onUndone }: Props) {
  const t = useTranslations('review.sent')
  const outcomes = useTranslations('review.send.outcomes')
  const [result, action] = useFormAction(undo)
  const tell = useRef(onUndone)
  tell.current = onUndone
  useEffect(() => {
    if (result?.ok) tell.current(result.value.qualificationId)
  }, [result])
  return (
    <>
      <Refusal result={result} />
      <section
        aria-label={t('label')}
        className={
          sent
            ? 'flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border bg-surface px-4 py-2 shadow-raised'
            : 'contents'
        }
      >
        <p role="status">{sent ? t('done', { reference: sent.reference, outcome: outcomes(sent.outcome) }) : null}</p>
        {sent ? (
          <>
            <span className="numeric text-text-muted">
              {sent.secondsLeft > 0 ? t('left', { seconds: sent.secondsLeft }) : t('now')}
            </span>
            <form ref={form} action={action}>
              <input type="hidden" name="qualificationId" value={sent.id} />
              <SubmitButton variant="secondary" size="small" aria-keyshortcuts={ariaKeys('undoSent')}>
                <Undo2 aria-hidden />
                {t('undo')}
                <KeyHint name="undoSent" />
              </SubmitButton>
            </form>
          </>
        ) : null}
      </section>
    </>
  )
}
