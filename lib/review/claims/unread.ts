import 'server-only'
import { env } from '@/lib/core/env'

/** Returns how many of so many unread files a machine will still read: none where nothing is read any more. */
export const unreadIn = (files: number): number => (env().READ_DOCUMENTS === '1' ? files : 0)
