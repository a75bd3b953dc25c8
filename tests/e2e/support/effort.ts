import type { Page } from '@playwright/test'

/** Lists what a person does on the way: activations, a picked file among them, and fields that are typed into. */
export type Effort = { taps: string[]; typed: string[] }

/**
 * Counts from now on. A tap is any activation of a button, link, box, list or file picker; that a field gets the focus
 * is none. A field counts once a page, however many keys it takes.
 */
export async function countEffort(page: Page): Promise<Effort> {
  const effort: Effort = { taps: [], typed: [] }
  await page.exposeBinding('zhunxinEffort', (_, kind: keyof Effort, what: string) => {
    if (kind === 'taps' || !effort.typed.includes(what)) effort[kind].push(what)
  })
  await page.addInitScript(() => {
    const { zhunxinEffort: tell } = window as unknown as { zhunxinEffort: (kind: string, what: string) => void }
    const isTyped = (target: Element) =>
      target.matches('textarea, input:not([type=checkbox], [type=radio], [type=file], [type=submit])')
    const named = (target: Element) =>
      `${location.pathname.replace(/[0-9a-f-]{36}/, '…')} ${target.getAttribute('name') || target.textContent?.trim()}`
    document.addEventListener(
      'click',
      ({ target, isTrusted }) => {
        const acts = (target as Element).closest('a, button, summary, input')
        // A label passes its click on to its box, which then counts.
        if (isTrusted && acts && !isTyped(acts)) tell('taps', named(acts))
      },
      true,
    )
    document.addEventListener(
      'input',
      ({ target }) => {
        const field = target as Element
        if (isTyped(field)) tell('typed', named(field))
        else if (field.matches('select')) tell('taps', named(field))
      },
      true,
    )
  })
  return effort
}
