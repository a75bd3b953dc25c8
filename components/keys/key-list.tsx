import { useTranslations } from 'next-intl'
import { Kbd } from '@/components/ui/kbd'
import { KEY_MAP, type KeyName, shortcut } from './key-map'

/** Lists the keys of the workbench; the one that undoes what was sent only where it can be undone. */
export function KeyList({ canUndoSent }: { canUndoSent: boolean }) {
  const t = useTranslations('review.keys')
  const names = (Object.keys(KEY_MAP) as KeyName[]).filter((name) => name !== 'undoSent' || canUndoSent)
  return (
    <>
      <dl className="lg:columns-2 lg:gap-x-10">
        {names.map((name) => (
          <div key={name} className="flex break-inside-avoid items-baseline justify-between gap-4 border-b py-1.5">
            <dt>{t(name)}</dt>
            <dd className="flex shrink-0 items-baseline gap-1.5 text-xs text-text-muted">
              {shortcut(name).shown.map((part, index, { [index - 1]: before }) => (
                <span key={part} className="flex items-baseline gap-1.5">
                  {before && before !== '+' && part !== '+' ? <span>{t('or')}</span> : null}
                  {part === '+' ? <span>+</span> : <Kbd>{part}</Kbd>}
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
