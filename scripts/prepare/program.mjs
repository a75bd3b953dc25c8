import { StartError } from './folders.mjs'

/** Runs a script's work; an error that its user can fix is printed in one line. */
export async function program(work) {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
