import { useTranslations } from 'next-intl'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { type Task, tasksFor } from '@/lib/qualifications/draft/tasks'

/** Shows which of the pages this is, from the first task to the check before submitting. */
export function TaskNumber({ kind, task }: { kind: QualificationKind; task: Task | 'check' }) {
  const t = useTranslations('applicant.draft')
  const pages = [...tasksFor(kind), 'check'] as const
  return (
    <p className="numeric text-sm text-text-muted">
      {t('step', { number: pages.indexOf(task) + 1, all: pages.length })}
    </p>
  )
}
