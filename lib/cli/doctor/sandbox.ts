import 'server-only'
import { isolation } from '@/lib/imaging/decoder/decoder-pool'
import { LAYERS, LIMITS } from '@/lib/imaging/decoder/measures'
import { type Found, ok, warning } from './finding'

/** Checks which measures separate a decoder child from the machine here: children are started for it, and stop. */
export async function checkSandbox(): Promise<Found[]> {
  const { missing } = await isolation()
  if (missing.length === 0)
    return [ok(`All ${LAYERS.length} layers and ${LIMITS.length} limits of the decoders' sandbox are there.`)]
  const says = `This system withholds ${missing.join(', ')} from the decoders' sandbox.`
  return [warning(says, 'docs/vault.md says what each needs: often a package, or a right of the container.')]
}
