import { getTranslations } from 'next-intl/server'
import { taskOfGroup } from '@/lib/qualifications/tasks'
import { FieldsForm } from '../_components/fields-form'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { TaskPage } from '../_components/task-page'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.use'))('title') }
}

export default async function UsePage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('applicant.use')
  const groups = draft.groups.filter((group) => taskOfGroup(group.key) === 'use')
  return (
    <TaskPage draft={draft} task="use" title={t('title')} lead={t('lead')}>
      <FieldsForm
        qualificationId={draft.id}
        task="use"
        fields={groups.flatMap((group) => group.fields)}
        idTypes={draft.rules.idTypes}
        values={draft.fields}
        seen={draft.seen.fields}
        problems={draft.problems}
      />
    </TaskPage>
  )
}
