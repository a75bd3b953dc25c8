import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { taskOfSlot } from '@/lib/qualifications/tasks'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { SlotCard } from '../_components/slot-card'
import { TaskPage } from '../_components/task-page'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.documents'))('title') }
}

export default async function DocumentsPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('applicant.documents')
  const slots = draft.slots.filter(({ slot: { kind } }) => taskOfSlot(kind) === 'documents')
  return (
    <TaskPage draft={draft} task="documents" title={t('title')} lead={t('lead')}>
      <div className="flex flex-col gap-5">
        {slots.map((slot) => (
          <SlotCard
            key={`${slot.slot.kind}-${slot.senderSignatureId}`}
            qualificationId={draft.id}
            held={slot}
            rules={draft.rules}
            answers={draft.fields}
          />
        ))}
      </div>
      <div className="mt-6 flex flex-wrap items-center gap-3 border-t pt-5">
        <Button asChild variant="primary">
          <Link href={`/qualifications/${draft.id}/letter`}>{t('continue')}</Link>
        </Button>
        <Button asChild>
          <Link href={`/qualifications/${draft.id}`}>{t('later')}</Link>
        </Button>
        <p className="text-sm text-text-muted">{t('savesItself')}</p>
      </div>
    </TaskPage>
  )
}
