-- The first and last day, in Shanghai, of the principal's authorisation as last submitted: they are about no person. Rows that
-- were submitted before this have neither; their validity ends with the authorisation all the same.
ALTER TABLE "qualifications" ADD COLUMN "authorised_from" DATE, ADD COLUMN "authorised_to" DATE;
