import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'
import { type Task as ListedTask, TaskList } from '@/components/layout/task-list'
import { BackLink } from '@/components/qualifications/back-link'
import { RefusalNotes } from '@/components/qualifications/refusal-notes'
import { isAccepted, staleLettersIn, unlockedIn } from '@/components/qualifications/task-locks'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { isAbsent, type Task, type TaskState, taskOf } from '@/lib/qualifications/draft/tasks'
import { isWithoutSeal, wordsOf } from '@/lib/rulebook/words'
import { AcceptedTasks } from './accepted-tasks'

type Translate = ReturnType<typeof useTranslations<never>>

const STATES = {
  NOT_STARTED: 'todo',
  IN_PROGRESS: 'inProgress',
  DONE: 'done',
  NEEDS_CORRECTION: 'needsCorrection',
} as const satisfies Record<TaskState, ListedTask['state']>

/**
 * Shows an open application: what the last round asks to be corrected, then what is to be done. What was accepted is
 * folded below.
 */
export function TaskOverview({ draft }: { draft: DraftView }) {
  const t = useTranslations('applicant.tasks')
  const { id, reference, status, tasks, refusals } = draft
  const isAgain = draft.revision > 1
  const accepted = isAgain ? tasks.filter(({ task }) => isAccepted(draft, task)) : []
  const open = tasks.filter(({ task }) => !accepted.some((other) => other.task === task))
  const words = wordsIn(draft)
  const listed = open.map(
    ({ task, state }): ListedTask => ({
      id: task,
      title: t(`${task}.title`, words),
      hint: hintOf(t, draft, task, state),
      state: shownState(draft, task, state),
      href: `/qualifications/${id}/${task}`,
    }),
  )
  const left = listed.filter(({ state }) => state !== 'done' && state !== 'warned')
  const done = open.length - left.length
  const isReady = left.length === 0 && !draft.findings.some(({ severity }) => severity === 'block')
  const check: ListedTask = {
    id: 'check',
    title: t('check.title'),
    hint: t(isReady ? 'check.ready' : 'check.hint'),
    state: 'todo',
    href: `/qualifications/${id}/check`,
  }
  const next = left[0] ?? check
  return (
    <>
      <PageHeader
        above={<BackLink href="/qualifications">{t('back')}</BackLink>}
        title={t('title')}
        status={<Status status={status} />}
        lead={refusals.length > 0 ? t('leadCorrections', { count: refusals.length }) : t('lead')}
      />
      {refusals.length > 0 ? (
        <section aria-labelledby="corrections">
          <h2 id="corrections" className="mb-3 text-lg">
            {t('correctionsTitle')}
          </h2>
          <RefusalNotes refusals={refusals} rules={draft.rules} answers={draft.fields} qualificationId={id} />
        </section>
      ) : null}
      <section aria-labelledby="tasks">
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="tasks" className="text-lg">
            {t(isAgain ? 'correctionsListTitle' : 'listTitle')}
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

/** A task with nothing left to do isn't simply done while something in it is doubtful. */
function shownState(draft: DraftView, task: Task, state: TaskState): ListedTask['state'] {
  if (task === 'letter' && staleLettersIn(draft).length > 0) return 'needsCorrection'
  return state === 'DONE' && warningsIn(draft, task) > 0 ? 'warned' : STATES[state]
}

/** Counts the warnings of a task, without those that its state and its hint are about already. */
const warningsIn = ({ kind, findings }: DraftView, task: Task): number =>
  findings.filter(
    (finding) =>
      finding.severity === 'warn' &&
      finding.code !== 'NOT_CORRECTED' &&
      finding.code !== 'LETTER_OUTDATED' &&
      taskOf(kind, finding) === task,
  ).length

/** Returns what titles and hints of tasks depend on. */
function wordsIn({ kind, fields }: DraftView) {
  const isSealed = kind === 'ORGANISATION' && !isWithoutSeal(fields)
  return { ...wordsOf(fields), kind, letter: isSealed ? 'sealed' : 'thumbprint' }
}

/** Returns what is left of a task that was started, and what the task is about before that. */
function hintOf(t: Translate, draft: DraftView, task: Task, state: TaskState): string {
  const refused = draft.refusals.filter((refusal) => refusal.task === task && !refusal.isCorrected).length
  const problems = draft.problems.filter((problem) => taskOf(draft.kind, problem) === task)
  const wrong = problems.filter(({ code }) => !isAbsent(code)).length
  const absent = problems.length - wrong
  const unlocked = unlockedIn(draft, task)
  const warned = warningsIn(draft, task)
  if (state === 'NOT_STARTED' || (state === 'DONE' && refused + unlocked + warned === 0))
    return t(`${task}.hint`, wordsIn(draft))
  return [
    refused > 0 ? t('left.refused', { count: refused }) : null,
    wrong > 0 ? t('left.wrong', { count: wrong }) : null,
    absent > 0 ? t('left.absent', { count: absent }) : null,
    unlocked > 0 ? t('left.unlocked', { count: unlocked }) : null,
    warned > 0 ? t('left.warned', { count: warned }) : null,
  ]
    .filter((part) => part !== null)
    .join(t('left.and'))
}
