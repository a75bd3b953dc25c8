import { z } from 'zod'

/** An id as someone sends it, in the one spelling that the database answers with: values are sealed to it. */
export const IdText = z.uuid().toLowerCase()
