/** What a spreadsheet takes for a formula (ASVS 1.2.10); the full-width forms are the same to an East Asian one. */
export const RUNS = /^[=+\-@\t\r\0＝＋－＠]/
