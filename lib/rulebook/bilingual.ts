import { z } from 'zod'

/** Words that stand in versions of rules and not in the portal's own messages: in each of its languages. */
export const Bilingual = z.strictObject({ 'zh-CN': z.string(), en: z.string() })
export type Bilingual = z.infer<typeof Bilingual>
