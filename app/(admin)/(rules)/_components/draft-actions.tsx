'use client'
import { useTranslations } from 'next-intl'
import { ConfirmAgain } from '@/app/_components/confirm/confirm-again'
import { textsIn } from '@/components/forms/sent'
import { TextField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { ChangeList } from '@/components/rules/change-list'
import type { ReasonNames } from '@/components/rules/use-change-words'
import { useRuleNames } from '@/components/rules/use-rule-names'
import { Alert } from '@/components/ui/alert'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { ActionResult } from '@/lib/core/forms/action-result'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { Change } from '@/lib/rulebook/editing/changes'
import type { RequiredFromDays } from '@/lib/rulebook/editing/required-from'
import { discard, publish } from '../actions'

type Props = {
  kind: RuleKind
  version: string
  draft: { id: string; edits: number }
  changes: readonly Change[]
  reasonNames: ReasonNames
  /** The days from which older letters may not be accepted; null for other rules. */
  days: RequiredFromDays | null
}

/** Publishes a draft, after showing what it changes and what will happen, or discards it. */
export function DraftActions({ kind, version, draft, changes, reasonNames, days }: Props) {
  const t = useTranslations('rules.draft')
  const [published, publishAction] = useFormAction(publish)
  const [discarded, discardAction] = useFormAction(discard)
  const values = { draftId: draft.id, edits: draft.edits }
  return (
    <div className="flex flex-col gap-3">
      <Why result={published} retry={publishAction} />
      <Why result={discarded} />
      <div className="flex flex-wrap gap-2">
        <ConfirmDialog
          trigger={t('publish')}
          triggerVariant="primary"
          title={t('publishTitle', { version })}
          confirmLabel={t('publishConfirm')}
          action={publishAction}
          values={values}
        >
          <ul className="mb-4 list-disc space-y-1 pl-5">
            <li>{t(`takesEffect.${kind}`)}</li>
            <li>{t(`staysAsItIs.${kind}`)}</li>
            <li>{t('forGood')}</li>
          </ul>
          {days ? <RequiredFromField days={days} result={published} /> : null}
          <p className="mb-1 font-medium text-text">{t('willChange')}</p>
          <ChangeList changes={changes} reasonNames={reasonNames} />
        </ConfirmDialog>
        <ConfirmDialog
          trigger={t('discard')}
          triggerVariant="danger-quiet"
          isDangerous
          title={t('discardTitle', { version })}
          confirmLabel={t('discardConfirm')}
          action={discardAction}
          values={values}
        >
          {t('discardText')}
        </ConfirmDialog>
      </div>
    </div>
  )
}

/** Asks from which day older letters are not accepted, and says what happens on it. */
function RequiredFromField({ days, result }: { days: RequiredFromDays; result: ActionResult<unknown> | null }) {
  const t = useTranslations('rules.requiredFrom')
  const [sent] = result && !result.ok ? textsIn(result.sent, 'requiredFrom') : []
  return (
    <TextField
      type="date"
      name="requiredFrom"
      label={t('label')}
      hint={t('hint')}
      required
      min={days.first}
      max={days.last}
      defaultValue={sent || days.usual}
      width="short"
      className="mb-4"
    />
  )
}

function Why({ result, retry }: { result: ActionResult<unknown> | null; retry?: (form: FormData) => void }) {
  const t = useTranslations()
  const { problemText } = useRuleNames()
  if (!result || result.ok) return null
  if (retry && result.error === 'FRESH_FACTOR_NEEDED') return <ConfirmAgain failure={result} retry={retry} />
  const { error, params } = result
  const words = params.problem
    ? problemText(params)
    : error === 'CONFLICT'
      ? t('rules.draft.conflict')
      : t(`errors.${error}`, params)
  return (
    <Alert tone="danger" isLive>
      {words}
    </Alert>
  )
}
