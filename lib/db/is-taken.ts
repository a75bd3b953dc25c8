import { Prisma } from './generated/client'

/**
 * Returns whether a unique index refused what was written: only it can detect that two wrote the same at the same time.
 */
export const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
