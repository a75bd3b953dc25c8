/** Says whether a field is part of the form: the applicant may leave an OPTIONAL one empty. */
export const REQUIREMENTS = ['REQUIRED', 'OPTIONAL', 'NOT_REQUIRED'] as const
export const SOURCE_CHOICES = ['WITHOUT_EVIDENCE', 'WITH_EVIDENCE', 'NOT_OFFERED'] as const
