import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { Kbd } from '@/components/ui/kbd'
import { DRAWING_KEYS, KEY_MAP, PICTURE_KEYS, type Shortcut } from './key-map'

/** Lists the keys of the workbench; the one that undoes what was sent only where it can be undone. */
export function KeyList({ canUndoSent }: { canUndoSent: boolean }) {
  const t = useTranslations('review.keys')
  const anywhere = namesOf(KEY_MAP).filter((name) => name !== 'undoSent' || canUndoSent)
  return (
    <>
      <Keys keys={anywhere.map((name) => ({ words: t(name), shortcut: KEY_MAP[name] }))} />
      <h3 className="mt-4 font-medium">{t('picture.title')}</h3>
      <Keys
        keys={namesOf(PICTURE_KEYS).map((name) => ({ words: t(`picture.${name}`), shortcut: PICTURE_KEYS[name] }))}
      />
      <h3 className="mt-4 font-medium">{t('drawing.title')}</h3>
      <Keys
        keys={namesOf(DRAWING_KEYS).map((name) => ({ words: t(`drawing.${name}`), shortcut: DRAWING_KEYS[name] }))}
      />
    </>
  )
}

const namesOf = <Name extends string>(table: Readonly<Record<Name, Shortcut>>) => Object.keys(table) as Name[]

function Keys({ keys }: { keys: readonly { words: string; shortcut: Shortcut }[] }) {
  const t = useTranslations('review.keys')
  return (
    <dl className="lg:columns-2 lg:gap-x-10">
      {keys.map(({ words, shortcut }) => (
        <div key={words} className="flex break-inside-avoid items-baseline justify-between gap-4 border-b py-1.5">
          <dt>{words}</dt>
          <dd className="flex shrink-0 items-baseline gap-1.5 text-xs text-text-muted">
            {shortcut.shown.map((part, index, { [index - 1]: before, length }) => (
              <Fragment key={part}>
                {before && before !== '+' && part !== '+' ? <span>{t('or')}</span> : null}
                {part === '+' && length > 1 ? <span>+</span> : <Kbd>{part}</Kbd>}
              </Fragment>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
