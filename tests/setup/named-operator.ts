import { OPERATOR } from './operator'

/**
 * This module names the operator in a process that makes applications for the portals that it starts: letters contain
 * the name.
 */
Object.assign(process.env, OPERATOR)
