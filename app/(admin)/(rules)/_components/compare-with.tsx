import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { pathOf } from '@/components/rules/places'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { RuleVersionView } from '@/lib/rulebook/editing/queries'
import { slugOf, versionOf } from '@/lib/rulebook/editing/version-names'

/** Returns the version that the address asks to compare with. */
export const comparedIn = ({ against }: Record<string, string | string[] | undefined>): string =>
  typeof against === 'string' ? versionOf(against) : ''

/** Lists the versions that one can be compared with. */
export function CompareWith({ kind, view: { version, others, compared } }: { kind: RuleKind; view: RuleVersionView }) {
  const t = useTranslations('rules.changes')
  const choices = others.filter((other) => other !== compared?.version)
  if (choices.length === 0) return null
  return (
    <nav aria-label={t('compareWith')} className="mt-3 border-t pt-3 text-sm">
      <p className="text-text-muted">{t('compareWith')}</p>
      <ul className="flex flex-wrap gap-x-4">
        {choices.map((other) => (
          <li key={other}>
            <Link
              href={`${pathOf(kind, version)}?against=${slugOf(other)}`}
              scroll={false}
              className="link inline-flex min-h-11 items-center"
            >
              {other}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
