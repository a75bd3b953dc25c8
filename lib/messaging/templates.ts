/**
 * What can be sent, and what its words are filled with. The words stand in `messages` of both message files, under the
 * template's name.
 */
export type MessageParams = {
  SIGN_IN_CODE: { code: string; minutes: number }
}

export type MessageTemplate = keyof MessageParams
