'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { block } from '../actions'

type Props = { userId: string; name: string; isBlocked: boolean }

/** Blocks an administrator or auditor at once, or unblocks them: one administrator alone may do so. */
export function BlockButton({ userId, name, isBlocked }: Props) {
  const t = useTranslations('admin.access')
  const [result, action] = useFormAction(block)
  return (
    <>
      {result && !result.ok ? (
        <div className="basis-full">
          <Refusal result={result} retry={action} />
        </div>
      ) : null}
      {isBlocked ? (
        <form action={action}>
          <input type="hidden" name="userId" value={userId} />
          <input type="hidden" name="act" value="UNBLOCK" />
          <SubmitButton variant="secondary">{t('unblock')}</SubmitButton>
        </form>
      ) : (
        <ConfirmDialog
          trigger={t('block')}
          isDangerous
          title={t('blockTitle', { name })}
          confirmLabel={t('blockConfirm')}
          action={action}
          values={{ userId, act: 'BLOCK' }}
        >
          <ul className="list-disc space-y-1 pl-5">
            <li>{t('blockEnds')}</li>
            <li>{t('willReturn')}</li>
            <li>{t('blockCounts')}</li>
            <li>{t('blockNotified')}</li>
          </ul>
        </ConfirmDialog>
      )}
    </>
  )
}
