/** The options chosen in a CHOICES field. By itself, so that a browser needs no checks for it. */
export function choicesOf(value: string | undefined): string[] {
  return value ? value.split(',') : []
}
