import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { taskOfSlot } from '@/lib/qualifications/tasks'
import { AcceptedFold } from '../_components/accepted-fold'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { isAccepted } from '../_components/task-locks'
import { TaskPage } from '../_components/task-page'
import { Slots } from './_components/slots'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.documents'))('title') }
}

export default async function DocumentsPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('applicant.documents')
  const slots = draft.slots.filter(({ slot: { kind } }) => taskOfSlot(kind) === 'documents')
  const locked = slots.filter(({ lock }) => lock.isLocked)
  return (
    <TaskPage draft={draft} task="documents" title={t('title')} lead={t('lead')}>
      <Slots draft={draft} slots={slots.filter(({ lock }) => !lock.isLocked)} />
      <AcceptedFold count={locked.length}>
        <Slots draft={draft} slots={locked} />
      </AcceptedFold>
      <div className="mt-6 flex flex-wrap items-center gap-3 border-t pt-5">
        <Button asChild variant="primary">
          <Link href={`/qualifications/${draft.id}/${isAccepted(draft, 'letter') ? 'check' : 'letter'}`}>
            {t('continue')}
          </Link>
        </Button>
        <Button asChild>
          <Link href={`/qualifications/${draft.id}`}>{t('later')}</Link>
        </Button>
        <p className="text-sm text-text-muted">{t('savesItself')}</p>
      </div>
    </TaskPage>
  )
}
