'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { AskAgain } from '@/app/_components/confirm/ask-again'
import { Alert } from '@/components/ui/alert'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { Change } from '@/lib/rules/changes'
import type { ActionResult } from '@/lib/web/form-action'
import { discard, publish } from '../actions'
import { ChangeList } from './change-list'
import { useRuleNames } from './use-rule-names'

type Props = { kind: RuleKind; version: string; draft: { id: string; edits: number }; changes: readonly Change[] }

/** Publish a draft, told what it changes and what will happen, or throw it away. */
export function DraftActions({ kind, version, draft, changes }: Props) {
  const t = useTranslations('rules.draft')
  const [published, publishAction] = useActionState(publish, null)
  const [discarded, discardAction] = useActionState(discard, null)
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
          <p className="mb-1 font-medium text-text">{t('willChange')}</p>
          <ChangeList changes={changes} />
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

function Why({ result, retry }: { result: ActionResult<unknown> | null; retry?: (form: FormData) => void }) {
  const t = useTranslations()
  const { nameOfPlace } = useRuleNames()
  if (!result || result.ok) return null
  if (retry && result.error === 'FRESH_FACTOR_NEEDED') return <AskAgain failure={result} retry={retry} />
  const { error, params } = result
  const words = params.problem
    ? t(`rules.problems.${params.problem}`, { place: nameOfPlace(String(params.at ?? '')) })
    : error === 'CONFLICT'
      ? t('rules.draft.conflict')
      : t(`errors.${error}`, params)
  return (
    <Alert tone="danger" isLive>
      {words}
    </Alert>
  )
}
