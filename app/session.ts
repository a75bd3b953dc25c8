'use server'

import { redirect } from 'next/navigation'
import { signOut } from '@/lib/web/session'

/** Ends this session, here and in its row. */
export async function signOutHere(): Promise<void> {
  const audience = await signOut()
  redirect(audience === 'STAFF' ? '/staff/sign-in' : '/')
}
