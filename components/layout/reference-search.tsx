'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef } from 'react'
import { controlStyles } from '@/components/forms/control'
import { Kbd } from '@/components/ui/kbd'

type Props = { /** A page that takes the query by GET. */ action: string; name?: string; defaultValue?: string }

/** Finds a qualification by its reference; `/` leads here from anywhere but a field. */
export function ReferenceSearch({ action, name = 'reference', defaultValue }: Props) {
  const t = useTranslations('common')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = (event.target as Element | null)?.closest?.('input, textarea, select, dialog, [contenteditable]')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      if (!input.current?.checkVisibility()) return
      event.preventDefault()
      input.current.select()
      input.current.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <search>
      <form action={action} className="relative">
        <label htmlFor={id} className="sr-only">
          {t('search.reference')}
        </label>
        <Search
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-text-muted"
        />
        <input
          ref={input}
          id={id}
          name={name}
          type="search"
          defaultValue={defaultValue}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          placeholder={t('search.placeholder')}
          className={controlStyles('numeric peer pr-8 pl-8 md:w-64')}
        />
        <span aria-hidden className="absolute inset-y-0 right-2.5 flex items-center peer-focus:hidden max-md:hidden">
          <Kbd>/</Kbd>
        </span>
      </form>
    </search>
  )
}
