-- A key may follow what the gate would answer.
ALTER TYPE "ApiScope" ADD VALUE 'CHANGES_READ';
