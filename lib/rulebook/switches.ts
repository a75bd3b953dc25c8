/** The options that an administrator can turn off without removing them from the rules. */
export const SWITCHES = ['individualBusinesses', 'organisationCodeCertificates', 'individualMarketing'] as const
export type Switch = (typeof SWITCHES)[number]
