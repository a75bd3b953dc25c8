import 'server-only'
import { statfs } from 'node:fs/promises'
import { Gauge } from 'prom-client'
import { env } from '@/lib/core/env'
import { poolFigures } from '@/lib/db/pool-figures'
import { decoderFigures } from '@/lib/imaging/decoder/decoder-figures'
import { registry } from './registry'

/** Registers the figures that this process knows by itself, read on each request. */
export function registerProcessFigures(): void {
  const registers = [registry]
  new Gauge({
    name: 'zhunxin_decoders',
    help: 'Decoders at work, and files that wait for one, of uploads and of views for staff',
    labelNames: ['work', 'state'] as const,
    registers,
    collect() {
      for (const { work, busy, waiting } of decoderFigures()) {
        this.set({ work, state: 'busy' }, busy)
        this.set({ work, state: 'waiting' }, waiting)
      }
    },
  })
  new Gauge({
    name: 'zhunxin_database_pool_connections',
    help: 'Connections of the pools of this process',
    labelNames: ['state'] as const,
    registers,
    collect() {
      const { busy, idle } = poolFigures()
      this.set({ state: 'busy' }, busy)
      this.set({ state: 'idle' }, idle)
    },
  })
  new Gauge({
    name: 'zhunxin_database_pool_limit',
    help: 'Connections that the pools of this process may have',
    registers,
    collect() {
      this.set(poolFigures().limit)
    },
  })
  new Gauge({
    name: 'zhunxin_database_pool_waiting',
    help: 'Callers that wait for a connection',
    registers,
    collect() {
      this.set(poolFigures().waiting)
    },
  })
  new Gauge({
    name: 'zhunxin_disk_bytes',
    help: 'Of the disk that the data folder is on: what is free for the portal, and all',
    labelNames: ['what'] as const,
    registers,
    async collect() {
      this.reset()
      const disk = await statfs(env().ZHUNXIN_DATA).catch(() => null) // no value: the other figures are shown nonetheless
      if (!disk) return
      this.set({ what: 'free' }, disk.bavail * disk.bsize)
      this.set({ what: 'all' }, disk.blocks * disk.bsize)
    },
  })
}
