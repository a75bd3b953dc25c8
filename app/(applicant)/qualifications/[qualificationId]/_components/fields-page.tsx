import { getTranslations } from 'next-intl/server'
import { type FieldTask, taskOfGroup } from '@/lib/qualifications/tasks'
import { FieldsForm } from './fields-form'
import { ownDraft, type TaskPageProps } from './own-draft'
import { TaskPage } from './task-page'

/** The page of a task that asks for declared fields: those groups that are its. */
export async function fieldsPage({ params }: TaskPageProps, task: FieldTask) {
  const draft = await ownDraft(params)
  const t = await getTranslations(`applicant.${task}`)
  const groups = draft.groups.filter((group) => taskOfGroup(draft.kind, group.key) === task)
  return (
    <TaskPage draft={draft} task={task} title={t('title')} lead={t('lead')}>
      <FieldsForm
        qualificationId={draft.id}
        task={task}
        fields={groups.flatMap((group) => group.fields)}
        idTypes={draft.rules.idTypes}
        values={draft.fields}
        seen={draft.seen.fields}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
