import { operator } from '@/lib/core/operator'

/** Stands where the operator entered no name: the page says so next to the letter. */
const UNNAMED = '短信发送平台'

/** Returns whom letters are for: the operator by its legal name, whatever language a page is in. */
export const addressee = (): string => operator().name ?? UNNAMED
