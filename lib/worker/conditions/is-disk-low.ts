import 'server-only'
import { statfs } from 'node:fs/promises'
import { env } from '@/lib/core/env'

const GIB = 1024 ** 3

/** Whether the file system of the data folder has less room than both the share of its size and so many GiB. */
export async function isDiskLow({ share, gib }: { share: number; gib: number }): Promise<boolean> {
  const { bavail, blocks, bsize } = await statfs(env().ZHUNXIN_DATA)
  return bavail * bsize < Math.min(blocks * bsize * share, gib * GIB)
}
