import { join } from 'node:path'
import { z } from 'zod'

/**
 * Describes the invented people of a demo, as the sign-in pages list them. The demo's own program writes the file, and
 * the portal reads it: neither knows the other's code. `key` names the sentences about a person in `demo` of both
 * message files.
 */
export const DemoCast = z.object({
  staff: z.array(z.object({ key: z.string(), name: z.string(), email: z.string(), password: z.string() })),
  applicants: z.array(z.object({ key: z.string(), phone: z.string() })),
  /** The person as whom somebody new may apply, and the folder of that person's papers. */
  newcomer: z.object({
    name: z.string(),
    idNumber: z.string(),
    birthDate: z.string(),
    idValidFrom: z.string(),
    idValidTo: z.string(),
    papers: z.string(),
  }),
})
export type DemoCast = z.output<typeof DemoCast>

/** Returns where the file is in a demo's data folder. */
export const demoCastFile = (dataFolder: string): string => join(dataFolder, 'demo.json')
