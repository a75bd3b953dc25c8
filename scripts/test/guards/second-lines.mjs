/**
 * Guards that no test can miss, since another one stands before or behind them and refuses the same: `file guard` → why it
 * stands there all the same.
 */
export const SECOND_LINES = {}
