import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/layout/page-header'
import { RefusalNotes } from '@/components/qualifications/refusal-notes'
import { Alert } from '@/components/ui/alert'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import type { Task } from '@/lib/qualifications/draft/tasks'
import { BackLink } from './back-link'
import { isAccepted } from './task-locks'
import { TaskNumber } from './task-number'

type Props = { draft: DraftView; task: Task; title: string; lead?: ReactNode; children: ReactNode }

/** Draws the top of each task's page: the way back, what it is about, and what the last round refused of it. */
export async function TaskPage({ draft, task, title, lead, children }: Props) {
  const t = await getTranslations('applicant.draft')
  const refusals = draft.refusals.filter((refusal) => refusal.task === task)
  return (
    <>
      {/* On paper, the letter is alone. */}
      <div className="print:hidden">
        <PageHeader
          above={<BackLink href={`/qualifications/${draft.id}`}>{t('back')}</BackLink>}
          title={title}
          status={<TaskNumber kind={draft.kind} task={task} />}
          lead={lead}
        />
      </div>
      {draft.revision > 1 && isAccepted(draft, task) ? (
        <Alert tone="success" className="mb-6 print:hidden">
          {(await getTranslations('applicant.locks'))('page')}
        </Alert>
      ) : null}
      <RefusalNotes refusals={refusals} rules={draft.rules} answers={draft.fields} />
      {children}
    </>
  )
}
