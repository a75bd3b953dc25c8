'use client'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { DescriptionList } from '@/components/ui/description-list'
import type { DeclaredPerson } from '@/lib/sign-in/recovery/declared-people'
import { revealNumbers } from './actions'

/**
 * Lists the people that an account declares. Their ID numbers are masked until a reviewer reveals them, which is
 * recorded.
 */
export function CaseNumbers({ caseId, people }: { caseId: string; people: readonly DeclaredPerson[] }) {
  const t = useTranslations('review.accessCases')
  const [result, action] = useFormAction(revealNumbers)
  const shown = result?.ok ? result.value : null
  const status = useRef<HTMLParagraphElement>(null)
  // The button that showed them is gone: its focus moves to what says that they are shown.
  useEffect(() => {
    if (shown) status.current?.focus()
  }, [shown])
  return (
    <div className="flex flex-col gap-3">
      <DescriptionList
        items={(shown ?? people).map(({ subject, name, idNumber }) => ({
          term: t(`subjects.${subject}`),
          value: (
            <>
              <bdi>{name}</bdi>
              <span className="numeric block font-mono">{idNumber}</span>
            </>
          ),
        }))}
      />
      <p ref={status} tabIndex={-1} role="status" className="text-xs text-text-muted">
        {t(shown ? 'numbersShown' : 'numbersMasked')}
      </p>
      {shown ? null : (
        <form action={action} className="flex flex-col items-start gap-3">
          <Refusal result={result} retry={action} />
          <input type="hidden" name="caseId" value={caseId} />
          <SubmitButton variant="secondary" size="small">
            <Eye aria-hidden />
            {t('showNumbers')}
          </SubmitButton>
        </form>
      )}
    </div>
  )
}
