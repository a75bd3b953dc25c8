import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'
import { type Task as ListedTask, TaskList } from '@/components/layout/task-list'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import type { DraftView } from '@/lib/qualifications/read-draft'
import { isAbsent, type Task, type TaskState, taskOf } from '@/lib/qualifications/tasks'
import { isWithoutSeal, wordsOf } from '@/lib/rulebook/words'
import { BackLink } from '../../_components/back-link'
import { AcceptedTasks } from './accepted-tasks'
import { RefusalNotes } from './refusal-notes'
import { isAccepted, staleLettersIn, unlockedIn } from './task-locks'

type Translate = ReturnType<typeof useTranslations<never>>

const STATES = {
  NOT_STARTED: 'todo',
  IN_PROGRESS: 'inProgress',
  DONE: 'done',
  NEEDS_MENDING: 'mend',
} as const satisfies Record<TaskState, ListedTask['state']>

/**
 * An open application: what the last round asks to be mended, then what is to be done. What was accepted lies folded
 * beneath.
 */
export function TaskOverview({ draft }: { draft: DraftView }) {
  const t = useTranslations('applicant.tasks')
  const { id, reference, status, tasks, refusals } = draft
  const isAgain = draft.revision > 1
  const accepted = isAgain ? tasks.filter(({ task }) => isAccepted(draft, task)) : []
  const open = tasks.filter(({ task }) => !accepted.some((other) => other.task === task))
  const done = open.filter(({ state }) => state === 'DONE').length
  const words = wordsIn(draft)
  const listed = open.map(
    ({ task, state }): ListedTask => ({
      id: task,
      title: t(`${task}.title`, words),
      hint: hintOf(t, draft, task, state),
      state: task === 'letter' && staleLettersIn(draft).length > 0 ? 'mend' : STATES[state],
      href: `/qualifications/${id}/${task}`,
    }),
  )
  const check: ListedTask = {
    id: 'check',
    title: t('check.title'),
    hint: t(done === open.length ? 'check.ready' : 'check.hint'),
    state: 'todo',
    href: `/qualifications/${id}/check`,
  }
  const next = listed.find(({ state }) => state !== 'done') ?? check
  return (
    <>
      <PageHeader
        above={<BackLink href="/qualifications">{t('back')}</BackLink>}
        title={t('title')}
        status={<Status status={status} />}
        lead={refusals.length > 0 ? t('leadMend', { count: refusals.length }) : t('lead')}
      />
      {refusals.length > 0 ? (
        <section aria-labelledby="mend">
          <h2 id="mend" className="mb-3 text-lg">
            {t('mendTitle')}
          </h2>
          <RefusalNotes refusals={refusals} rules={draft.rules} answers={draft.fields} qualificationId={id} />
        </section>
      ) : null}
      <section aria-labelledby="tasks">
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="tasks" className="text-lg">
            {t(isAgain ? 'mendListTitle' : 'listTitle')}
          </h2>
          <p className="numeric text-sm text-text-muted">{t('progress', { done, all: open.length })}</p>
        </div>
        <TaskList tasks={[...listed, check]} link={Link} />
      </section>
      <Button asChild variant="primary" className="mt-5">
        <Link href={next.href ?? ''}>{t('continueWith', { title: next.title })}</Link>
      </Button>
      <AcceptedTasks
        tasks={accepted.map(({ task }) => ({
          task,
          title: t(`${task}.title`, words),
          href: `/qualifications/${id}/${task}`,
        }))}
      />
      <p className="mt-5 text-sm text-text-muted">
        {t.rich('reference', { number: () => <span className="numeric whitespace-nowrap">{reference}</span> })}
      </p>
    </>
  )
}

/** What titles and hints of tasks depend on. */
function wordsIn({ kind, fields }: DraftView) {
  const isSealed = kind === 'ORGANISATION' && !isWithoutSeal(fields)
  return { ...wordsOf(fields), kind, letter: isSealed ? 'sealed' : 'thumbprint' }
}

/** How much is left of a task, rather than what it is about, once it was begun. */
function hintOf(t: Translate, draft: DraftView, task: Task, state: TaskState): string {
  const refused = draft.refusals.filter((refusal) => refusal.task === task && !refusal.isMended).length
  const problems = draft.problems.filter((problem) => taskOf(draft.kind, problem) === task)
  const wrong = problems.filter(({ code }) => !isAbsent(code)).length
  const absent = problems.length - wrong
  const unlocked = unlockedIn(draft, task)
  if (state === 'NOT_STARTED' || (state === 'DONE' && refused + unlocked === 0))
    return t(`${task}.hint`, wordsIn(draft))
  return [
    refused > 0 ? t('left.refused', { count: refused }) : null,
    wrong > 0 ? t('left.wrong', { count: wrong }) : null,
    absent > 0 ? t('left.absent', { count: absent }) : null,
    unlocked > 0 ? t('left.unlocked', { count: unlocked }) : null,
  ]
    .filter((part) => part !== null)
    .join(t('left.and'))
}
