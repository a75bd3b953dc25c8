'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { CurrentSlot } from '../../_components/current-slot'

/** Describes a slot on the page. */
type Step = { id: string; name: string; isMissing: boolean; findings: number }

type Props = {
  steps: readonly Step[]
  /** Leads to the page that follows. */
  onward: string
  /** Appears between the slots and the link onward, whichever slot is shown. */
  below: ReactNode
  children: ReactNode
}

/**
 * Shows one slot at a time on a narrow screen, with what is missing, and all of them on a wide one. Without scripts
 * they are a list. Hidden slots stay: an upload in one of them continues.
 */
export function SlotSteps({ steps, onward, below, children }: Props) {
  const t = useTranslations('applicant.documents')
  const first = Math.max(
    0,
    steps.findIndex(({ isMissing }) => isMissing),
  )
  const [current, setCurrent] = useState(first)
  const [isRunning, setRunning] = useState(false)
  const place = useRef<HTMLParagraphElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one starts; a file that arrives moves nobody on
  useEffect(() => {
    const follow = () => {
      const named = steps.findIndex(({ id }) => id === window.location.hash.slice(1))
      if (named >= 0) setCurrent(named)
    }
    setRunning(true)
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const missing = steps.filter(({ isMissing }) => isMissing)
  const at = Math.max(0, Math.min(current, steps.length - 1))
  const isIncomplete = at < steps.length - 1 && missing.length > 0
  const isNextDue = !steps[at]?.isMissing && steps.slice(at).some(({ isMissing }) => isMissing)
  const go = (to: number) => {
    setCurrent(to)
    place.current?.focus()
  }
  const show = (id: string) => {
    const to = steps.findIndex((step) => step.id === id)
    if (to >= 0) go(to)
  }
  return (
    <>
      <div className={cn('mb-4 sm:hidden noscript:hidden', steps.length < 2 && 'hidden')}>
        <p ref={place} tabIndex={-1} className="numeric scroll-mt-4 font-medium outline-none">
          {t('steps.count', { number: at + 1, all: steps.length })}
        </p>
        <p role="status" className="text-sm text-text-muted">
          {missing.length > 0
            ? t('steps.missing', { names: missing.map(({ name }) => name).join(t('steps.and')) })
            : t('steps.none')}
        </p>
        <div role="status">
          {steps.map(({ id, name, findings }, index) =>
            findings > 0 && index !== at ? (
              <p key={id} className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
                {t('steps.elsewhere', { name, count: findings })}
                <Button size="small" onClick={() => go(index)}>
                  {t('elsewhere.go', { name })}
                </Button>
              </p>
            ) : null,
          )}
        </div>
      </div>
      <CurrentSlot.Provider value={{ id: steps[at]?.id, isRunning, show }}>{children}</CurrentSlot.Provider>
      <nav
        aria-label={t('steps.label')}
        className={cn('mt-4 flex justify-between gap-3 sm:hidden noscript:hidden', steps.length < 2 && 'hidden')}
      >
        <Button disabled={at === 0} onClick={() => go(at - 1)}>
          {t('steps.back')}
        </Button>
        <Button
          variant={isNextDue ? 'primary' : 'secondary'}
          disabled={at === steps.length - 1}
          onClick={() => go(at + 1)}
        >
          {t('steps.next')}
        </Button>
      </nav>
      {below}
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-3 border-t pt-5">
        <Button asChild variant="primary" className={cn(isIncomplete && hiddenOnPhones(isRunning))}>
          <Link href={onward}>{t('continue')}</Link>
        </Button>
        {isIncomplete ? (
          <Link href={onward} className="link inline-flex min-h-11 items-center sm:hidden noscript:hidden">
            {t('steps.type')}
          </Link>
        ) : null}
        <p className="text-sm text-text-muted">{t('savesItself')}</p>
      </div>
    </>
  )
}

/** Shows slots, or a heading above them, unless another slot is the one that a narrow screen shows. */
export function SlotStep({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  const current = useContext(CurrentSlot)
  const isOther = current !== null && !ids.some((id) => id === current.id)
  return <div className={isOther ? hiddenOnPhones(current.isRunning) : undefined}>{children}</div>
}

/** Hides a slot on phones. Before scripts run, a browser that doesn't know the query for them shows everything. */
const hiddenOnPhones = (isRunning: boolean): string =>
  isRunning ? 'max-sm:hidden' : '[@media(scripting:enabled)]:max-sm:hidden'
