import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { can } from '@/lib/auth/actor'
import { PreparationAnswers, preparationFor } from '@/lib/qualifications/preparation'
import { currentRulebook } from '@/lib/rulebook/registry'
import { currentActor } from '@/lib/web/session'
import { AskedDocuments } from '../_components/asked-documents'
import { AskedFields } from '../_components/asked-fields'
import { AskedLetters } from '../_components/asked-letters'
import { KeptFor } from '../_components/kept-for'
import { PrepareForm } from '../_components/prepare-form'
import { PublicFrame } from '../_components/public-frame'
import { SaidSoFar } from '../_components/said-so-far'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.prepare'))('title') }
}

/** What someone who answers so has to prepare: for anyone, before any sign-up. */
export default async function PreparePage({ searchParams }: PageProps<'/prepare'>) {
  const [t, rulebook, sent, actor] = await Promise.all([
    getTranslations('public.prepare'),
    currentRulebook(),
    searchParams,
    currentActor(),
  ])
  const answers = PreparationAnswers.parse(sent)
  const { remark, list } = preparationFor(rulebook, answers)
  const mayBegin = !actor || can(actor, 'qualification.own')
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      {list ? <SaidSoFar answers={answers} content={list.content} /> : null}
      {remark ? (
        <Alert tone="warning" title={t(`remarks.${remark}.title`, { age: rulebook.terms.adultAge })} className="mt-4">
          {t(`remarks.${remark}.text`, { age: rulebook.terms.adultAge })}
        </Alert>
      ) : null}
      <details open={!list} className="mt-4 rounded-md border bg-surface">
        <summary className="link min-h-11 cursor-pointer px-4 py-2.5 font-medium">{t('change')}</summary>
        <div className="border-t px-4 py-5">
          <PrepareForm rulebook={rulebook} answers={answers} />
        </div>
      </details>
      {list ? (
        <div className="mt-10 grid items-start gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <AskedDocuments list={list} />
          <div className="space-y-10 lg:sticky lg:top-6">
            <AskedLetters letters={list.letters} />
            <AskedFields list={list} />
            <KeptFor retention={rulebook.retention} />
            {mayBegin ? (
              <section aria-labelledby="begin" className="rounded-md border bg-surface p-5">
                <h2 id="begin" className="text-lg font-semibold">
                  {t('begin.title')}
                </h2>
                <p className="mt-1 text-text-muted">{t('begin.text')}</p>
                <Button asChild variant="primary" className="mt-4">
                  <Link href={actor ? '/qualifications/new' : '/register'}>{t('begin.action')}</Link>
                </Button>
              </section>
            ) : null}
          </div>
        </div>
      ) : null}
    </PublicFrame>
  )
}
