import { FileText } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { RecipientsFold } from '@/components/privacy/recipients'
import { PrepareForm, QUESTIONS, STARTS } from '@/components/qualifications/prepare-form'
import { Button } from '@/components/ui/button'
import { can } from '@/lib/actor/actor'
import { PreparationAnswers } from '@/lib/qualifications/preparation'
import { currentRulebook } from '@/lib/rulebook/registry'
import { isDemo } from '@/lib/web/demo'
import { currentActor } from '@/lib/web/session'
import { DemoInvitation } from './_components/demo-invitation'
import { PublicFrame } from './_components/public-frame'
import { ReviewTimes } from './_components/review-times'
import { SwitchedOff } from './_components/switched-off'

export const metadata: Metadata = { robots: { index: true, follow: false } }

const STEPS = ['one', 'two', 'three', 'four', 'five'] as const

export default async function HomePage() {
  const actor = await currentActor()
  if (actor)
    redirect(can(actor, 'qualification.own') ? '/qualifications' : can(actor, 'review.queue') ? '/queue' : '/people')
  const [t, rulebook] = await Promise.all([getTranslations('public.home'), currentRulebook()])
  return (
    <PublicFrame>
      <div className="group/landing">
        <h1 className="text-xl font-semibold sm:text-2xl">{t('title')}</h1>
        <p className="mt-4 max-w-measure text-text-muted">{t('lead')}</p>
        <div className="mt-6 flex flex-wrap gap-3">
          {/* Once a question below is answered otherwise than at first, the button takes the link's place, and sends the answers. */}
          <Button asChild variant="primary" className="group-has-[:checked:not(:default)]/landing:hidden">
            <Link href="/register?next=%2Fqualifications%2Fnew">{t('register')}</Link>
          </Button>
          <Button
            {...STARTS}
            type="submit"
            form={QUESTIONS}
            variant="primary"
            className="not-group-has-[:checked:not(:default)]/landing:hidden"
          >
            {t('register')}
          </Button>
          <Button asChild variant="secondary">
            <Link href="/sign-in">{t('signIn')}</Link>
          </Button>
        </div>
        {isDemo() ? <DemoInvitation /> : null}

        <div className="mt-12 grid items-start gap-x-12 gap-y-10 border-t pt-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <section aria-labelledby="ask">
            <h2 id="ask" className="text-lg font-semibold">
              {t('check.title')}
            </h2>
            <p className="mt-1 max-w-measure text-text-muted">{t('check.lead')}</p>
            <div className="mt-5">
              <PrepareForm rulebook={rulebook} answers={PreparationAnswers.parse({})} mayStart />
            </div>
          </section>

          <div className="space-y-10">
            <section aria-labelledby="who-applies">
              <h2 id="who-applies" className="text-lg font-semibold">
                {t('who.title')}
              </h2>
              <p className="mt-3 text-text-muted">{t('who.text')}</p>
              <SwitchedOff switches={rulebook.switches} />
            </section>
            <ReviewTimes />
            <section aria-labelledby="steps">
              <h2 id="steps" className="text-lg font-semibold">
                {t('steps.title')}
              </h2>
              <ol className="mt-3 space-y-3">
                {STEPS.map((step, i) => (
                  <li key={step} className="flex gap-3">
                    <span aria-hidden className="numeric w-5 shrink-0 font-semibold text-action">
                      {i + 1}
                    </span>
                    <span className="text-text-muted">
                      {t(`steps.${step}`, { months: rulebook.terms.validityMonths })}
                    </span>
                  </li>
                ))}
              </ol>
            </section>
            <section aria-labelledby="safety">
              <h2 id="safety" className="flex items-center gap-2 text-lg font-semibold">
                <FileText aria-hidden className="size-5 text-action" strokeWidth={1.5} />
                {t('safety.title')}
              </h2>
              <p className="mt-3 text-text-muted">{t('safety.text')}</p>
              <RecipientsFold className="mt-2" />
            </section>
          </div>
        </div>
      </div>
    </PublicFrame>
  )
}
