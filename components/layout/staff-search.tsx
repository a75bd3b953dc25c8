'use client'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useRef } from 'react'
import { useFormAction } from '@/components/forms/use-form-action'
import { keyHandler } from '@/components/keys/key-handler'
import { ariaKeys } from '@/components/keys/key-map'
import { useKeys } from '@/components/keys/use-keys'
import { Kbd } from '@/components/ui/kbd'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { FormAction } from '@/lib/core/forms/action-result'

type Props = {
  /** Takes the field `text` and leads to the results. It is a POST, since an address must contain no name or number. */
  action: FormAction<unknown>
}

/**
 * Finds qualifications by anything that is known of them; `/` leads here from anywhere but a field, and Escape back.
 */
export function StaffSearch({ action }: Props) {
  const t = useTranslations('common')
  const errors = useTranslations('errors')
  const [result, send] = useFormAction(action)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useKeys({
    search: () => {
      if (!input.current?.checkVisibility()) return
      input.current.select()
      input.current.focus()
    },
  })
  const listens = useHydrated()
  return (
    <search>
      <form action={send} className="relative" data-leads-away>
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
          onKeyDown={keyHandler((key) => (key === 'Escape' && !input.current?.value ? focusMain : undefined))}
          aria-keyshortcuts={listens ? ariaKeys('search') : undefined}
          className="control peer pr-8 pl-8 text-ellipsis md:w-72 lg:max-2xl:w-full"
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

const focusMain = () => document.getElementById('main')?.focus()
