-- What keys may do that hand the platform's customers over.
ALTER TYPE "ApiScope" ADD VALUE 'HANDOVERS_CREATE';
ALTER TYPE "ApiScope" ADD VALUE 'HANDOVERS_VOUCH';
