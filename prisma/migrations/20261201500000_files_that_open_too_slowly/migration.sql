-- A file that takes too long to open is not damaged: its sender is answered what helps.
ALTER TYPE "FileRefusal" ADD VALUE 'FILE_TOO_SLOW' BEFORE 'FILE_LOW_RESOLUTION';
