import { HOUR, SECOND } from '@/lib/core/clock'

/** The time after submission in which each application should be decided: 24 hours, days off included. */
export const REVIEW_TARGET = 24 * HOUR

export const REVIEW_TARGET_SECONDS = REVIEW_TARGET / SECOND
