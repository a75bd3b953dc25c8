import 'server-only'
import { statfs } from 'node:fs/promises'
import { env } from '@/lib/core/env'

const GIB = 1024 ** 3

/** Whose folders the portal writes to. */
const SETTINGS = ['ZHUNXIN_DATA', 'BLOBS_FOLDER'] as const
export type FolderSetting = (typeof SETTINGS)[number]

type Limits = { share: number; gib: number }

/** Returns the settings whose folder is on a file system with less room than both a share of its size and so many GiB. */
export async function lowDisks(limits: Limits): Promise<FolderSetting[]> {
  const low = await Promise.all(
    SETTINGS.map(async (setting) => {
      const folder = env()[setting]
      return folder && (await isLow(folder, limits)) ? [setting] : []
    }),
  )
  return low.flat()
}

async function isLow(folder: string, { share, gib }: Limits): Promise<boolean> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return bavail * bsize < Math.min(blocks * bsize * share, gib * GIB)
}
