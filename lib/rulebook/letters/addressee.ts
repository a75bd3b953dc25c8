import { operator } from '@/lib/core/operator'

/** Appears in letters where the operator entered no name: the page says so next to the letter. */
const UNNAMED = '短信发送平台'

/** Returns whom letters are for: the operator by its legal name, in all languages. */
export const addressee = (): string => operator().name ?? UNNAMED
