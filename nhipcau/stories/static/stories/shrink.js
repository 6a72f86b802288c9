// A chosen photo as it is sent: at most 2048 pixels wide or high, drawn anew, so that nothing hidden in it goes along.
// What this phone cannot draw (HEIC on most) is sent as it is: the server reads it, and drops the rest.
const LARGEST = 2048;
const QUALITY = 0.85;

export async function shrink(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const ratio = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * ratio));
  canvas.height = Math.max(1, Math.round(picture.height * ratio));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // behind what is transparent
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY))) ?? file;
}

// Seconds of a clip, or null when this phone cannot tell.
export function secondsOf(file) {
  const film = document.createElement("video");
  film.preload = "metadata";
  film.src = URL.createObjectURL(file);
  return new Promise((resolve) => {
    film.onloadedmetadata = () => resolve(film.duration);
    film.onerror = () => resolve(null);
  }).finally(() => URL.revokeObjectURL(film.src));
}
