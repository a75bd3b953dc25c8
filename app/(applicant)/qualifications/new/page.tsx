import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { ConsentBanner } from '@/components/privacy/consent-banner'
import { BackLink } from '@/components/qualifications/back-link'
import { GivenAnswers } from '@/components/qualifications/given-answers'
import { TaskNumber } from '@/components/qualifications/task-number'
import { listAccounts } from '@/lib/accounts/members/queries'
import { QualificationKind } from '@/lib/db/generated/enums'
import { groupsOfTask } from '@/lib/qualifications/draft/tasks'
import { PreparationAnswers, preparationFor, preparedFor, queryOf } from '@/lib/qualifications/preparation'
import { listUnfinished } from '@/lib/qualifications/queries'
import { currentRulebook } from '@/lib/rulebook/registry'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { pageActor } from '@/lib/web/session'
import { AskAgain } from '../../_components/consents/ask-again'
import { UnfinishedDrafts } from '../_components/unfinished-drafts'
import { type Questions, StartForm } from './_components/start-form'
import { isOutside } from './_components/who'

type Props = PageProps<'/qualifications/new'>

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.new'))('title') }
}

/**
 * Asks who applies, for which account, and what decides which documents are required. People who can't apply see so
 * before anything is started. Answers that they gave before come in the address.
 */
export default async function NewQualificationPage({ searchParams }: Props) {
  const actor = await pageActor('qualification.own')
  const sent = await searchParams
  const { who, account } = sent
  const t = await getTranslations('applicant.new')
  const rulebook = await currentRulebook()
  const { terms, switches } = rulebook
  const answers = PreparationAnswers.parse(sent)
  const { list, remark } = preparationFor(rulebook, answers)
  const prepared = list && !remark ? { kind: list.content.kind, query: queryOf(answers) } : null
  return (
    <>
      <PageHeader above={<BackLink href="/qualifications">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      <ConsentBanner actor={actor} />
      <UnfinishedDrafts drafts={await listUnfinished(actor)} className="mb-6" />
      <AskAgain>
        <StartForm
          age={terms.adultAge}
          takesIndividualBusinesses={switches.individualBusinesses}
          // The platform may have led here for one of them.
          accounts={(await listAccounts(actor)).toSorted((a, b) => Number(b.id === account) - Number(a.id === account))}
          switches={switches}
          questions={questionsOf(rulebook, answers)}
          numbers={{
            INDIVIDUAL: <TaskNumber kind="INDIVIDUAL" task="who" />,
            ORGANISATION: <TaskNumber kind="ORGANISATION" task="who" />,
          }}
          chosen={isOutside(who) ? who : (prepared?.kind ?? null)}
          prepared={
            prepared && list ? { ...prepared, shown: <GivenAnswers answers={answers} content={list.content} /> } : null
          }
        />
      </AskAgain>
    </>
  )
}

/** Returns the questions of each kind of applicant who can apply, with what is answered already. */
function questionsOf(rulebook: Rulebook, given: PreparationAnswers): Questions {
  return Object.fromEntries(
    Object.values(QualificationKind).flatMap((kind) => {
      const rules = rulebook.kinds[kind]
      if (!rules) return []
      const groups = groupsOfTask(kind, rules.groups, 'who')
      const [usual] = rules.idTypes
      const ids = groups.flatMap(({ fields }) => fields).filter(({ key }) => key.endsWith('.idType'))
      const values = {
        ...Object.fromEntries(ids.map(({ key }) => [key, usual?.type ?? ''])),
        ...preparedFor(rulebook, kind, given).fields,
      }
      return [[kind, { groups, idTypes: rules.idTypes, values }]]
    }),
  )
}
