import { code, event, id } from '../define'

/**
 * Lists the events of what hindered the portal's work, from when the worker was sure of it. `condition`: a row of
 * lib/worker/conditions/table.ts.
 */
export const INCIDENT_EVENTS = [
  event('incident.opened', null, { incidentId: id, condition: code('condition') }),
  event('incident.closed', null, { incidentId: id, condition: code('condition') }),
] as const
