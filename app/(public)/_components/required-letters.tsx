import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { LetterVariant } from '@/lib/rulebook/letters/letter-text'

/** The letters to be printed and signed, each to be looked at beforehand. */
export function RequiredLetters({ letters }: { letters: readonly LetterVariant[] }) {
  const t = useTranslations('public.prepare.letters')
  return (
    <section aria-labelledby="letters">
      <h2 id="letters" className="text-lg font-semibold">
        {t('title')}
      </h2>
      <p className="mt-1 text-text-muted">{t('lead')}</p>
      <ul className="mt-3 divide-y border-y">
        {letters.map((variant) => (
          <li key={variant} className="py-2.5">
            <p className="text-sm text-text-muted">{t(`signs.${variant}`)}</p>
            <Link
              href={`/prepare/letter?variant=${variant}`}
              prefetch={false}
              className="link inline-block min-h-11 py-2"
            >
              {t(`look.${variant === 'AUTHORISATION' ? 'AUTHORISATION' : 'COMMITMENT'}`)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
