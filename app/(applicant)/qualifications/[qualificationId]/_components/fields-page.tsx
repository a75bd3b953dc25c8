import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { type FieldTask, taskOfGroup, tasksFor } from '@/lib/qualifications/tasks'
import { wordsOf } from '@/lib/rulebook/words'
import { FieldsForm } from './fields-form'
import { ownDraft, type TaskPageProps } from './own-draft'
import { TaskPage } from './task-page'

/** The page of a task that asks for declared fields: those groups that are its. */
export async function fieldsPage({ params }: TaskPageProps, task: FieldTask) {
  const draft = await ownDraft(params)
  if (!tasksFor(draft.kind).includes(task)) notFound()
  const t = await getTranslations(`applicant.${task}`)
  const words = wordsOf(draft.fields)
  return (
    <TaskPage draft={draft} task={task} title={t('title', words)} lead={t('lead', words)}>
      <FieldsForm
        qualificationId={draft.id}
        task={task}
        groups={draft.rules.groups.filter((group) => taskOfGroup(draft.kind, group.key) === task)}
        idTypes={draft.rules.idTypes}
        switches={draft.switches}
        values={draft.fields}
        locks={draft.locks}
        seen={draft.seen.fields}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
