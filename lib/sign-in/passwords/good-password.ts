import 'server-only'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { passwordProblem } from './passwords'

/**
 * Refuses a weak password.
 *
 * @throws DomainError PASSWORD_LENGTH, PASSWORD_COMMON, PASSWORD_PERSONAL
 */
export function requireGoodPassword(
  password: string,
  { name, email }: { name: string | null; email: string | null },
): void {
  const about = [name ?? '', email ?? '', '准信', 'zhunxin', env().ZHUNXIN_PLATFORM ?? '']
  const problem = passwordProblem(password, about)
  if (problem) throw new DomainError(problem, 'Not a good password')
}
