import { appendFileSync } from 'node:fs'

/**
 * Writes down which files vitest means to run, and which started and ended when, as it goes: however the run ends, the
 * files that were running and those without a result are known. The file that ZHUNXIN_TEST_PROGRESS names has one JSON
 * object a line.
 */
export default class ProgressReporter {
  onTestRunStart(specifications) {
    write({ planned: specifications.map(({ moduleId }) => moduleId) })
  }

  onTestModuleStart({ moduleId }) {
    write({ started: moduleId, at: Date.now() })
  }

  onTestModuleEnd({ moduleId }) {
    write({ ended: moduleId, at: Date.now() })
  }

  /** Errors of no test: a rejected promise that nobody waited for, a worker that died. */
  onTestRunEnd(_modules, errors) {
    write({
      errors: errors.map(({ name, message, VITEST_TEST_PATH }) => ({
        message: `${name}: ${message}`,
        file: VITEST_TEST_PATH,
      })),
    })
  }
}

const write = (line) => appendFileSync(process.env.ZHUNXIN_TEST_PROGRESS, `${JSON.stringify(line)}\n`)
