import 'server-only'
import { isolation } from '@/lib/imaging/decoder-pool'
import { LAYERS, LIMITS } from '@/lib/imaging/measures'
import { type Found, ok, warning } from './finding'

/** What separates a decoder child from the machine, as it can be had here: children are started for it, and end. */
export async function lookAtSandbox(): Promise<Found[]> {
  const { missing } = await isolation()
  if (missing.length === 0)
    return [ok(`All ${LAYERS.length} layers and ${LIMITS.length} limits of the decoders' sandbox are there.`)]
  const says = `This system withholds ${missing.join(', ')} from the decoders' sandbox.`
  return [warning(says, 'docs/vault.md says what each needs: often a package, or a right of the container.')]
}
