import { addresseeOfNew, operator } from '@/lib/core/operator'

/** Appears in what is shown of letters where none is issued, and in letters that were issued so earlier. */
const UNNAMED = '短信发送平台'

/** Returns whom letters are for, in all languages. */
export const addressee = (): string => addresseeOfNew() ?? operator().name ?? UNNAMED
