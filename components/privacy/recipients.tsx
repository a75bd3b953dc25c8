import { useTranslations } from 'next-intl'
import { RECIPIENTS } from '@/lib/privacy/recipients'

const FACTS = ['what', 'when', 'why'] as const

/** Lists who receives what, when and why. */
export function RecipientList() {
  const t = useTranslations('recipients')
  return (
    <>
      <ul className="divide-y">
        {RECIPIENTS.map(({ key }) => (
          <li key={key} className="py-3">
            <p className="font-semibold">{t(`of.${key}.who`)}</p>
            <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-sm">
              {FACTS.map((fact) => (
                <div key={fact} className="contents">
                  <dt className="whitespace-nowrap text-text-muted">{t(fact)}</dt>
                  <dd className="max-w-measure">{t(`of.${key}.${fact}`)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      <p className="max-w-measure border-t pt-3 text-sm text-text-muted">{t('recorded')}</p>
    </>
  )
}

/**
 * Says in some lines who receives what is entered on this page, and unfolds to the whole list. `wasSaid` leaves the lines
 * out: an earlier page had them.
 */
export function RecipientsFold({ className = '', wasSaid = false }: { className?: string; wasSaid?: boolean }) {
  const t = useTranslations('recipients')
  return (
    <div className={className}>
      {wasSaid ? null : <p className="max-w-measure text-text-muted">{t('short')}</p>}
      <details className={wasSaid ? undefined : 'mt-1'}>
        <summary className="link min-h-11 w-fit cursor-pointer py-2">{t('title')}</summary>
        <RecipientList />
      </details>
    </div>
  )
}
