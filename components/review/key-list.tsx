import { useTranslations } from 'next-intl'
import { Kbd } from '@/components/ui/kbd'

const KEYS = [
  ['next', ['J', '↓']],
  ['previous', ['K', '↑']],
  ['accept', ['A']],
  ['refuse', ['R']],
  ['reason', ['1–6']],
  ['phrase', [';']],
  ['outline', ['M']],
  ['continue', ['Enter']],
  ['back', ['Esc']],
  ['undo', ['U']],
  ['compare', ['C']],
  ['together', ['G']],
  ['loupe', ['L']],
  ['contrast', ['B']],
  ['flat', ['F']],
  ['send', ['Ctrl', 'Enter']],
  ['undoSent', ['Z']],
  ['takeNext', ['N']],
  ['search', ['/']],
  ['help', ['?']],
] as const

/** Lists the keys of the workbench. */
export function KeyList() {
  const t = useTranslations('review.keys')
  return (
    <>
      <dl className="divide-y">
        {KEYS.map(([name, keys]) => (
          <div key={name} className="flex items-baseline justify-between gap-4 py-1.5">
            <dt>{t(name)}</dt>
            <dd className="flex shrink-0 items-baseline gap-1.5 text-xs text-text-muted">
              {keys.map((key, index) => (
                <span key={key} className="flex items-baseline gap-1.5">
                  {index > 0 ? <span>{name === 'send' ? '+' : t('or')}</span> : null}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-text-muted">{t('viewer')}</p>
    </>
  )
}
