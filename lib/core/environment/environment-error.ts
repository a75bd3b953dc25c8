import { OperatorError } from '../errors'

/** All that is wrong with the environment, at once. */
export class EnvironmentError extends OperatorError {
  constructor(readonly problems: readonly string[]) {
    super(['The environment is not right:', ...problems.map((problem) => `  - ${problem}`)].join('\n'))
    this.name = 'EnvironmentError'
  }
}
