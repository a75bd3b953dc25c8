import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { BackLink } from '@/components/qualifications/back-link'
import { Status } from '@/components/ui/status'
import { readSubmitted } from '@/lib/cases/read-submitted'
import { pageActor } from '@/lib/web/session'
import { SubmittedAnswers } from './_components/submitted-answers'
import { SubmittedErased } from './_components/submitted-erased'
import { SubmittedFacts } from './_components/submitted-facts'
import { SubmittedParts } from './_components/submitted-parts'

/** Shows one revision as it was submitted, and what was concluded about it. Nothing on it can be changed. */
export default async function SubmittedPage({
  params,
}: PageProps<'/qualifications/[qualificationId]/submitted/[revision]'>) {
  const copy = await readSubmitted(await pageActor('qualification.own'), await params)
  if (!copy) notFound()
  const t = await getTranslations('submitted.page')
  const { id, revision, decision, erased } = copy
  return (
    <>
      <PageHeader
        above={<BackLink href={`/qualifications/${id}`}>{t('back')}</BackLink>}
        title={t('title', { revision })}
        status={decision ? <Status status={decision.outcome} /> : null}
        lead={erased.details ? null : t('lead')}
      />
      <div className="flex flex-col gap-5">
        <SubmittedErased copy={copy} />
        <SubmittedFacts copy={copy} />
        <SubmittedParts copy={copy} />
        <SubmittedAnswers copy={copy} />
      </div>
    </>
  )
}
