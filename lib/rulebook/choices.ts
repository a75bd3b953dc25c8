/** Returns the options chosen in a CHOICES field. It has its own file, so that a browser loads no checks with it. */
export function choicesOf(value: string | undefined): string[] {
  return value ? value.split(',') : []
}
