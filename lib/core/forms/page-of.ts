/**
 * The field by which a script says who opened the page that a form is on. Pages without forms load no more than this.
 */
export const PAGE_OF = '$PAGE_OF'
