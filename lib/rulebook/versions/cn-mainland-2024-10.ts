import { DEFAULT_RETENTION } from '../retention'
import type { Rulebook } from '../rulebook'
import { INDIVIDUAL } from './cn-mainland-2024-10/individual'
import { ORGANISATION } from './cn-mainland-2024-10/organisation'

/** What large platforms in mainland China ask of a sender since October 2024. */
export const CN_MAINLAND_2024_10: Rulebook = {
  version: 'cn-mainland/2024-10',
  effectiveFrom: '2024-10-01',
  terms: {
    validityMonths: 12,
    coolingOffDays: 7,
    draftLapseDays: 30,
    draftLapseWarnDays: 23,
    leaseMinutes: 15,
    adultAge: 18,
  },
  switches: { individualBusinesses: true, organisationCodeCertificates: true, individualMarketing: true },
  retention: DEFAULT_RETENTION,
  kinds: { INDIVIDUAL, ORGANISATION },
}
