import { getTranslations } from 'next-intl/server'
import { FileWatch } from '@/components/documents/file-watch'
import { PageHeader } from '@/components/layout/page-header'
import { ConsentBanner } from '@/components/privacy/consent-banner'
import { BackLink } from '@/components/qualifications/back-link'
import { TaskNumber } from '@/components/qualifications/task-number'
import { isBeingExamined } from '@/lib/rulebook/findings'
import { pageActor } from '@/lib/web/session'
import { AskAgain } from '../../../_components/consents/ask-again'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { Answers } from './_components/answers'
import { Documents } from './_components/documents'
import { Findings } from './_components/findings'
import { SenderSignatures } from './_components/sender-signatures'
import { SubmitForm } from './_components/submit-form'

/** Shows everything on one page, as it will be submitted. */
export default async function CheckPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('applicant.check')
  const left = draft.findings.filter((finding) => finding.severity === 'block' && !isBeingExamined(finding)).length
  const waiting = draft.slots.reduce((sum, slot) => sum + slot.waiting.length, 0)
  return (
    <>
      {waiting > 0 || draft.isBeingRead ? <FileWatch qualificationId={draft.id} /> : null}
      <PageHeader
        above={<BackLink href={`/qualifications/${draft.id}`}>{t('back')}</BackLink>}
        title={t('title')}
        status={<TaskNumber kind={draft.kind} task="check" />}
        lead={t('lead')}
      />
      <ConsentBanner actor={await pageActor('qualification.own')} />
      <div className="flex flex-col gap-5">
        <Findings draft={draft} />
        {draft.isBeingRead ? <p className="text-text-muted">{t('reading')}</p> : null}
        <Answers draft={draft} />
        <SenderSignatures draft={draft} />
        <Documents draft={draft} />
        {left > 0 ? (
          <p className="border-t pt-5 text-text-muted">{t('notYet', { count: left })}</p>
        ) : waiting > 0 ? (
          <p className="border-t pt-5 text-text-muted">{t('checking', { count: waiting })}</p>
        ) : (
          <AskAgain>
            <SubmitForm
              qualificationId={draft.id}
              revision={draft.revision}
              draftVersion={draft.draftVersion}
              shown={draft.seen.findings}
            />
          </AskAgain>
        )}
      </div>
    </>
  )
}
