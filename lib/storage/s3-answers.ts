import 'server-only'

/** The object is there already, and was not replaced. */
export class ObjectTakenError extends Error {}

/** There is no such object. */
export class ObjectMissingError extends Error {}
