/** The types of ID that a person can have. */
export const ID_TYPES = [
  'RESIDENT_ID',
  'HK_MACAO_PERMIT',
  'TAIWAN_PERMIT',
  'HMT_RESIDENCE_PERMIT',
  'FOREIGN_PERMANENT_RESIDENT_ID',
  'PASSPORT',
] as const
export type IdType = (typeof ID_TYPES)[number]
