-- What a key may do that attests the consents of the platform's customers.
ALTER TYPE "ApiScope" ADD VALUE 'CONSENTS_ATTEST';
