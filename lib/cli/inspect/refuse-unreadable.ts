import 'server-only'
import { accessSync, constants } from 'node:fs'
import { StartRefusal } from '../start/run-program'

/** @throws StartRefusal when a file can't be read */
export function refuseUnreadable(file: string): void {
  try {
    accessSync(file, constants.R_OK)
  } catch (error) {
    throw new StartRefusal(`${file} can't be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
