'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { keyHandler } from '@/components/keys/key-handler'
import { isKey } from '@/components/keys/key-map'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import type { Phrases } from './use-phrases'

type Props = {
  phrases: Phrases
  insert: (text: string) => void
  close: () => void
}

/**
 * Offers the reviewer's own phrases: by digits, arrows and Enter, or a click. The semicolon again writes a semicolon.
 */
export function PhraseList({ phrases: { phrases, remove }, insert, close }: Props) {
  const t = useTranslations('review.phrases')
  const list = useRef<HTMLFieldSetElement>(null)
  const buttons = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-phrase]') ?? [])]
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[data-phrase], button')?.focus()
  }, [])
  const move = (by: number) => () => {
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLElement)
    all.at((at + by) % all.length)?.focus()
  }
  const onKeyDown = keyHandler((key) => {
    const byDigit = phrases[Number(key) - 1]
    if (byDigit) return () => insert(byDigit.text)
    if (isKey('reason', key)) return () => {} // here, no digit is that of a reason
    if (isKey('phrase', key)) return () => insert(key)
    return { ArrowDown: move(1), ArrowUp: move(-1), Escape: close }[key]
  })
  const removeOne = (id: string) => {
    remove(id)
    list.current?.querySelector<HTMLElement>('[data-close]')?.focus()
  }
  return (
    <fieldset ref={list} onKeyDown={onKeyDown} className="relative min-w-0 rounded-md border bg-surface-sunken p-2">
      <legend className="sr-only">{t('title')}</legend>
      {phrases.length === 0 ? <p className="px-1 text-sm text-text-muted">{t('none')}</p> : null}
      <ol className="divide-y">
        {phrases.map(({ id, text }, index) => (
          <li key={id} className="flex items-start gap-1">
            <button
              type="button"
              data-phrase
              onClick={() => insert(text)}
              className="flex min-h-11 min-w-0 flex-1 items-start gap-2 rounded-sm px-1 py-1.5 text-left hover:bg-surface lg:min-h-0"
            >
              <span className="min-w-0 flex-1 break-words">{text}</span>
              {index < 9 ? (
                <span aria-hidden className="max-lg:hidden">
                  <Kbd>{index + 1}</Kbd>
                </span>
              ) : null}
            </button>
            <Button variant="quiet" size="icon" aria-label={t('remove', { text })} onClick={() => removeOne(id)}>
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      <Button data-close size="small" variant="quiet" onClick={close}>
        {t('close')}
      </Button>
    </fieldset>
  )
}
