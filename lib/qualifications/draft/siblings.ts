/**
 * Lists what has to change along with a field, since rules check them together: an ID number contains the date of
 * birth.
 */
const SIBLINGS: Readonly<Record<string, readonly string[]>> = {
  idType: ['idNumber', 'birthDate', 'idValidFrom', 'idValidTo'],
  idNumber: ['idType', 'birthDate'],
  birthDate: ['idNumber'],
  idValidFrom: ['idValidTo'],
  idValidTo: ['idValidFrom', 'idNumber'], // an expired passport or permit is replaced by one with another number
  type: ['certificate', 'code', 'organisationCode', 'hasSeal'],
  certificate: ['type', 'code', 'organisationCode'],
  code: ['certificate', 'organisationCode'],
  organisationCode: ['certificate', 'code'],
  validFrom: ['validTo'],
  validTo: ['validFrom'],
  authorisedFrom: ['authorisedTo'],
  authorisedTo: ['authorisedFrom'],
}

/** Returns a field key and those of the same subject that must be corrected with it. */
export function siblingsOf(key: string): string[] {
  const [subject = '', name = ''] = key.split('.')
  return [key, ...(SIBLINGS[name] ?? []).map((sibling) => `${subject}.${sibling}`)]
}
