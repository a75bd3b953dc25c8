import 'server-only'

/** Reports that the object exists already, and was not replaced. */
export class ObjectTakenError extends Error {}

/** Reports that the object does not exist. */
export class ObjectMissingError extends Error {}
