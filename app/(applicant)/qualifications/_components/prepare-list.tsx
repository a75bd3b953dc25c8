import { IdCard, MessageSquareText, PenLine, Smartphone, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'

const PREPARE = [
  { key: 'id', icon: IdCard },
  { key: 'inHand', icon: UserRound },
  { key: 'phone', icon: Smartphone },
  { key: 'content', icon: MessageSquareText },
  { key: 'letter', icon: PenLine },
] as const

/** Lists what to have ready before starting, in the words of the landing page. */
export function PrepareList() {
  const t = useTranslations('public.home.prepare')
  return (
    <section aria-labelledby="prepare">
      <h2 id="prepare" className="text-lg">
        {t('title')}
      </h2>
      <ul className="mt-3 divide-y border-y">
        {PREPARE.map(({ key, icon: Icon }) => (
          <li key={key} className="flex gap-4 py-3.5">
            <Icon aria-hidden className="mt-0.5 size-6 shrink-0 text-action" strokeWidth={1.5} />
            <div>
              <h3 className="font-medium">{t(`${key}.title`)}</h3>
              <p className="max-w-measure text-sm text-text-muted">{t(`${key}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
      <Link href="/prepare" prefetch={false} className="link mt-2 inline-block py-2">
        {t('all')}
      </Link>
    </section>
  )
}
