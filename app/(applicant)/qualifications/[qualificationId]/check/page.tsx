import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { pageActor } from '@/lib/web/session'
import { ConsentBanner } from '../../../_components/consent-banner'
import { BackLink } from '../../_components/back-link'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'
import { Answers } from './_components/answers'
import { Documents } from './_components/documents'
import { Obstacles } from './_components/obstacles'
import { SenderSignatures } from './_components/sender-signatures'
import { SubmitForm } from './_components/submit-form'

/** Everything on one page, as it will be handed in. */
export default async function CheckPage({ params }: TaskPageProps) {
  const draft = await ownDraft(params)
  const t = await getTranslations('applicant.check')
  const left = draft.problems.length + draft.refusals.filter(({ isMended, mustMend }) => mustMend && !isMended).length
  return (
    <>
      <PageHeader
        above={<BackLink href={`/qualifications/${draft.id}`}>{t('back')}</BackLink>}
        title={t('title')}
        lead={t('lead')}
      />
      <ConsentBanner actor={await pageActor('qualification.own')} />
      <div className="flex flex-col gap-5">
        <Obstacles draft={draft} />
        <Answers draft={draft} />
        <SenderSignatures draft={draft} />
        <Documents draft={draft} />
        {left === 0 ? (
          <SubmitForm qualificationId={draft.id} revision={draft.revision} draftVersion={draft.draftVersion} />
        ) : (
          <p className="border-t pt-5 text-text-muted">{t('notYet', { count: left })}</p>
        )}
      </div>
    </>
  )
}
