import 'server-only'
import { statfs } from 'node:fs/promises'
import { env } from '@/lib/core/env'

const GIB = 1024 ** 3

/** Lists the settings whose folders the portal writes to. */
const SETTINGS = ['ZHUNXIN_DATA', 'BLOBS_FOLDER'] as const
export type FolderSetting = (typeof SETTINGS)[number]

/** Describes the file system of the setting's folder, in bytes. `free` is what the portal may fill. */
export type Disk = { setting: FolderSetting; free: number; size: number }

type Limits = { share: number; gib: number }

/**
 * Returns the settings whose folder is on a file system with less room than both a share of its size and so many GiB.
 */
export async function lowDisks({ share, gib }: Limits): Promise<FolderSetting[]> {
  const disks = await readDisks()
  return disks.filter(({ free, size }) => free < Math.min(size * share, gib * GIB)).map(({ setting }) => setting)
}

/** Returns the room of each folder that is set. @throws where one can't be read */
export async function readDisks(): Promise<Disk[]> {
  const disks = await Promise.all(
    SETTINGS.map(async (setting) => {
      const folder = env()[setting]
      if (!folder) return []
      const { bavail, blocks, bsize } = await statfs(folder)
      return [{ setting, free: bavail * bsize, size: blocks * bsize }]
    }),
  )
  return disks.flat()
}
