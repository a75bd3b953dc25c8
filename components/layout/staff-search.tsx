'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useEffect, useId, useRef } from 'react'
import { Kbd } from '@/components/ui/kbd'
import { useHydrated } from '@/components/ui/use-hydrated'

type Result = { ok: true } | { ok: false; error: string; params: Record<string, string | number> }

type Props = {
  /** Takes the field `text` and leads on. By POST, since a name or a number must not stand in an address. */
  action: (previous: unknown, form: FormData) => Promise<Result>
}

/** Finds qualifications by whatever is known of them; `/` leads here from anywhere but a field. */
export function StaffSearch({ action }: Props) {
  const t = useTranslations('common')
  const errors = useTranslations('errors')
  const [result, send] = useActionState(action, null)
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
  const listens = useHydrated()
  return (
    <search>
      <form action={send} className="relative">
        <label htmlFor={id} className="sr-only">
          {t('search.label')}
        </label>
        <Search
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-text-muted"
        />
        <input
          ref={input}
          id={id}
          name="text"
          type="search"
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t('search.placeholder')}
          aria-keyshortcuts={listens ? '/' : undefined}
          className="control peer pr-8 pl-8 md:w-72"
        />
        {listens ? (
          <span aria-hidden className="absolute inset-y-0 right-2.5 flex items-center peer-focus:hidden max-md:hidden">
            <Kbd>/</Kbd>
          </span>
        ) : null}
        {result && !result.ok ? (
          <p
            role="alert"
            className="absolute top-full right-0 z-10 mt-1 rounded-sm border bg-surface px-2 py-1 text-danger"
          >
            {errors(result.error, result.params)}
          </p>
        ) : null}
      </form>
    </search>
  )
}
