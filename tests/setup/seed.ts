import fc from 'fast-check'
import { SEED } from './heavy'

/**
 * Property tests try the same values each time: a second run must not forgive a counterexample that the first one
 * found.
 */
fc.configureGlobal({ seed: SEED })
