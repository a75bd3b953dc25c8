const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Returns a text as markup shows it, in an element or in a quoted attribute. */
export const escapedHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** Markup in which each value was escaped. Only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | Html | readonly Html[]

/** Makes markup from a template: values are escaped, unless they are markup made in the same way. */
export function html(template: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = template[0] ?? ''
  for (const [index, value] of values.entries()) text += textOf(value) + (template[index + 1] ?? '')
  return new Html(text)
}

function textOf(value: Value): string {
  if (value instanceof Html) return value.text
  return typeof value === 'string' ? escapedHtml(value) : value.map(({ text }) => text).join('')
}

export const NO_HTML = new Html('')
