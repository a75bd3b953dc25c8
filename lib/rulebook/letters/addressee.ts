import { operator } from '@/lib/core/operator'

/**
 * Appears in what is shown before the operator entered its name, and in letters that were issued then; none is issued
 * now.
 */
const UNNAMED = '短信发送平台'

/** Returns whom letters are for: the operator by its legal name, in all languages. */
export const addressee = (): string => operator().name ?? UNNAMED
