import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GivenAnswers } from '@/components/qualifications/given-answers'
import { PrepareForm, STARTS } from '@/components/qualifications/prepare-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { can } from '@/lib/actor/actor'
import { PreparationAnswers, preparationFor, queryOf } from '@/lib/qualifications/preparation'
import { currentRulebook } from '@/lib/rulebook/registry'
import { currentActor } from '@/lib/web/session'
import { PublicFrame } from '../_components/public-frame'
import { RequiredDocuments } from '../_components/required-documents'
import { RequiredFields } from '../_components/required-fields'
import { RequiredLetters } from '../_components/required-letters'
import { RetentionPeriod } from '../_components/retention-period'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.prepare'))('title'), robots: { index: true, follow: false } }
}

/** Shows what someone with these answers has to prepare. It is open to anyone, before any sign-up. */
export default async function PreparePage({ searchParams }: PageProps<'/prepare'>) {
  const [t, rulebook, sent, actor] = await Promise.all([
    getTranslations('public.prepare'),
    currentRulebook(),
    searchParams,
    currentActor(),
  ])
  const answers = PreparationAnswers.parse(sent)
  const { remark, list } = preparationFor(rulebook, answers)
  const mayStart = !actor || can(actor, 'qualification.own')
  const apply = `/qualifications/new?${queryOf(answers)}`
  const start = actor ? apply : `/register?next=${encodeURIComponent(apply)}`
  if (STARTS.name in sent && list && !remark && mayStart) redirect(start) // the list is for those who ask for it
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      {list ? <GivenAnswers answers={answers} content={list.content} className="mt-2 text-text-muted" /> : null}
      {remark ? (
        <Alert tone="warning" title={t(`remarks.${remark}.title`, { age: rulebook.terms.adultAge })} className="mt-4">
          {t(`remarks.${remark}.text`, { age: rulebook.terms.adultAge })}
        </Alert>
      ) : null}
      <details open={!list} className="mt-4 rounded-md border bg-surface">
        <summary className="link min-h-11 cursor-pointer px-4 py-2.5 font-medium">
          {t(list ? 'change' : 'answer')}
        </summary>
        <div className="border-t px-4 py-5">
          <PrepareForm rulebook={rulebook} answers={answers} mayStart={mayStart} />
        </div>
      </details>
      {list ? (
        <div className="mt-10 grid items-start gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <RequiredDocuments list={list} />
          <div className="space-y-10 lg:sticky lg:top-6">
            <RequiredLetters letters={list.letters} />
            <RequiredFields list={list} />
            <RetentionPeriod retention={rulebook.retention} />
            {mayStart ? (
              <section aria-labelledby="start" className="rounded-md border bg-surface p-5">
                <h2 id="start" className="text-lg font-semibold">
                  {t('start.title')}
                </h2>
                <p className="mt-1 text-text-muted">{t('start.text')}</p>
                <Button asChild variant="primary" className="mt-4">
                  <Link href={start}>{t('start.action')}</Link>
                </Button>
              </section>
            ) : null}
          </div>
        </div>
      ) : null}
    </PublicFrame>
  )
}
