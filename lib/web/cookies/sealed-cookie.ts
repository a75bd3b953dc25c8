import 'server-only'
import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import type { z } from 'zod'
import { env } from '@/lib/core/env'
import { systemKey } from '@/lib/crypto/data-keys'

/**
 * Makes a short-lived cookie whose content only this portal can read or write. It is bound to this host and to https.
 * `name` is part of its key, so that no other sealed cookie passes for it.
 */
export function sealedCookie<S extends z.ZodType<Record<string, unknown>>>(name: string, schema: S, seconds: number) {
  const cookieName = () => (env().isHttps ? `__Host-zhunxin.${name}` : `zhunxin.${name}`)
  // Lax: a provider of single sign-on leads back from another site.
  const rules = () => ({ httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' }) as const
  const sealing = async () => ({ secret: (await systemKey('SESSION')).toString('base64'), salt: name })
  return {
    /** Stores what the schema accepts; anything else, such as what nobody typed into our form, is not stored. */
    async store(content: z.output<S>): Promise<void> {
      if (!schema.safeParse(content).success) return
      const token = await encode({ token: content, ...(await sealing()), maxAge: seconds })
      ;(await cookies()).set(cookieName(), token, { ...rules(), maxAge: seconds })
    },
    /** Returns the content; null when there is none, or when it is too old or not ours. */
    async read(): Promise<z.output<S> | null> {
      const token = (await cookies()).get(cookieName())?.value
      if (!token) return null
      const claims = await decode({ token, ...(await sealing()) }).catch(() => null)
      return schema.safeParse(claims).data ?? null
    },
    async remove(): Promise<void> {
      const jar = await cookies()
      if (jar.has(cookieName())) jar.delete({ name: cookieName(), ...rules() })
    },
  }
}
