import type { Page } from '@playwright/test'

/** Says what a reviewer sees of the workbench, as far as a key may change it. */
export type Look = {
  /** The number of the part that is judged, from 0. */
  current: number
  /** Lists the judgements of all parts, in order. */
  verdicts: string
  focus: string
  /** The heading of the dialog that is open. */
  dialog: string | null
  /** The number of pictures that are shown. */
  pictures: number
  /** The buttons that are pressed, of those that say how pictures are shown. */
  toggles: readonly string[]
  /** The numbers of the reasons that are chosen, from 1. */
  reasons: readonly number[]
  /** These are the texts of the fields; null where there is none. */
  filter: string | null
  note: string | null
  search: string | null
  arePhrasesOffered: boolean
  isDrawing: boolean
  isOutlined: boolean
  path: string
}

/** Returns what is seen of the workbench now, once what was pressed is drawn. */
export const lookAt = (page: Page): Promise<Look> =>
  page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const all = <T extends HTMLElement = HTMLElement>(selector: string) => [...document.querySelectorAll<T>(selector)]
    const nameOf = (element: Element | undefined) =>
      element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
    const named = (selector: string, names: readonly string[]) =>
      all(selector).filter((element) => names.some((name) => nameOf(element).startsWith(name)))
    const [filter] = all<HTMLInputElement>('[aria-label="Filter reasons"]')
    const [note] = all<HTMLTextAreaElement>('textarea[name^=note-text]')
    const [search] = all<HTMLInputElement>('header input[name=text]').filter((field) => field.checkVisibility())
    const parts = all('nav[aria-label=Parts] ol button')
    const boxes = all<HTMLInputElement>('main input[type=checkbox]')

    const focused = document.activeElement as HTMLElement
    const places: [string, boolean][] = [
      ['everywhere', focused === document.body || focused.id === 'main'],
      ['the dialog', focused.closest('dialog') !== null],
      ['the search', focused === search],
      ['the filter', focused === filter],
      ['the note', focused === note],
      ['a reason', focused.matches('input[type=checkbox]')],
      ['a correction', focused.matches('input[type=radio]')],
      ['the outline', nameOf(focused) === 'Outline an area'],
      ['a picture', focused.matches('[role=application]')],
      ['the list', parts.includes(focused)],
      ['a phrase', focused.matches('[data-phrase]')],
    ]
    const [place] = places.find(([, isIt]) => isIt) ?? [focused.outerHTML.slice(0, 120)]
    return {
      current: parts.findIndex((part) => part.ariaCurrent === 'step'),
      verdicts: parts.map((part) => part.textContent?.match(/(Not judged|Accepted|Refused|Unfinished)/)?.[0]).join(),
      focus: place === 'the dialog' ? `the dialog: ${nameOf(focused)}` : place,
      dialog: document.querySelector('dialog[open] h2')?.textContent ?? null,
      pictures: all('main [role=application]').filter((viewer) => nameOf(viewer) !== 'Outline an area').length,
      toggles: named('main button[aria-pressed=true]', ['Show together', 'More contrast', 'Flatten the page']).map(
        nameOf,
      ),
      reasons: boxes.flatMap((box, index) => (box.checked ? [index + 1] : [])),
      filter: filter?.value ?? null,
      note: note?.value ?? null,
      search: search?.value ?? null,
      arePhrasesOffered: document.querySelector('[data-close]') !== null,
      isDrawing: all('[role=application]').some((layer) => nameOf(layer) === 'Outline an area'),
      isOutlined: all('main button').some((button) => nameOf(button).startsWith('Outlined on page')),
      path: window.location.pathname,
    }
  })
