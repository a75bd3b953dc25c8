-- Cases are found by the last six characters of their reference.
CREATE INDEX "qualifications_reference_tail_idx" ON "qualifications" (right("reference", 6));
