import { z } from 'zod'

/** Words that are part of a version of rules instead of the portal's messages, in each language. */
export const Bilingual = z.strictObject({ 'zh-CN': z.string(), en: z.string() })
export type Bilingual = z.infer<typeof Bilingual>
