-- What came in and went out in a period, by time.
CREATE INDEX "submissions_submitted_at_idx" ON "submissions"("submitted_at");
CREATE INDEX "decisions_decided_at_idx" ON "decisions"("decided_at");
CREATE INDEX "turns_kind_at_idx" ON "turns"("kind", "at");

-- Few parts are refused: those alone are read, and not all that were judged.
CREATE INDEX "part_judgements_refused_idx" ON "part_judgements"("decision_id") WHERE "verdict" = 'REFUSED';

-- The events that figures are counted from, whatever else the log is full of.
CREATE INDEX "audit_events_figures_idx" ON "audit_events"("action", "at") INCLUDE ("actor_id", "subject_id")
WHERE "action" IN (
  'review.claimed', 'review.released', 'review.urgency_set',
  'document.viewed', 'document.exported', 'qualification.declared_shown',
  'qualification.suspended', 'qualification.resumed', 'qualification.revoked', 'staff.factors_reset',
  'act.refused', 'act.refusals_counted', 'sign_in.failed', 'identity.missed', 'identity.locked'
);
