import { z } from 'zod'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

export const ExternalRef = z
  .string()
  .regex(/^[A-Za-z0-9._:@-]{1,100}$/)
  .describe('The platform’s own ID of its customer.')

export const PutAccount = z.strictObject({
  account: z
    .uuid()
    .toLowerCase()
    .optional()
    .describe('The ID of an account that exists, to give it this ID of the platform. Without it an account is made.'),
})

export const AccountAnswer = z.strictObject({
  id: z.uuid(),
  externalRef: z.string(),
  members: z.int().describe('The people who are members of it.'),
  consents: z
    .boolean()
    .describe(
      'Whether each member has given every consent in the portal, or, where nobody is a member, every consent is attested: only then may the key apply for it.',
    ),
})
export type AccountAnswer = z.output<typeof AccountAnswer>
