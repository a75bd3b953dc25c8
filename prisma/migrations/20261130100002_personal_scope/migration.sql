-- Keys that read personal values, and papers that show them.
ALTER TYPE "ApiScope" ADD VALUE 'PERSONAL_READ';
