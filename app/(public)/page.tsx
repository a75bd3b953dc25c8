import { FileText, IdCard, MessageSquareText, PenLine, Smartphone, UserRound } from 'lucide-react'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { choosePreference } from '@/app/preferences'
import { PublicShell } from '@/components/layout/public-shell'
import { Button } from '@/components/ui/button'
import { can } from '@/lib/auth/actor'
import { currentActor } from '@/lib/web/session'

const PREPARE = [
  { key: 'id', icon: IdCard },
  { key: 'inHand', icon: UserRound },
  { key: 'phone', icon: Smartphone },
  { key: 'content', icon: MessageSquareText },
  { key: 'letter', icon: PenLine },
] as const

const STEPS = ['one', 'two', 'three', 'four'] as const

export default async function HomePage() {
  const actor = await currentActor()
  if (actor)
    redirect(can(actor, 'qualification.own') ? '/qualifications' : can(actor, 'review.queue') ? '/queue' : '/people')
  const t = await getTranslations('public.home')
  return (
    <PublicShell
      homeHref="/"
      width="page"
      preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
      footer={<Link href="/staff/sign-in">{t('staff')}</Link>}
    >
      <h1 className="text-xl font-semibold sm:text-2xl">{t('title')}</h1>
      <p className="mt-4 max-w-measure text-text-muted">{t('lead')}</p>
      <div className="mt-6 flex flex-wrap gap-3">
        <Button asChild variant="primary">
          <Link href="/register">{t('register')}</Link>
        </Button>
        <Button asChild variant="secondary">
          <Link href="/sign-in">{t('signIn')}</Link>
        </Button>
      </div>

      <div className="mt-12 grid gap-x-12 gap-y-10 border-t pt-10 lg:grid-cols-[3fr_2fr]">
        <section aria-labelledby="prepare">
          <h2 id="prepare" className="text-lg font-semibold">
            {t('prepare.title')}
          </h2>
          <ul className="mt-4 divide-y border-y">
            {PREPARE.map(({ key, icon: Icon }) => (
              <li key={key} className="flex gap-4 py-4">
                <Icon aria-hidden className="mt-0.5 size-6 shrink-0 text-action" strokeWidth={1.5} />
                <div>
                  <h3 className="font-semibold">{t(`prepare.${key}.title`)}</h3>
                  <p className="mt-1 max-w-measure text-text-muted">{t(`prepare.${key}.text`)}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>

        <div className="space-y-10">
          <section aria-labelledby="who">
            <h2 id="who" className="text-lg font-semibold">
              {t('who.title')}
            </h2>
            <p className="mt-3 text-text-muted">{t('who.text')}</p>
          </section>
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
                  <span className="text-text-muted">{t(`steps.${step}`)}</span>
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
          </section>
        </div>
      </div>
    </PublicShell>
  )
}
