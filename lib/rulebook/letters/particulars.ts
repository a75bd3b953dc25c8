/**
 * Lists the particulars at the head of a letter, in the order of printing. A letter has those for which its text has a
 * label.
 */
export const PARTICULARS = [
  'principal',
  'principalCode',
  'principalLegalRep',
  'name',
  'idType',
  'idNumber',
  'organisation',
  'code',
  'legalRep',
  'administrator',
  'administratorIdType',
  'administratorIdNumber',
  'signatures',
  'authorisedSignatures',
  'authorisedFrom',
  'authorisedTo',
  'reference',
] as const
export type Particular = (typeof PARTICULARS)[number]
