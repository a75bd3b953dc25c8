-- A photograph that is a letter by its words alone.
ALTER TYPE "FindingCode" ADD VALUE 'LETTER_UNREAD';
