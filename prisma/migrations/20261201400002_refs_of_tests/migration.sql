-- The platform's ID of a customer names a test account and another account beside each other: a test key learns of no customer.
CREATE UNIQUE INDEX "accounts_external_ref_is_test_key" ON "accounts" ("external_ref", "is_test");
DROP INDEX "accounts_external_ref_key";
