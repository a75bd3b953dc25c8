import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'
import { type Task as ListedTask, TaskList } from '@/components/layout/task-list'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import type { DraftView } from '@/lib/qualifications/read-draft'
import { isAbsent, type Task, type TaskState, taskOf } from '@/lib/qualifications/tasks'
import { BackLink } from '../../_components/back-link'
import { RefusalNotes } from './refusal-notes'

type Translate = ReturnType<typeof useTranslations<never>>

const STATES = {
  NOT_STARTED: 'todo',
  IN_PROGRESS: 'inProgress',
  DONE: 'done',
  NEEDS_MENDING: 'mend',
} as const satisfies Record<TaskState, ListedTask['state']>

/** An open application: what the last round asks to be mended, then what is to be done. */
export function TaskOverview({ draft }: { draft: DraftView }) {
  const t = useTranslations('applicant.tasks')
  const { id, reference, status, tasks } = draft
  const done = tasks.filter(({ state }) => state === 'DONE').length
  const listed = tasks.map(
    ({ task, state }): ListedTask => ({
      id: task,
      title: t(`${task}.title`),
      hint: hintOf(t, draft, task, state),
      state: STATES[state],
      href: `/qualifications/${id}/${task}`,
    }),
  )
  const check: ListedTask = {
    id: 'check',
    title: t('check.title'),
    hint: t(done === tasks.length ? 'check.ready' : 'check.hint'),
    state: 'todo',
    href: `/qualifications/${id}/check`,
  }
  const next = listed.find(({ state }) => state !== 'done') ?? check
  const toMend = draft.refusals.length
  return (
    <>
      <PageHeader
        above={<BackLink href="/qualifications">{t('back')}</BackLink>}
        title={t('title')}
        status={<Status status={status} />}
        lead={toMend > 0 ? t('leadMend', { count: toMend }) : t('lead')}
      />
      {toMend > 0 ? (
        <section aria-labelledby="mend">
          <h2 id="mend" className="mb-3 text-lg">
            {t('mendTitle')}
          </h2>
          <RefusalNotes refusals={draft.refusals} rules={draft.rules} answers={draft.fields} qualificationId={id} />
        </section>
      ) : null}
      <section aria-labelledby="tasks">
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="tasks" className="text-lg">
            {t('listTitle')}
          </h2>
          <p className="numeric text-sm text-text-muted">{t('progress', { done, all: tasks.length })}</p>
        </div>
        <TaskList tasks={[...listed, check]} link={Link} />
      </section>
      <Button asChild variant="primary" className="mt-5">
        <Link href={next.href ?? ''}>{t('continueWith', { title: next.title })}</Link>
      </Button>
      <p className="mt-5 text-sm text-text-muted">
        {t.rich('reference', { number: () => <span className="numeric whitespace-nowrap">{reference}</span> })}
      </p>
    </>
  )
}

/** How much is left of a task, rather than what it is about, once it was begun. */
function hintOf(t: Translate, draft: DraftView, task: Task, state: TaskState): string {
  const refused = draft.refusals.filter((refusal) => refusal.task === task && !refusal.isMended).length
  const problems = draft.problems.filter((problem) => taskOf(draft.kind, problem) === task)
  const wrong = problems.filter(({ code }) => !isAbsent(code)).length
  const absent = problems.length - wrong
  if (state === 'NOT_STARTED' || (state === 'DONE' && refused === 0)) return t(`${task}.hint`)
  return [
    refused > 0 ? t('left.refused', { count: refused }) : null,
    wrong > 0 ? t('left.wrong', { count: wrong }) : null,
    absent > 0 ? t('left.absent', { count: absent }) : null,
  ]
    .filter((part) => part !== null)
    .join(t('left.and'))
}
