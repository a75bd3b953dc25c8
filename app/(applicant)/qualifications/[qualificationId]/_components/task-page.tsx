import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import type { DraftView } from '@/lib/qualifications/read-draft'
import type { Task } from '@/lib/qualifications/tasks'
import { BackLink } from '../../_components/back-link'
import { RefusalNotes } from './refusal-notes'
import { isAccepted } from './task-locks'

type Props = { draft: DraftView; task: Task; title: string; lead?: ReactNode; children: ReactNode }

/** What each task's page begins with: the way back, what it is about, and what the last round refused of it. */
export async function TaskPage({ draft, task, title, lead, children }: Props) {
  const t = await getTranslations('applicant.draft')
  const refusals = draft.refusals.filter((refusal) => refusal.task === task)
  return (
    <>
      {/* On paper, the letter stands alone. */}
      <div className="print:hidden">
        <PageHeader
          above={<BackLink href={`/qualifications/${draft.id}`}>{t('back')}</BackLink>}
          title={title}
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
