import { z } from 'zod'

/** Returns a form field's values: a form sends nothing, one value or several under one name. */
export function valuesIn(sent: unknown): unknown[] {
  return sent === undefined ? [] : [sent].flat()
}

/** At most `most` of them, each as `item` says. */
export const many = <T extends z.ZodType>(item: T, most: number) => z.preprocess(valuesIn, z.array(item).max(most))
