/** Matches what a spreadsheet reads as a formula (ASVS 1.2.10); an East Asian one also reads the full-width forms. */
export const STARTS_FORMULA = /^[=+\-@\t\r\0＝＋－＠]/
