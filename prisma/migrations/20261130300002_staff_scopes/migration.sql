-- What keys of staff systems may do.
ALTER TYPE "ApiScope" ADD VALUE 'QUEUE_READ';
ALTER TYPE "ApiScope" ADD VALUE 'FILINGS_WRITE';
