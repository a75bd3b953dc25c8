-- What the browser doubted in a picture that its sender used anyway. Files from before have none.
CREATE TYPE "PictureDoubt" AS ENUM ('TOO_DARK', 'BLURRED', 'GLARE', 'CROPPED');
ALTER TABLE "uploads" ADD COLUMN "doubts" "PictureDoubt"[] DEFAULT ARRAY[]::"PictureDoubt"[];
ALTER TABLE "stored_files" ADD COLUMN "doubts" "PictureDoubt"[] DEFAULT ARRAY[]::"PictureDoubt"[];
