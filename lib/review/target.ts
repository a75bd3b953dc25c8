import { HOUR, SECOND } from '@/lib/core/clock'

/** Within this, from being handed in, each application is to be decided: a day by the clock, days off included. */
export const REVIEW_TARGET = 24 * HOUR

export const REVIEW_TARGET_SECONDS = REVIEW_TARGET / SECOND
