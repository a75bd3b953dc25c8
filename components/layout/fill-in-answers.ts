/** Selects the fields that a demo fills in: codes of six digits, and how an ID number ends. */
const FIELDS = 'input[autocomplete="one-time-code"], input[name="ending"]'

type Answers = { code?: string | null; ending?: string | null }

const readAnswers = (): Promise<Answers> =>
  fetch('/dev/demo').then(
    (answer) => (answer.ok ? (answer.json() as Promise<Answers>) : {}),
    () => ({}),
  )

/**
 * Fills in, on each page of a demo, what people would read on their phones. Forms know nothing of it: it looks for
 * their fields whenever the page changes, and leaves alone what a visitor typed.
 */
export function fillInAnswers(): void {
  const filled = new WeakMap<HTMLInputElement, string>()
  const isOpen = (field: HTMLInputElement) => field.value === '' || field.value === filled.get(field)
  let isReading = false
  let isDue = false
  const fillIn = async () => {
    const fields = [...document.querySelectorAll<HTMLInputElement>(FIELDS)].filter(isOpen)
    if (fields.length === 0) return
    isDue = isReading
    if (isReading) return
    isReading = true
    const { code, ending } = await readAnswers()
    isReading = false
    for (const field of fields) {
      const answer = field.name === 'ending' ? ending : code
      if (!answer || !isOpen(field)) continue
      field.value = answer
      filled.set(field, answer)
    }
    if (isDue) void fillIn()
  }
  void fillIn()
  new MutationObserver(() => void fillIn()).observe(document.body, { childList: true, subtree: true })
}
