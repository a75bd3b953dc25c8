import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { FileWatch } from '@/components/documents/file-watch'
import { RecipientsFold } from '@/components/privacy/recipients'
import { TaskPage } from '@/components/qualifications/task-page'
import { type FieldTask, groupsOfTask, tasksFor } from '@/lib/qualifications/draft/tasks'
import { wordsOf } from '@/lib/rulebook/words'
import { FieldsForm } from './fields-form'
import { ownDraft, type TaskPageProps } from './own-draft'
import { ReadNote } from './read-note'
import { slotNamesOf } from './slot-names'
import { WhoNote } from './who-note'

/** Lists the tasks that ask for what is on a person's ID. */
const ABOUT_PEOPLE = ['identity', 'legal-representative', 'administrator'] as const satisfies readonly FieldTask[]

/** Draws the page of a task that asks for declared fields: those groups that are its. */
export async function fieldsPage({ params }: TaskPageProps, task: FieldTask) {
  const draft = await ownDraft(params)
  if (!tasksFor(draft.kind).includes(task)) notFound()
  const t = await getTranslations(`applicant.${task}`)
  const words = wordsOf(draft.fields)
  const groups = groupsOfTask(draft.kind, draft.rules.groups, task)
  return (
    <TaskPage draft={draft} task={task} title={t('title', words)} lead={t('lead', words)}>
      {draft.isBeingRead ? <FileWatch qualificationId={draft.id} /> : null}
      {ABOUT_PEOPLE.some((one) => one === task) ? <RecipientsFold className="mb-4" wasSaid /> : null}
      <ReadNote draft={draft} groups={groups} />
      <WhoNote draft={draft} task={task} />
      <FieldsForm
        qualificationId={draft.id}
        task={task}
        groups={groups}
        idTypes={draft.rules.idTypes}
        switches={draft.switches}
        values={draft.fields}
        read={draft.read}
        locks={draft.locks}
        slotNames={await slotNamesOf(draft)}
        seen={draft.seen.fields}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
