import { getTranslations } from 'next-intl/server'
import { FileWatch } from '@/components/documents/file-watch'
import { RecipientsFold } from '@/components/privacy/recipients'
import { AcceptedFold } from '@/components/qualifications/accepted-fold'
import { slotId } from '@/components/qualifications/part-name'
import { TaskPage } from '@/components/qualifications/task-page'
import type { DraftSlot, DraftView } from '@/lib/qualifications/draft/read-draft'
import { taskOfSlot } from '@/lib/qualifications/draft/tasks'
import { documentName } from '@/lib/rulebook/part-names'
import { ChangedNote } from '../../../_components/consents/changed-note'
import { nextPage } from '../../_components/next-page'
import { findingsOfSlot } from '../_components/findings-of-slot'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { ReadTasks } from '../_components/read-note'
import { PhoneUpload } from './_components/phone/phone-upload'
import { SlotSteps } from './_components/slot-steps'
import { inOrder, Slots } from './_components/slots'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.documents'))('title') }
}

export default async function DocumentsPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('applicant.documents')
  const slots = draft.slots.filter(({ slot: { kind } }) => taskOfSlot(kind) === 'documents')
  const open = inOrder(
    draft.kind,
    slots.filter(({ lock }) => !lock.isLocked),
  )
  const locked = slots.filter(({ lock }) => lock.isLocked)
  return (
    <TaskPage draft={draft} task="documents" title={t('title')} lead={t('lead')}>
      {draft.isBeingRead ? <FileWatch qualificationId={draft.id} /> : null}
      {draft.canBeRead ? <ChangedNote /> : null}
      <RecipientsFold className="mb-6" />
      <PhoneUpload draft={draft} />
      <SlotSteps
        steps={await stepsOf(draft, open)}
        onward={`/qualifications/${draft.id}/${nextPage(draft, 'documents')}`}
        below={
          <>
            <AcceptedFold count={locked.length}>
              <Slots draft={draft} slots={locked} />
            </AcceptedFold>
            <ReadTasks draft={draft} />
          </>
        }
      >
        <Slots draft={draft} slots={open} />
      </SlotSteps>
    </TaskPage>
  )
}

async function stepsOf({ rules, fields, findings }: DraftView, slots: readonly DraftSlot[]) {
  const t = await getTranslations()
  return slots.map((held) => {
    const { slot, senderSignatureId, signatureText, pages, waiting } = held
    return {
      id: slotId(slot.kind, senderSignatureId),
      name: documentName(t, slot.kind, { rules, answers: fields }, signatureText),
      isMissing: slot.min > 0 && pages.length + waiting.length === 0,
      findings: findingsOfSlot(findings, held).length,
    }
  })
}
